export type FormPart =
  | { readonly name: string; readonly text: string }
  | {
      readonly name: string;
      readonly filename: string;
      readonly mediaType: string;
      readonly stream: AsyncIterable<Uint8Array>;
    };

/**
 * A form whose file is never held in memory as a whole (RFC 7578): what `fetch` needs to send it. Names, file names and media
 * types are words of ours.
 */
export function writeForm(parts: readonly FormPart[]): {
  body: ReadableStream<Uint8Array>;
  headers: { "content-type": string };
} {
  const boundary = `form-${crypto.randomUUID()}`;
  const chunks = toChunks(parts, boundary);
  return {
    body: new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        async cancel() {
          await chunks.return(undefined);
        },
      },
      { highWaterMark: 0 },
    ),
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
  };
}

async function* toChunks(parts: readonly FormPart[], boundary: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const part of parts) {
    const file = "stream" in part ? `; filename="${part.filename}"\r\nContent-Type: ${part.mediaType}` : "";
    yield encoder.encode(
      `--${boundary}\r\nContent-Disposition: form-data; name="${part.name}"${file}\r\n\r\n`,
    );
    if ("stream" in part) yield* part.stream;
    else yield encoder.encode(part.text);
    yield encoder.encode("\r\n");
  }
  yield encoder.encode(`--${boundary}--\r\n`);
}
