import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { Demuxer, Encoder, Muxer } from "node-av/api";
import {
  AV_PIX_FMT_NONE,
  AV_PIX_FMT_YUV444P,
  FF_ENCODER_FFV1,
  FF_ENCODER_MAGICYUV,
  FF_ENCODER_UTVIDEO,
} from "node-av/constants";
import { Frame, Rational } from "node-av/lib";
import { pictureSize } from "../pixels/yuv.ts";
import { openSource, probeSource } from "./source-probe.ts";
import { SourceRefused } from "./source-refused.ts";
import { cropFilter, decodePictures } from "./video-decoder.ts";

const root = mkdtempSync(join(tmpdir(), "video-decoder-"));
afterAll(() => rmSync(root, { recursive: true }));

test("what is seen through in a photo is white, whatever its colour was", async () => {
  const path = join(root, "seen-through.png");
  // Green that nobody sees on the left, red on the right.
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512"><rect width="256" height="512" fill="lime" fill-opacity=".004"/><rect x="256" width="256" height="512" fill="red"/></svg>`;
  await Bun.write(path, new Resvg(svg).render().asPng());
  const source = await probeSource(path);
  const filter = cropFilter(source, { x: 0, y: 0, side: pictureSize });
  const [picture] = await Array.fromAsync(
    decodePictures({ path, format: source.format, filter, picturesMax: 1 }),
  );
  const at = (x: number) => picture![256 * pictureSize + x]!;
  expect(at(60)).toBeGreaterThan(230);
  expect(Math.abs(at(450) - 81)).toBeLessThan(4);
});

const unwanted = [FF_ENCODER_MAGICYUV, FF_ENCODER_FFV1, FF_ENCODER_UTVIDEO] as const;

test.each([...unwanted])("a decoder that no video needs never sees one: %s", async (codec) => {
  const path = join(root, `${codec}.mkv`);
  await writeVideo(path, codec);
  // To know a picture's format FFmpeg has to decode it, which it does while it opens a file.
  const pixelFormat = ({ streams }: Demuxer) => streams[0]!.codecpar.format;
  await using unguarded = await Demuxer.open(path);
  expect(pixelFormat(unguarded)).not.toBe(AV_PIX_FMT_NONE);
  await using source = await openSource(path, "matroska");
  expect(pixelFormat(source)).toBe(AV_PIX_FMT_NONE);
  expect(await probeSource(path).catch((error: unknown) => error)).toEqual(new SourceRefused("wrong-format"));
});

async function writeVideo(path: string, codec: (typeof unwanted)[number]): Promise<void> {
  using frame = new Frame();
  frame.alloc();
  Object.assign(frame, { width: 320, height: 240, timeBase: new Rational(1, 25), pts: 0n });
  frame.format = AV_PIX_FMT_YUV444P;
  frame.getBuffer();
  await using file = await Muxer.open(path);
  using encoder = await Encoder.create(codec);
  const stream = file.addStream(encoder);
  for (const input of [frame, null])
    for await (const packet of encoder.packets(input)) if (packet) await file.writePacket(packet, stream);
}
