import { expect, test } from "bun:test";
import { readForm } from "./form-reader.ts";
import { type FormPart, writeForm } from "./form-writer.ts";
import { Problem } from "./problem.ts";

const layout = { validator: "", file: "file", fileRequired: true, json: [] };
const bytes = Uint8Array.from({ length: 3_000 }, (_, i) => (i * 7) % 256);

async function* inPieces(whole: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

const file = (mediaType = "video/mp4"): FormPart => ({
  name: "file",
  filename: "face.mp4",
  mediaType,
  stream: inPieces(bytes, 500),
});

const contentType = "multipart/form-data; boundary=b";
const read = (body: AsyncIterable<Uint8Array>, type: string) =>
  readForm(type, body, { layout, signal: new AbortController().signal });

/** Reads a form to its end, from pieces of a size. */
async function readWhole(whole: Uint8Array, type: string, size: number) {
  const form = await read(inPieces(whole, size), type);
  const parts: Uint8Array[] = [];
  for await (const part of form.file?.stream ?? []) parts.push(Uint8Array.from(part));
  return { fields: form.fields, mediaType: form.file?.mediaType, content: Buffer.concat(parts) };
}

async function written(parts: readonly FormPart[]) {
  const { body, headers } = writeForm(parts);
  return { whole: await new Response(body).bytes(), type: headers["content-type"] };
}

test.each([1, 7, 64, 1_000, 100_000])("what is written is read, in pieces of %d bytes", async (size) => {
  const text = 'Ünïcode 水\r\n"--b--"';
  const { whole, type } = await written([{ name: "name", text }, { name: "empty", text: "" }, file()]);
  const form = await readWhole(whole, type, size);
  expect(form.fields).toEqual({ name: text });
  expect(form.mediaType).toBe("video/mp4");
  expect(form.content.equals(bytes)).toBe(true);
});

test("a form that ends early is never a whole one, wherever it ends", async () => {
  const { whole, type } = await written([{ name: "name", text: "anna" }, file()]);
  // After the last boundary's first hyphen nothing is missing but its end.
  for (let end = 0; end < whole.length - 4; end += 97) {
    const reading = readWhole(whole.subarray(0, end), type, 256);
    expect([
      end,
      await reading.then(
        () => "whole",
        (error) => error instanceof Problem,
      ),
    ]).toEqual([end, true]);
  }
});

test.each([
  ["video/mp4", "video/mp4"],
  ["Video/MP4", "video/mp4"],
  ["", "text/plain"],
  ["nonsense", "application/octet-stream"],
  ['video/mp4"; x', "application/octet-stream"],
  ["video/\nX-Evil: 1", "text/plain"],
])("a file that is said to be %j is passed on as %s", async (said, type) => {
  const { whole, type: header } = await written([file(said)]);
  expect((await readWhole(whole, header, 100_000)).mediaType).toBe(type);
});

test("a field that is given twice, or after the file, is refused, and so is another file", async () => {
  const name = { name: "name", text: "anna" };
  for (const parts of [
    [name, name],
    [file(), name],
    [file(), file()],
  ]) {
    const { whole, type } = await written(parts);
    await expect(readWhole(whole, type, 100_000)).rejects.toBeInstanceOf(Problem);
  }
  await expect(readWhole(new Uint8Array(10), contentType, 10)).rejects.toBeInstanceOf(Problem);
  await expect(readWhole(new Uint8Array(10), "multipart/form-data", 10)).rejects.toBeInstanceOf(Problem);
});
