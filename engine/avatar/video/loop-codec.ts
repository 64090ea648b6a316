import {
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  FF_ENCODER_LIBX264,
} from "node-av/constants";
import { type CodecContext, Frame, Packet, Rational } from "node-av/lib";
import { openEncoderContext } from "../encoding/encoder-context.ts";
import { PictureDecoder } from "../encoding/picture-decoder.ts";
import { type EncodedPicture, picturesPerSecond } from "../face.ts";
import { pictureSize } from "../pixels/yuv.ts";

/** Visually lossless, since every picture is encoded once more for each student. */
const options = {
  preset: "veryfast",
  tune: "zerolatency",
  profile: "high",
  crf: "15",
  "x264-params": "keyint=infinite:scenecut=0:repeat-headers=1",
} as const;

const timeBase = new Rational(1, picturesPerSecond);

/** A loop as H.264, for a pack's file, and the same pictures as they decode. */
export async function encodeLoop(
  pictures: readonly Uint8Array[],
): Promise<{ units: EncodedPicture[]; decoded: Uint8Array[] }> {
  const size = { width: pictureSize, height: pictureSize };
  const context = await openEncoderContext({ encoder: FF_ENCODER_LIBX264, ...size, options });
  const packet = new Packet();
  packet.alloc();
  try {
    using decoder = await PictureDecoder.open("H264");
    const units: EncodedPicture[] = [];
    const decoded: Uint8Array[] = [];
    for (const [number, picture] of pictures.entries()) {
      const data = encodeOne(context, packet, { picture, number });
      units.push({ data, key: number === 0 });
      decoded.push(decoder.decode(data));
    }
    return { units, decoded };
  } finally {
    packet.free();
    context.freeContext();
  }
}

function encodeOne(
  context: CodecContext,
  packet: Packet,
  { picture, number }: { picture: Uint8Array; number: number },
): Uint8Array {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  const size = { width: pictureSize, height: pictureSize };
  const frame = Frame.fromVideoBuffer(bytes, { ...size, format: AV_PIX_FMT_YUV420P, timeBase });
  frame.pts = BigInt(number);
  frame.pictType = number === 0 ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
  const sent = context.sendFrameSync(frame);
  frame.free();
  const received = sent < 0 ? sent : context.receivePacketSync(packet);
  if (received < 0 || !packet.data) throw new Error(`the loop does not encode: ${received}`);
  const data = new Uint8Array(packet.data);
  packet.unref();
  return data;
}
