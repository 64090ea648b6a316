import { expect, test } from "bun:test";
import { numberWords, ordinalWords, timeWords, yearWords } from "./english-numbers.ts";

test("figures in words", () => {
  expect(numberWords("0")).toBe("zero");
  expect(numberWords("13")).toBe("thirteen");
  expect(numberWords("42")).toBe("forty-two");
  expect(numberWords("100")).toBe("one hundred");
  expect(numberWords("1,001")).toBe("one thousand one");
  expect(numberWords("1000000")).toBe("one million");
  expect(numberWords("3.14")).toBe("three point one four");
  expect(numberWords("007")).toBe("zero zero seven");
  expect(numberWords("1234567890123456")).toStartWith("one two three four");
});

test("ordinals, years and times in words", () => {
  expect(["1", "2", "3", "12", "20", "21", "100"].map(ordinalWords)).toEqual([
    "first",
    "second",
    "third",
    "twelfth",
    "twentieth",
    "twenty-first",
    "one hundredth",
  ]);
  expect(["1905", "1984", "2000", "2005", "2024", "1100"].map(yearWords)).toEqual([
    "nineteen oh five",
    "nineteen eighty-four",
    "two thousand",
    "two thousand five",
    "twenty twenty-four",
    "eleven hundred",
  ]);
  expect(timeWords("9", "05")).toBe("nine oh five");
  expect(timeWords("12", "00")).toBe("twelve o'clock");
});
