import { expect, test } from "bun:test";
import { heardLength } from "./heard-text.ts";

const split = (answer: string, heard: string) => {
  const length = heardLength(answer, heard);
  return [answer.slice(0, length), answer.slice(length)];
};

test("what was heard is the beginning of the answer", () => {
  expect(split("One. Two. Three.", "One. Two.")).toEqual(["One. Two.", " Three."]);
  expect(split("植物制造糖。然后呢？", "植物制造糖。")).toEqual(["植物制造糖。", "然后呢？"]);
});

test("white space may differ between what was written and what was said", () => {
  expect(split("One.\n\nTwo  three. Four.", "One. Two three.")).toEqual(["One.\n\nTwo  three.", " Four."]);
});

test("nothing heard and everything heard", () => {
  expect(split("One. Two.", "")).toEqual(["", "One. Two."]);
  expect(split("One. Two.", "One. Two.")).toEqual(["One. Two.", ""]);
  expect(split("One.", "One. Two.")).toEqual(["One.", ""]);
  expect(split("“One.”", "")).toEqual(["", "“One.”"]);
});

test("marks that are written and not said do not matter", () => {
  expect(split("One **two** three", "One two")).toEqual(["One **two**", " three"]);
  expect(split("## Plants\nThey grow.", "Plants.")).toEqual(["## Plants", "\nThey grow."]);
});

test("where the words part, the rest was not heard", () => {
  expect(split("One $x^2$ three", "One x squared three")).toEqual(["One $x^", "2$ three"]);
  expect(split("One two", "Other")).toEqual(["O", "ne two"]);
});

test("characters outside the basic plane are not cut in half", () => {
  expect(split("𝒙 grows", "𝒙")).toEqual(["𝒙", " grows"]);
});
