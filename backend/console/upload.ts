/** A request with a body that takes a while to leave. */
export interface Upload {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob | FormData;
  /** Told how much has left, from 0 to 1. */
  readonly onSent: (share: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** XMLHttpRequest, because `fetch` does not tell how much of a body has left. Rejects when no answer comes. */
export function upload({ url, method, headers, body, onSent, signal }: Upload): Promise<Response> {
  const request = new XMLHttpRequest();
  const done = Promise.withResolvers<Response>();
  request.open(method, url);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.responseType = "blob";
  request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
  request.onload = () => done.resolve(toResponse(request));
  request.onerror = () => done.reject(new TypeError("no answer came"));
  request.onabort = () => done.reject(new DOMException("the upload was given up", "AbortError"));
  const abort = () => request.abort();
  signal?.addEventListener("abort", abort);
  request.send(body);
  return done.promise.finally(() => signal?.removeEventListener("abort", abort));
}

function toResponse(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const line of request.getAllResponseHeaders().trim().split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return new Response(request.response as Blob, { status: request.status, headers });
}
