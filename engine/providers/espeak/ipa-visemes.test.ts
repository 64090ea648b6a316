import { expect, test } from "bun:test";
import { ipaVisemes } from "./ipa-visemes.ts";

test.each([
  ["β", ["PP"]],
  ["ɸ", ["PP"]],
  ["ˌõ", ["O"]],
  ["ˈẽ", ["E"]],
  ["ç", ["kk"]],
  ["ʝ", ["I"]],
  ["ɴ", ["nn"]],
  ["ʍ", ["U"]],
  ["aɪ", ["aa", "I"]],
  ["ʲ", []],
] as const)("the lips know %s", (name, shapes) => {
  expect(ipaVisemes(name)).toEqual([...shapes]);
});
