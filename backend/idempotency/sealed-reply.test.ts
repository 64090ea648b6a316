import { expect, test } from "bun:test";
import { openReply, sealReply } from "./sealed-reply.ts";

test("a reply is read with its key by its holder, and by nobody else", () => {
  const sealed = sealReply('{"password":"秘密"}', "a key of sixteen", "kim");
  expect(sealed).not.toContain("password");
  expect(openReply(sealed, "a key of sixteen", "kim")).toBe('{"password":"秘密"}');
  expect(() => openReply(sealed, "another key of it", "kim")).toThrow();
  expect(() => openReply(sealed, "a key of sixteen", "mo")).toThrow();
  expect(() => openReply(`A${sealed.slice(1)}`, "a key of sixteen", "kim")).toThrow();
});
