import type { CallOptions } from "./mageurite-call.ts";

export type FormPart =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly filename: string; readonly stream: AsyncIterable<Uint8Array> };

/** A form whose files are never held in memory as a whole (RFC 7578). Names and file names are constants of ours. */
export function multipart(parts: readonly FormPart[]): Pick<CallOptions, "body" | "headers"> {
  const boundary = `form-${crypto.randomUUID()}`;
  const chunks = toChunks(parts, boundary);
  return {
    body: new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return?.(undefined);
      },
    }),
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
  };
}

async function* toChunks(parts: readonly FormPart[], boundary: string): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    const file =
      "stream" in part ? `; filename="${part.filename}"\r\nContent-Type: application/octet-stream` : "";
    yield Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${part.name}"${file}\r\n\r\n`);
    if ("stream" in part) yield* part.stream;
    else yield Buffer.from(part.text);
    yield Buffer.from("\r\n");
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}
