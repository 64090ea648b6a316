import type { Page } from "playwright-core";
import { openChromium } from "../_support/chromium.ts";
import type { BenchSchool } from "./bench-school.ts";
import { type Figure, median } from "./report.ts";

const rounds = 10;

/** `createOffer` → first decoded picture in Chromium, warm; beside it two connections of one page to each other. */
export async function measureFirstPicture(school: BenchSchool): Promise<Figure[]> {
  // Names in place of addresses would keep the page from reaching itself.
  const browser = await openChromium("--disable-features=WebRtcHideLocalIpsWithMdns");
  try {
    const page = await browser.newPage();
    await page.goto(`${school.engine.url}/tutors/${school.tutorId}`);
    const lessons: { picture: number; answer: number }[] = [];
    const loopbacks: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      lessons.push(await timeLesson(page, { tutorId: school.tutorId, ticket: await school.visit() }));
      loopbacks.push(await page.evaluate(timeLoopback));
    }
    // The first of each warms up.
    const baseline = { what: "a page connected to itself", value: median(loopbacks.slice(1)) };
    const answer = median(lessons.slice(1).map((lesson) => lesson.answer));
    const picture = median(lessons.slice(1).map((lesson) => lesson.picture));
    return [
      { what: "POST → 201, warm", value: answer, unit: "ms", budget: "≤ 15 ms", baseline, samples: rounds },
      {
        what: "offer → first decoded picture",
        value: picture,
        unit: "ms",
        budget: "≤ 130 ms",
        baseline,
        samples: rounds,
      },
    ];
  } finally {
    await browser.close();
  }
}

const timeLesson = (page: Page, lesson: { tutorId: string; ticket: string }) =>
  page.evaluate(async ({ tutorId, ticket }) => {
    const startedAtMs = performance.now();
    const peer = new RTCPeerConnection();
    const stream = new MediaStream();
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    peer.ontrack = ({ track }) => stream.addTrack(track);
    peer.addTransceiver("video", { direction: "recvonly" });
    peer.addTransceiver("audio", { direction: "recvonly" });
    peer.createDataChannel("lesson");
    const shown = new Promise<number>((resolve) => {
      video.onloadeddata = () => resolve(performance.now() - startedAtMs);
    });
    await peer.setLocalDescription(await peer.createOffer());
    const askedAtMs = performance.now();
    const response = await fetch(`/api/tutors/${tutorId}/webrtc`, {
      method: "POST",
      headers: { "content-type": "application/sdp", authorization: `Bearer ${ticket}` },
      body: peer.localDescription!.sdp,
    });
    const sdp = await response.text();
    const answer = performance.now() - askedAtMs;
    await peer.setRemoteDescription({ type: "answer", sdp });
    void video.play();
    const picture = await shown;
    await fetch(response.headers.get("location")!, {
      method: "DELETE",
      headers: { authorization: `Bearer ${ticket}` },
    });
    peer.close();
    return { picture, answer };
  }, lesson);

/** Runs in the page. */
async function timeLoopback(): Promise<number> {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 512;
  const context = canvas.getContext("2d")!;
  const drawing = setInterval(() => context.fillRect(Math.random() * 500, 0, 10, 512), 20);
  const sender = new RTCPeerConnection();
  const receiver = new RTCPeerConnection();
  const early: RTCIceCandidate[] = [];
  sender.onicecandidate = ({ candidate }) => {
    if (!candidate) return;
    if (receiver.remoteDescription) void receiver.addIceCandidate(candidate);
    else early.push(candidate);
  };
  receiver.onicecandidate = ({ candidate }) => {
    // The other way round nothing waits: the sender's checks reach the receiver first.
    if (candidate && sender.remoteDescription) void sender.addIceCandidate(candidate);
  };
  const video = document.createElement("video");
  video.muted = true;
  receiver.ontrack = ({ streams }) => {
    video.srcObject = streams[0]!;
    void video.play();
  };
  const startedAtMs = performance.now();
  const shown = new Promise<number>((resolve) => {
    video.onloadeddata = () => resolve(performance.now() - startedAtMs);
  });
  const stream = canvas.captureStream(25);
  for (const track of stream.getTracks()) sender.addTrack(track, stream);
  await sender.setLocalDescription(await sender.createOffer());
  await receiver.setRemoteDescription(sender.localDescription!);
  for (const candidate of early) await receiver.addIceCandidate(candidate);
  await receiver.setLocalDescription(await receiver.createAnswer());
  await sender.setRemoteDescription(receiver.localDescription!);
  const time = await shown;
  clearInterval(drawing);
  sender.close();
  receiver.close();
  return time;
}
