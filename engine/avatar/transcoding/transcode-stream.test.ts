import { expect, test } from "bun:test";
import { AV_PIX_FMT_YUV420P, FF_ENCODER_LIBVPX_VP8, FF_ENCODER_LIBX264 } from "node-av/constants";
import { Frame, Packet, Rational } from "node-av/lib";
import { PictureDecoder } from "../../../tests/_support/decoders.ts";
import { openEncoderContext } from "../encoding/encoder-context.ts";
import type { VideoCodec } from "../face.ts";
import { TranscodeStream } from "./transcode-stream.ts";

const encoders = { VP8: FF_ENCODER_LIBVPX_VP8, H264: FF_ENCODER_LIBX264 } as const;
const options = {
  VP8: { deadline: "realtime", "lag-in-frames": "0" },
  H264: { tune: "zerolatency", profile: "baseline" },
};

/** Pictures that become brighter from left to right, and from one to the next. */
async function record(codec: VideoCodec, width: number, height: number, count: number) {
  const context = await openEncoderContext({
    encoder: encoders[codec],
    width,
    height,
    options: options[codec],
  });
  const packet = new Packet();
  packet.alloc();
  const pictures = Array.from({ length: count }, (_, number) => {
    const bytes = Buffer.alloc((width * height * 3) / 2, 128);
    for (let i = 0; i < width * height; i++) bytes[i] = 32 + ((i % width) * 160) / width + number * 4;
    const frame = Frame.fromVideoBuffer(bytes, {
      width,
      height,
      format: AV_PIX_FMT_YUV420P,
      timeBase: new Rational(1, 25),
    });
    frame.pts = BigInt(number);
    expect(context.sendFrameSync(frame)).toBeGreaterThanOrEqual(0);
    expect(context.receivePacketSync(packet)).toBeGreaterThanOrEqual(0);
    frame.free();
    return new Uint8Array(packet.data!);
  });
  packet.free();
  context.freeContext();
  return pictures;
}

test.each([
  ["H264", "VP8", 256, 256, 256, 256],
  ["VP8", "H264", 512, 512, 512, 512],
  // A large picture becomes smaller and keeps its shape.
  ["H264", "VP8", 1280, 720, 852, 480],
  ["VP8", "H264", 1280, 720, 852, 480],
] as const)("%s becomes %s: %d×%d becomes %d×%d, and the picture stays", async (from, to, ...size) => {
  const [width, height, toWidth, toHeight] = size;
  using stream = await TranscodeStream.open(from, to);
  using decoder = await PictureDecoder.open(to);
  const shown = [];
  for (const data of await record(from, width, height, 5)) {
    const made = await stream.transcode(data);
    expect(made?.key).toBe(shown.length === 0);
    shown.push(...decoder.decode(made!.data));
  }
  expect(shown).toHaveLength(5);
  const last = shown.at(-1)!;
  expect([last.width, last.height]).toEqual([toWidth, toHeight]);
  const middle = last.luma[(toHeight / 2) * toWidth + toWidth / 2]!;
  expect(Math.abs(middle - (32 + 80 + 16))).toBeLessThan(6);
});

test("a key picture comes when it is wanted, and with another rate", async () => {
  using stream = await TranscodeStream.open("VP8", "H264");
  const keys = [];
  for (const [number, data] of (await record("VP8", 256, 256, 8)).entries()) {
    if (number === 3) stream.wantKeyPicture();
    if (number === 6) stream.limitRate(300_000);
    keys.push((await stream.transcode(data))?.key);
  }
  expect(keys).toEqual([true, false, false, true, false, false, true, false]);
});

test("what is no picture shows nothing, and the stream goes on", async () => {
  using stream = await TranscodeStream.open("H264", "VP8");
  expect(await stream.transcode(new Uint8Array([1, 2, 3, 4, 5]))).toBeUndefined();
  const [first] = await record("H264", 256, 256, 1);
  expect((await stream.transcode(first!))?.key).toBe(true);
});
