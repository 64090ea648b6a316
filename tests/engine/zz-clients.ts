import { MediaStudent } from "./media-student.ts";
process.on("uncaughtException", ()=>{}); 
const N=Number(process.argv[2]??40); const cs:MediaStudent[]=[];
const join=async()=>{ const s=await MediaStudent.open(); const r=await fetch("http://127.0.0.1:18777/",{method:"POST",body:s.pc.localDescription!.sdp}); await s.pc.setRemoteDescription({type:"answer",sdp:await r.text()}); return s; };
const st=async()=>await (await fetch("http://127.0.0.1:18777/stats")).json() as any;
for(let i=0;i<N;i++) cs.push(await join());
// a cheap sink: receive nothing further in JS
for (const c of cs) { (c.dtls.iceTransport.connection as any).onData.allUnsubscribe(); }
await Bun.sleep(1500); const a=await st(); const t=performance.now(); await Bun.sleep(5000); const b=await st(); const dt=performance.now()-t; const pk=b.sent-a.sent;
console.log("live",b.live,"pps",(pk/dt*1000).toFixed(0),"cpu% of core",((b.cpu-a.cpu)/dt*100).toFixed(1),"us/packet",((b.cpu-a.cpu)*1000/pk).toFixed(1),"user share",((b.usr-a.usr)/(b.cpu-a.cpu)).toFixed(2), "rss", b.rss);
await fetch("http://127.0.0.1:18777/exit").catch(()=>{}); process.exit(0);
