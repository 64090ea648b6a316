import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { tellInChinese, toldInChinese } from "../../backend/console/told-sentences.ts";
import { refusalTexts } from "../../backend/documents/reading/document-refused.ts";
import { projectFolder } from "../../deploy/installation.ts";
import { buildNotes } from "../../engine/avatar/video/build-report.ts";
import { refusals } from "../../engine/avatar/video/source-refused.ts";

const lists = { refusals, buildNotes, refusalTexts };

test.each(Object.entries(lists))("the console says each sentence of %s in Chinese", (_, sentences) => {
  for (const sentence of Object.values(sentences)) expect(tellInChinese(sentence)).toMatch(/\p{Script=Han}/u);
});

test("it knows no sentence that neither service says", () => {
  const files = [...new Bun.Glob("{backend,engine}/**/*.ts").scanSync(projectFolder)];
  const sources = files
    .filter((file) => !file.endsWith("told-sentences.ts"))
    .map((file) => readFileSync(projectFolder + file, "utf8"))
    .join("");
  expect(Object.keys(toldInChinese).filter((sentence) => !sources.includes(sentence))).toEqual([]);
});

test("what it does not know stays as it is, and names stay at the end of what it knows", () => {
  expect(tellInChinese("CUDA: out of memory")).toBe("CUDA: out of memory");
  expect(tellInChinese("")).toBe("");
  expect(tellInChinese("give another avatar first to: Ada, Bo")).toBe("请先为以下导师更换形象： Ada, Bo");
});
