import { expect, test } from "bun:test";
import { AssetsRefused, AssetsUnreachable } from "./asset-store.ts";
import { unreachable } from "./store-failure.ts";

const failureOf = (code: string): unknown => {
  try {
    unreachable(Object.assign(new Error("it failed"), { code }));
  } catch (error) {
    return error;
  }
};

test.each(["EIO", "ESTALE", "ETIMEDOUT", "ConnectionRefused", "InternalError", "constructor"])(
  "%s may pass by itself",
  (code) => {
    const failure = failureOf(code);
    expect(failure).toBeInstanceOf(AssetsUnreachable);
    expect(failure).not.toBeInstanceOf(AssetsRefused);
  },
);

test.each([
  ["ENOSPC", "is full: make room"],
  ["EROFS", "check the folder's rights"],
  ["NoSuchBucket", "check DATA_DIR or S3_BUCKET"],
])("%s does not, and the message says what to do", (code, said) => {
  const failure = failureOf(code);
  expect(failure).toBeInstanceOf(AssetsRefused);
  expect((failure as AssetsRefused).message).toContain(said);
});
