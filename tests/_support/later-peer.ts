/** What a later release may add to anything. A text, as it may come to stand where the contract takes any name. */
const added = { fieldOfALaterRelease: "later" };

/** Stands between two services, and has each take the other for one of a later release. */
export interface LaterPeer extends AsyncDisposable {
  readonly url: string;
  /** Which service is behind it; nobody is before. */
  serve(url: string): void;
  /** Operations that something was added to, as "POST /path", ids left out. */
  readonly changed: ReadonlySet<string>;
}

/** Adds a parameter to every query, a field to every form, and one to every JSON object, at any depth, in both directions. */
export function startLaterPeer(): LaterPeer {
  const changed = new Set<string>();
  const behind = { url: "" };
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    async fetch(request): Promise<Response> {
      const url = new URL(request.url);
      url.searchParams.set("parameterOfALaterRelease", "1");
      const headers = new Headers(request.headers);
      const body = await changeBody(request, headers);
      changed.add(`${request.method} ${url.pathname.replaceAll(/[0-9a-f-]{36}/g, "{id}")}`);
      const response = await fetch(`${behind.url}${url.pathname}${url.search}`, {
        method: request.method,
        headers: withoutLength(headers),
        body,
        redirect: "manual",
      });
      return new Response(await changeJson(response), {
        status: response.status,
        headers: withoutLength(response.headers),
      });
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    changed,
    serve: (url) => {
      behind.url = url;
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

/** Sets the type of a form that is written anew. */
async function changeBody(request: Request, headers: Headers): Promise<BodyInit | null> {
  const type = headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data")) return await changeJson(request);
  const form = new FormData();
  // Before the others: a file is the last part.
  for (const [name, value] of Object.entries(added)) form.append(name, value);
  for (const [name, value] of await request.formData()) form.append(name, value);
  const encoded = new Response(form);
  headers.set("content-type", encoded.headers.get("content-type")!);
  return await encoded.arrayBuffer();
}

async function changeJson(message: Request | Response): Promise<BodyInit | null> {
  if (!/json/.test(message.headers.get("content-type") ?? "")) return message.body;
  return JSON.stringify(withMore(await message.json()));
}

function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([name, field]) => [name, withMore(field)]);
  return { ...Object.fromEntries(fields), ...added };
}

/** What is sent is longer than what came, and no longer compressed. */
function withoutLength(headers: Headers): Headers {
  const left = new Headers(headers);
  for (const name of ["content-length", "content-encoding", "transfer-encoding"]) left.delete(name);
  return left;
}
