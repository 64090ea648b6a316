import { expect, test } from "bun:test";
import { lazily } from "./lazily.ts";

test("a part is opened when it is asked for, and once", async () => {
  let opened = 0;
  const part = lazily(async () => ++opened);
  expect(opened).toBe(0);
  expect(await Promise.all([part(), part()])).toEqual([1, 1]);
  expect(await part()).toBe(1);
});

test("whoever asks after a failure tries again", async () => {
  let tries = 0;
  const part = lazily(async () => {
    if (++tries === 1) throw new Error("not yet");
    return "open";
  });
  await expect(part()).rejects.toThrow("not yet");
  expect(await part()).toBe("open");
});
