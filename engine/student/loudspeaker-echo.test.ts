import { expect, test } from "bun:test";
import { withoutEcho } from "./loudspeaker-echo.ts";

const said = "Leaves are green because chlorophyll takes in blue and red light. It throws green light back.";

test.each([
  ["the tutor's words", "leaves are green because chlorophyll takes in blue", ""],
  ["the tutor's words, two misheard", "leaves are green because clover fill takes in blue and", ""],
  ["the tutor's words, one misheard between others", "leaves are green because chloroform takes in blue", ""],
  ["the tutor's words, the first ones misheard", "clover fill takes in blue and", ""],
  ["a single word of the tutor's", "light", ""],
  ["a single word of the student's", "stop", "stop"],
  [
    "a student who speaks into it",
    "takes in blue and red please stop and tell me why",
    "please stop and tell me why",
  ],
  ["a question with words of the answer", "why is light not green", "why is light not green"],
  ["nothing", "", ""],
])("%s", (_, understood, left) => {
  expect(withoutEcho({ text: understood, isFinal: true }, said, "en")).toBe(left);
});

test("words are told apart where none has a space", () => {
  const answer = "叶子是绿色的，因为叶绿素吸收红光和蓝光。";
  expect(withoutEcho({ text: "因为叶绿素吸收红光", isFinal: true }, answer, "zh")).toBe("");
  expect(withoutEcho({ text: "请你再说一遍", isFinal: true }, answer, "zh")).toBe("请你再说一遍");
});

test("whoever is silent has no echo", () => {
  expect(withoutEcho({ text: "Why are leaves green?", isFinal: true }, "", "en")).toBe(
    "Why are leaves green?",
  );
});

test("a single word is waited for, and whoever goes on is heard", () => {
  const hear = (text: string, isFinal = false) => withoutEcho({ text, isFinal }, said, "en");
  expect([hear("clover"), hear("stop"), hear("stop it"), hear("stop", true)]).toEqual([
    "",
    "",
    "stop it",
    "stop",
  ]);
});
