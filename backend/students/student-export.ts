import type { Schemas } from "../backend-handlers.ts";

/** Everything that is kept of a student, one JSON object a line. */
export async function* toStudentLines(
  student: Schemas["Student"],
  transcripts: AsyncIterable<Schemas["Transcript"]>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(student)}\n`;
  for await (const transcript of transcripts) yield `${JSON.stringify(transcript)}\n`;
}
