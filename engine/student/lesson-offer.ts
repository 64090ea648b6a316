import type { LessonClient } from "./lesson-client.ts";

/** Repairs and what an engine may send; leaving the rest out keeps the offer far below the engine's limit. */
const codecs = {
  video: ["video/vp8", "video/h264", "video/rtx"],
  audio: ["audio/opus"],
};

export interface LessonPeer {
  readonly peer: RTCPeerConnection;
  readonly channel: RTCDataChannel;
  /** The tutor's picture and sound. */
  readonly media: MediaStream;
  /** Takes the track of the student's microphone, at any time and without another offer. */
  readonly voice: RTCRtpSender;
}

/** A peer that wants one picture, one sound and the lesson's data channel, and may send a voice. */
export function openPeer(): LessonPeer {
  const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  const [video, audio] = (["video", "audio"] as const).map((kind) => {
    const transceiver = peer.addTransceiver(kind, { direction: kind === "audio" ? "sendrecv" : "recvonly" });
    const wanted = RTCRtpReceiver.getCapabilities?.(kind)?.codecs.filter((codec) =>
      codecs[kind].includes(codec.mimeType.toLowerCase()),
    );
    if (wanted?.length) transceiver.setCodecPreferences?.(wanted);
    return transceiver;
  }) as [RTCRtpTransceiver, RTCRtpTransceiver];
  return {
    peer,
    channel: peer.createDataChannel("lesson", { ordered: true }),
    media: new MediaStream([video.receiver.track, audio.receiver.track]),
    voice: audio.sender,
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

/** The ICE credentials of a description, as a fragment of it (RFC 8840, section 9). In a bundle they are the same everywhere. */
export function iceCredentials(sdp: string): string {
  const lines = new Set(sdp.match(/^a=ice-(?:ufrag|pwd):.*$/gm)?.map((line) => line.trim()));
  return [...lines].slice(0, 2).join("\r\n");
}

/** A description with the credentials of a fragment; undefined where that has none. */
export function withIceCredentials(sdp: string, fragment: string): string | undefined {
  const credential = (name: string) => new RegExp(`^a=ice-${name}:([\\w+/]+)\r?$`, "m").exec(fragment)?.[1];
  const [ufrag, pwd] = [credential("ufrag"), credential("pwd")];
  if (!ufrag || !pwd) return undefined;
  return sdp
    .replace(/^a=ice-ufrag:[^\r\n]*/gm, `a=ice-ufrag:${ufrag}`)
    .replace(/^a=ice-pwd:[^\r\n]*/gm, `a=ice-pwd:${pwd}`);
}
