import type { LessonClient } from "./lesson-client.ts";

/** Repairs and what an engine may send; leaving the rest out keeps the offer far below the engine's limit. */
const codecs = {
  video: ["video/vp8", "video/h264", "video/rtx"],
  audio: ["audio/opus"],
};

/** A peer that wants one picture, one sound and the lesson's data channel. */
export function openPeer(): { peer: RTCPeerConnection; channel: RTCDataChannel; media: MediaStream } {
  const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  const tracks = (["video", "audio"] as const).map((kind) => {
    const transceiver = peer.addTransceiver(kind, { direction: "recvonly" });
    const wanted = RTCRtpReceiver.getCapabilities?.(kind)?.codecs.filter((codec) =>
      codecs[kind].includes(codec.mimeType.toLowerCase()),
    );
    if (wanted?.length) transceiver.setCodecPreferences?.(wanted);
    return transceiver.receiver.track;
  });
  return {
    peer,
    channel: peer.createDataChannel("lesson", { ordered: true }),
    media: new MediaStream(tracks),
  };
}

/**
 * The offer, without waiting for its candidates: the engine is ICE-lite and answers to whoever knows its password, so it
 * needs none of ours, and gathering costs a tenth of a second. Rejects on abort.
 */
export async function writeOffer(
  peer: RTCPeerConnection,
  client: LessonClient,
  signal: AbortSignal,
): Promise<string> {
  const [offer, iceServers] = await Promise.all([peer.createOffer(), client.iceServers(signal)]);
  signal.throwIfAborted();
  if (iceServers.length > 0) peer.setConfiguration({ bundlePolicy: "max-bundle", iceServers });
  await peer.setLocalDescription(offer);
  signal.throwIfAborted();
  return peer.localDescription?.sdp ?? "";
}
