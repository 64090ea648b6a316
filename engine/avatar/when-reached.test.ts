import { expect, test } from "bun:test";
import { AssetsUnreachable } from "./asset-store.ts";
import { whenReached } from "./when-reached.ts";

const never = new AbortController().signal;

test("a store that is back is asked again, and any other failure is one at once", async () => {
  let asked = 0;
  const answer = await whenReached(async () => {
    if (++asked === 1) throw new AssetsUnreachable("away");
    return "here";
  }, never);
  expect([answer, asked]).toEqual(["here", 2]);
  const full = () => Promise.reject(new RangeError("the store is full"));
  await expect(whenReached(full, never)).rejects.toThrow("the store is full");
});

test("whoever waits for a store stops when nobody wants it any more", async () => {
  const stop = new AbortController();
  let asked = 0;
  const waiting = whenReached(() => {
    asked++;
    queueMicrotask(() => stop.abort(new Error("nobody wants it")));
    return Promise.reject(new AssetsUnreachable("away"));
  }, stop.signal);
  await expect(waiting).rejects.toThrow("nobody wants it");
  expect(asked).toBe(1);
});
