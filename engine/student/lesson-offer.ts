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
 * Takes an offer up: from now on the browser looks for ways to the engine, through `relay` as well where there is one.
 * The offer may be on its way already, since it has no candidates: the engine is ICE-lite and answers to whoever knows its
 * password, so it needs none of ours, and gathering them costs a tenth of a second.
 */
export async function takeUpOffer(
  peer: RTCPeerConnection,
  offer: RTCSessionDescriptionInit,
  relay: RTCConfiguration | undefined,
): Promise<void> {
  if (relay) peer.setConfiguration({ ...peer.getConfiguration(), ...relay });
  await peer.setLocalDescription(offer);
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
