import { RTCPeerConnection, RTCRtpCodecParameters } from "werift";
import { channelLabelDefault } from "./browser-peer.ts";
import { openMediaPort } from "./media-port.ts";
import { outliveLostPeers } from "./werift-internals.ts";

/** A handshake on loopback takes a fraction of this. */
const warmUpMaxMs = 5000;

/**
 * Joins once over loopback and leaves, so that the first student finds the certificate made and the code compiled: the
 * first answer then takes as long as any other. Rejects when the join does not succeed; the engine works all the same.
 */
export async function warmUp(): Promise<void> {
  await using port = await openMediaPort({ port: 0, host: "127.0.0.1", announcedAddresses: ["127.0.0.1"] });
  const student = new RTCPeerConnection({
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ["127.0.0.1"],
    bundlePolicy: "max-bundle",
    codecs: {
      audio: [new RTCRtpCodecParameters({ mimeType: "audio/opus", clockRate: 48_000, channels: 2 })],
      video: [new RTCRtpCodecParameters({ mimeType: "video/VP8", clockRate: 90_000 })],
    },
  });
  try {
    student.createDataChannel(channelLabelDefault);
    student.addTransceiver("audio", { direction: "recvonly" });
    student.addTransceiver("video", { direction: "recvonly" });
    // No server is asked for its own address.
    for (const { connection } of student.iceTransports) connection.stunServer = undefined;
    await student.setLocalDescription(await student.createOffer());
    for (const { connection } of student.iceTransports) outliveLostPeers(connection);
    const offer = student.localDescription?.sdp ?? "";
    await using peer = await port.accept(offer, { videoCodecs: ["VP8"], connectMaxMs: warmUpMaxMs });
    await student.setRemoteDescription({ type: "answer", sdp: peer.answer });
    await peer.connected;
    for (let ptsMs = 0; ptsMs < 200; ptsMs += 20) {
      peer.sendAudio(new Uint8Array([0xf8, 0xff, 0xfe]), ptsMs);
      peer.sendVideo(new Uint8Array(1500), ptsMs === 0, ptsMs);
    }
  } finally {
    await student.close();
  }
}
