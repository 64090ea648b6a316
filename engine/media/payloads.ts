import { H264Packetizer, Vp8Packetizer } from "werift";
import type { VideoCodec } from "./peer.ts";

/**
 * Largest RTP payload: a UDP payload of 1 200 bytes, which every path takes (RFC 9000 §14.1 reasons the same), less the RTP
 * header (12), the original sequence number of a repair (2, RFC 4588 §4) and the SRTP tag (16).
 */
export const payloadMaxBytes = 1200 - 12 - 2 - 16;
/** Anything larger is not a picture of a lesson. */
export const pictureMaxBytes = 1024 * 1024;
/** VP8 payload descriptor with a 15-bit PictureID: X, I, two bytes (RFC 7741 §4.2). */
const pictureIdAt = 2;
export const pictureIdMax = 0x7fff;

/** Packets of one picture, shared by all peers that get it. */
const cached = {
  VP8: new WeakMap<Uint8Array, readonly Buffer[]>(),
  H264: new WeakMap<Uint8Array, readonly Buffer[]>(),
};

/**
 * The RTP payloads of one encoded picture. The same buffer is split once and kept as long as it lives; the payloads must not
 * be written to. Throws RangeError for an empty or oversized picture and Error for bytes that are not of the codec.
 */
export function payloadsOf(codec: VideoCodec, picture: Uint8Array): readonly Buffer[] {
  const known = cached[codec].get(picture);
  if (known) return known;
  if (picture.length === 0 || picture.length > pictureMaxBytes)
    throw new RangeError("A picture of no usable size.");
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  const options = { maxPayloadSize: payloadMaxBytes };
  const packets =
    codec === "VP8"
      ? new Vp8Packetizer({ ...options, pictureId: 0 }).packetize(bytes, 0)
      : new H264Packetizer({ ...options, inputFormat: "annexb" }).packetize(bytes, 0);
  if (packets.length === 0) throw new Error(`The picture holds no ${codec} data.`);
  const payloads = packets.map((packet) => packet.payload);
  cached[codec].set(picture, payloads);
  return payloads;
}

/** A copy of a VP8 payload that carries `pictureId`, which counts up by one per picture of one peer. */
export function withPictureId(payload: Buffer, pictureId: number): Buffer {
  const copy = Buffer.from(payload);
  // M bit: the PictureID has 15 bits.
  copy.writeUInt16BE(0x8000 | (pictureId & pictureIdMax), pictureIdAt);
  return copy;
}
