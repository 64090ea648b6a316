import { afterAll, beforeAll, expect } from "bun:test";

/** In this file nothing that goes on in the background may fail unnoticed. */
export function expectNoUnhandledRejection(): void {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  beforeAll(() => {
    process.on("unhandledRejection", note);
  });
  afterAll(() => {
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });
}
