import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyInstance } from "@fastify/busboy";
import type { FormLayout } from "./contract.ts";
import { Problem } from "./problem.ts";

/** A file of a form, read as it comes. */
export interface UploadedFile {
  /** What the sender says that it is; a hint, and no more. */
  readonly mediaType: string;
  /** Fails with Problem when the form is cut short, too large or malformed. */
  readonly stream: AsyncIterable<Uint8Array>;
}

/** A form up to its file: what comes before the file was read, and the file itself is being sent. */
export interface ReadForm {
  readonly fields: Readonly<Record<string, string>>;
  /** Undefined when the form ended without one. */
  readonly file: UploadedFile | undefined;
  /** Gives up what was not read. */
  close(): Promise<void>;
}

/** Enough for a tutor with its notes, as JSON. */
const fieldBytesMax = 256 * 1024;
const fieldsMax = 32;
/** RFC 6838, section 4.2: whatever else a sender writes there goes no further. */
const typePattern = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;
const unknownType = "application/octet-stream";

/**
 * Reads multipart/form-data (RFC 7578) without holding its file: the fields must come before the file, and nothing after
 * it. Throws Problem.
 */
export async function readForm(
  contentType: string,
  body: AsyncIterable<Uint8Array>,
  { layout, signal }: { layout: FormLayout; signal: AbortSignal },
): Promise<ReadForm> {
  const form = openParser(contentType, layout);
  const fields: Record<string, string> = {};
  const head = Promise.withResolvers<UploadedFile | undefined>();
  const stop = new AbortController();
  let problem: Problem | undefined;
  let open: Readable | undefined;
  const refuse = (detail: string) => {
    problem ??= new Problem("invalid-request", detail);
    stop.abort(problem);
  };
  form.on("field", (name, value, nameTruncated, valueTruncated) => {
    if (open) refuse("the fields of the form must come before its file");
    else if (nameTruncated || valueTruncated) refuse("a field of the form is too long");
    else if (Object.hasOwn(fields, name)) refuse("a field of the form is given twice");
    // Browsers send a field that was left empty.
    else if (value !== "") fields[name] = value;
  });
  form.on("file", (_name, stream, _filename, _encoding, mediaType) => {
    // What is wrong with the form reaches the file's reader through `reading`.
    stream.on("error", () => {});
    open = stream;
    const type = mediaType.toLowerCase();
    head.resolve({ mediaType: typePattern.test(type) ? type : unknownType, stream: fileOf(stream) });
  });
  for (const limit of ["partsLimit", "filesLimit", "fieldsLimit"] as const)
    form.on(limit, () => refuse("the form has too many parts"));

  // A client that leaves ends neither its body's iteration nor the parser by itself.
  const ending = AbortSignal.any([signal, stop.signal]);
  const reading = pipeline(Readable.from(body), form, { signal: ending }).then(
    () => undefined,
    (error: unknown) =>
      problem ??
      (error instanceof Problem ? error : new Problem("invalid-request", "the form cannot be read")),
  );
  void reading.then((failed) => {
    if (!failed) return head.resolve(undefined);
    head.reject(failed);
    open?.destroy(failed);
  });

  async function* fileOf(stream: Readable): AsyncGenerator<Uint8Array> {
    try {
      for await (const part of stream) yield part;
    } catch (error) {
      throw (await reading) ?? error;
    }
    const failed = await reading;
    if (failed) throw failed;
  }

  const file = await head.promise;
  return {
    fields,
    file,
    async close() {
      stop.abort();
      await reading;
    },
  };
}

function openParser(contentType: string, { file }: FormLayout): BusboyInstance {
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      // Browsers send a field of another media type than text with a file name.
      isPartAFile: (name) => name === file,
      limits: {
        fieldNameSize: 100,
        fieldSize: fieldBytesMax,
        fields: fieldsMax,
        files: 1,
        parts: fieldsMax + 1,
      },
    });
  } catch (cause) {
    throw new Problem("invalid-request", "the form has no boundary", { cause });
  }
}
