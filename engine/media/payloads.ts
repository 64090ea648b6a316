import { H264Packetizer } from "werift";
import type { VideoCodec } from "./peer.ts";

/**
 * Largest RTP payload: a UDP payload of 1 200 bytes, which every path takes (RFC 9000 §14.1 reasons the same), less the RTP
 * header (12), the original sequence number of a repair (2, RFC 4588 §4) and the SRTP tag (16).
 */
export const payloadMaxBytes = 1200 - 12 - 2 - 16;
/** Anything larger is not a picture of a lesson. */
export const pictureMaxBytes = 1024 * 1024;

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
  const payloads = codec === "VP8" ? vp8Payloads(bytes) : h264Payloads(bytes);
  cached[codec].set(picture, payloads);
  return payloads;
}

/**
 * RFC 7741 §4.2: a descriptor of one byte, S set where the picture starts, all in partition 0. It carries no PictureID,
 * which only layered streams need, so that the same bytes fit every peer.
 */
function vp8Payloads(picture: Buffer): Buffer[] {
  const chunkBytes = payloadMaxBytes - 1;
  return Array.from({ length: Math.ceil(picture.length / chunkBytes) }, (_, i) =>
    Buffer.concat([
      Buffer.from([i === 0 ? 0x10 : 0x00]),
      picture.subarray(i * chunkBytes, (i + 1) * chunkBytes),
    ]),
  );
}

/** RFC 6184 §5.6 to §5.8, packetization mode 1: single units, aggregated parameter sets, fragments. */
function h264Payloads(picture: Buffer): Buffer[] {
  const packetizer = new H264Packetizer({ maxPayloadSize: payloadMaxBytes, inputFormat: "annexb" });
  const packets = packetizer.packetize(picture, 0);
  if (packets.length === 0) throw new Error("The picture holds no H.264 data.");
  return packets.map((packet) => packet.payload);
}
