import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { pictureSize } from "../yuv.ts";
import { probeSource } from "./source-probe.ts";
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
