import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { openStudentPage } from "../../engine/student/student-page.ts";
import { connect, type TutorLesson, type TutorOptions } from "../../engine/student/virtual-tutor.ts";
import type * as declared from "../../generated/virtual-tutor.d.ts";

// Checked with the types of the whole project: what is declared for other sites is what the module is, both ways.
const asDeclared: typeof declared.connect = connect;
const asIs: (options: TutorOptions) => TutorLesson = asDeclared;

/** What the compiler says of a page's script, with nothing of ours but the types as the engine serves them. */
async function complaintsAbout(script: string): Promise<string[]> {
  const page = await openStudentPage({ backendPublicUrl: "https://school.example" });
  const folder = mkdtempSync(join(tmpdir(), "client-types-"));
  try {
    writeFileSync(join(folder, "virtual-tutor.d.ts"), await page.asset("virtual-tutor.d.ts")!.body.text());
    writeFileSync(
      join(folder, "page.ts"),
      `import { connect, type EngineMessage } from "./virtual-tutor.js";\n${script}`,
    );
    const program = ts.createProgram([join(folder, "page.ts")], {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: [],
    });
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a page in TypeScript is checked with the types that the engine serves, and with nothing else", async () => {
  expect(asIs).toBe(connect);
  const good = `
    const lesson = connect({ backendUrl: "https://backend.school.example", tutorId: "TUTOR", events: {
      onMedia: (media) => { document.querySelector("video")!.srcObject = media; },
      onMessage: (message: EngineMessage) => { if (message.type === "delta") document.title = message.text; },
      onStopped: ({ kind }) => { if (kind === "engine-full") document.title = "later"; },
      onSession: ({ sessionId }) => { document.title = sessionId; },
    } });
    lesson.say("Why?", "after");
    lesson.send({ type: "settings", media: "voice", speed: 1.25 });
    const pictures: number | undefined = lesson.stats?.video.framesDecoded;
    lesson.end({ forGood: false });
    export { pictures };`;
  expect(await complaintsAbout(good)).toEqual([]);
  const wrong = `
    const lesson = connect({ backendUrl: "https://backend.school.example", events: {} });
    lesson.say("Why?", "later");
    lesson.send({ type: "setting" });
    lesson.shout();`;
  const complaints = await complaintsAbout(wrong);
  for (const word of ["tutorId", "later", "setting", "shout"])
    expect(complaints.some((complaint) => complaint.includes(word))).toBe(true);
}, 60_000);
