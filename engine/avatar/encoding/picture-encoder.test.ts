import { expect, test } from "bun:test";
import { bitRates } from "../face.ts";
import { EncoderPool, type PictureFormat } from "./picture-encoder.ts";

test("encoders of other streams do not keep those out that are wanted now", async () => {
  using encoders = new EncoderPool();
  const narrow: PictureFormat = { codec: "VP8", bitRate: bitRates.at(-1)! };
  const best: PictureFormat = { codec: "VP8", bitRate: bitRates[0]! };
  const open = await Promise.all(Array.from({ length: 8 }, () => encoders.take(narrow)));
  for (const encoder of open) encoders.giveBack(encoder);
  const wanted = await encoders.take(best);
  encoders.giveBack(wanted);
  using again = await encoders.take(best);
  expect(again).toBe(wanted);
  using other = await encoders.take(narrow);
  expect(open).toContain(other);
});
