import { expect, test } from "bun:test";
import { AssetsRefused, AssetsUnreachable } from "./asset-store.ts";
import { whenReached } from "./when-reached.ts";

const never = new AbortController().signal;

test("a store that is back is asked again, and it is told once why it was away", async () => {
  const told: unknown[] = [];
  const away = new AssetsUnreachable("away");
  let asked = 0;
  const call = async () => {
    if (++asked <= 2) throw away;
    return "here";
  };
  expect(await whenReached(call, { signal: never, onAway: (error) => told.push(error) })).toBe("here");
  expect([asked, told]).toEqual([3, [away]]);
});

test.each([new RangeError("the store is full"), new AssetsRefused("no room")])(
  "what does not pass by itself is a failure at once: %s",
  async (error) => {
    let asked = 0;
    const call = () => {
      asked++;
      return Promise.reject(error);
    };
    const waiting = whenReached(call, { signal: never, onAway: () => {} });
    await expect(waiting).rejects.toBe(error);
    expect(asked).toBe(1);
  },
);

test("whoever waits for a store stops when nobody wants it any more", async () => {
  const stop = new AbortController();
  let asked = 0;
  const call = () => {
    asked++;
    return Promise.reject(new AssetsUnreachable("away"));
  };
  const onAway = () => stop.abort(new Error("nobody wants it"));
  await expect(whenReached(call, { signal: stop.signal, onAway })).rejects.toThrow("nobody wants it");
  expect(asked).toBe(1);
});

test("nobody waits for a store that says nothing when it is not wanted any more", async () => {
  const stop = new AbortController();
  const call = () => {
    queueMicrotask(() => stop.abort(new Error("nobody wants it")));
    return new Promise<never>(() => {});
  };
  const waiting = whenReached(call, { signal: stop.signal, onAway: () => {} });
  await expect(waiting).rejects.toThrow("nobody wants it");
});
