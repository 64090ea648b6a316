import { expect, test } from "bun:test";
import { iceCredentials, withIceCredentials } from "./lesson-offer.ts";

const section = (ufrag: string, pwd: string) =>
  `m=audio 9\r\na=ice-ufrag:${ufrag}\r\na=ice-pwd:${pwd}\r\na=mid:0\r\n`;
const [before, after] = [section("abcd", "p".repeat(22)), section("efgh", "q".repeat(22))];

test("a restart sends the browser's credentials alone", () => {
  expect(iceCredentials(before + before)).toBe(`a=ice-ufrag:abcd\r\na=ice-pwd:${"p".repeat(22)}`);
});

test("the engine's new credentials take the place of the old ones, and nothing else changes", () => {
  expect(withIceCredentials(before + before, `a=ice-ufrag:efgh\r\na=ice-pwd:${"q".repeat(22)}\r\n`)).toBe(
    after + after,
  );
});

test("an answer without credentials, or with anything that is none, changes nothing", () => {
  for (const fragment of ["", "a=ice-ufrag:efgh", "a=ice-ufrag:e f\r\na=ice-pwd:q\r\n"])
    expect(withIceCredentials(before, fragment)).toBeUndefined();
});
