import type { LessonClient } from "./lesson-client.ts";

const gatheringMaxMs = 500;

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

/** The offer with its candidates. Rejects on abort. */
export async function writeOffer(
  peer: RTCPeerConnection,
  client: LessonClient,
  signal: AbortSignal,
): Promise<string> {
  const [offer, iceServers] = await Promise.all([peer.createOffer(), client.iceServers(signal)]);
  signal.throwIfAborted();
  if (iceServers.length > 0) peer.setConfiguration({ bundlePolicy: "max-bundle", iceServers });
  const gathered = gathering(peer, iceServers.length > 0, signal);
  await peer.setLocalDescription(offer);
  await gathered;
  signal.throwIfAborted();
  return peer.localDescription?.sdp ?? "";
}

/**
 * Resolves when gathering is complete, and after 500 ms at the latest. The engine needs no candidates of ours, so where
 * servers are involved the first candidate is enough: nobody waits for a STUN server that does not answer.
 */
function gathering(peer: RTCPeerConnection, hasServers: boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      peer.removeEventListener("icecandidate", onCandidate);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent) => {
      if (hasServers || candidate === null) finish();
    };
    const timer = setTimeout(finish, gatheringMaxMs);
    peer.addEventListener("icecandidate", onCandidate);
    signal.addEventListener("abort", finish);
  });
}
