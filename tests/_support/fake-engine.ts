import { serviceToken } from "./backend.ts";

/** What reached the engine of one file. */
export interface ReceivedUpload {
  readonly fields: Readonly<Record<string, string>>;
  /** Bytes of the form so far. */
  bytes: number;
  /** Undefined while it is being sent. */
  outcome: "whole" | "cut" | undefined;
}

/** Answers the backend's questions about faces as an engine does, and makes none. Its faults can be chosen. */
export interface FakeEngine extends AsyncDisposable {
  readonly url: string;
  readonly uploads: ReceivedUpload[];
  /** Previews are 404: it has made nothing. */
  hasNothing: boolean;
  /** Names of the faces that it was asked to delete, and to start. */
  readonly deleted: string[];
  readonly started: string[];
  /** What the next requests are answered with in place of a success. */
  refusal: { status: number; type: string; detail: string } | undefined;
}

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==",
  "base64",
);
const fieldPattern = /name="(\w+)"\r\n\r\n([^\r]*)\r\n/g;

export function startFakeEngine(): FakeEngine {
  const uploads: ReceivedUpload[] = [];
  const deleted: string[] = [];
  const started: string[] = [];
  const json = (status: number, body: unknown) => Response.json(body, { status });

  async function take(request: Request): Promise<Response> {
    const upload: ReceivedUpload & { fields: Record<string, string> } = {
      fields: {},
      bytes: 0,
      outcome: undefined,
    };
    uploads.push(upload);
    let head = "";
    try {
      for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
        upload.bytes += part.byteLength;
        if (head.length < 4096) {
          head += Buffer.from(part).toString("latin1");
          for (const [, name, value] of head.matchAll(fieldPattern)) upload.fields[name!] = value!;
        }
      }
      upload.outcome = "whole";
    } catch {
      upload.outcome = "cut";
    }
    return json(202, { id: Bun.randomUUIDv7() });
  }

  const fake = {
    uploads,
    deleted,
    started,
    refusal: undefined as FakeEngine["refusal"],
    hasNothing: false,
  };
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    maxRequestBodySize: 1024 * 1024 * 1024,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (request.headers.get("authorization") !== `Bearer ${serviceToken}`) {
        return json(401, {
          type: "unauthorized",
          title: "Credentials are missing or not valid",
          status: 401,
        });
      }
      if (fake.refusal) return json(fake.refusal.status, { title: "No", ...fake.refusal });
      const name = pathname.split("/").at(-1)!;
      if (pathname === "/api/avatar/create") return take(request);
      if (pathname === "/api/avatar/start") {
        started.push(((await request.json()) as { name: string }).name);
        return json(202, { id: Bun.randomUUIDv7() });
      }
      if (request.method === "DELETE") {
        deleted.push(name);
        return new Response(null, { status: 204 });
      }
      if (fake.hasNothing) return json(404, { type: "not-found", title: "Not found", status: 404 });
      return new Response(png, { headers: { "content-type": "image/png" } });
    },
  });
  return Object.assign(fake, {
    url: `http://127.0.0.1:${server.port}`,
    async [Symbol.asyncDispose]() {
      await server.stop(true);
    },
  });
}
