import { traceHeaders } from "../../deploy/tracing.ts";
import type { components } from "../../generated/engine.types.ts";
import { type FormPart, writeForm } from "../../openapi/binding/form-writer.ts";

type EngineForm = Omit<components["schemas"]["AvatarForm"], "file">;
type EngineProblem = components["schemas"]["Problem"];

/** Nothing that is asked of the engine takes long, an upload excepted. */
const askTimeoutMs = 30_000;
/** Until the engine has taken a file in, however slow the way to it is. */
const uploadTimeoutMs = 30 * 60_000;
const previewBytesMax = 8 * 1024 * 1024;
const problemCharsMax = 64 * 1024;

/** No answer, or none that an engine gives; the same call may work later. */
export class EngineUnreachable extends Error {
  override readonly name = "EngineUnreachable";
}

/** The engine says no: `status` is the answer's, `detail` a sentence for people. */
export class EngineRefused extends Error {
  override readonly name = "EngineRefused";

  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(`the engine answered ${status}`);
  }
}

export interface FileToSend {
  readonly mediaType: string;
  readonly stream: AsyncIterable<Uint8Array>;
}

/** The engine's faces. Every method throws EngineUnreachable or EngineRefused, or the reason of its signal. */
export class EngineAvatars {
  constructor(
    private readonly url: string,
    private readonly serviceToken: string,
  ) {}

  /** Resolves when the engine has the whole file; how it goes on, the engine reports. The file's own errors come through. */
  async create(fields: EngineForm, file: FileToSend | undefined, signal: AbortSignal): Promise<void> {
    const parts: FormPart[] = Object.entries(fields).flatMap(([name, text]) =>
      text === undefined ? [] : [{ name, text }],
    );
    let cause: unknown;
    const stop = new AbortController();
    if (file) {
      parts.push({
        name: "file",
        filename: "file",
        mediaType: file.mediaType,
        stream: observed(file.stream, (error) => {
          cause = error;
          // A stream that fails must never look to the engine like one that has ended.
          stop.abort(error);
        }),
      });
    }
    try {
      const { body, headers } = writeForm(parts);
      const signals = AbortSignal.any([signal, stop.signal, AbortSignal.timeout(uploadTimeoutMs)]);
      const response = await this.#fetch("/api/avatar/create", { method: "POST", body, headers }, signals);
      await response.body?.cancel();
    } catch (error) {
      throw cause ?? error;
    }
  }

  async start(name: string): Promise<void> {
    const body = JSON.stringify({ name });
    const headers = { "content-type": "application/json" };
    const response = await this.#fetch("/api/avatar/start", { method: "POST", body, headers });
    await response.body?.cancel();
  }

  /** A PNG. */
  async preview(name: string): Promise<Blob> {
    const response = await this.#fetch(`/api/avatar/preview/${encodeURIComponent(name)}`, { method: "GET" });
    if (Number(response.headers.get("content-length") ?? Number.POSITIVE_INFINITY) > previewBytesMax) {
      await response.body?.cancel();
      throw new EngineUnreachable("the engine's picture is too large");
    }
    return response.blob();
  }

  /** What a list of the engine says, unchecked. */
  async list(path: `/api/${"avatar" | "tts" | "chat"}/${string}`, signal: AbortSignal): Promise<unknown> {
    const response = await this.#fetch(path, { method: "GET" }, signal);
    return response.json();
  }

  async has(name: string): Promise<boolean> {
    try {
      const response = await this.#fetch(`/api/avatar/preview/${encodeURIComponent(name)}`, {
        method: "GET",
      });
      await response.body?.cancel();
      return true;
    } catch (error) {
      if (error instanceof EngineRefused && error.status === 404) return false;
      throw error;
    }
  }

  /** A face that is not there is not an error. */
  async delete(name: string): Promise<void> {
    try {
      await this.#fetch(`/api/avatar/${encodeURIComponent(name)}`, { method: "DELETE" });
    } catch (error) {
      if (!(error instanceof EngineRefused && error.status === 404)) throw error;
    }
  }

  async #fetch(
    path: string,
    init: {
      method: string;
      body?: ReadableStream<Uint8Array> | string;
      headers?: Record<string, string>;
    },
    signal: AbortSignal = AbortSignal.timeout(askTimeoutMs),
  ): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(this.url + path, {
        ...init,
        headers: { ...init.headers, ...traceHeaders(), authorization: `Bearer ${this.serviceToken}` },
        redirect: "error",
        signal,
      });
    } catch (cause) {
      throw new EngineUnreachable("the engine does not answer", { cause });
    }
    if (response.ok) return response;
    const { status } = response;
    const detail = toDetail((await response.text().catch(() => "")).slice(0, problemCharsMax));
    // A secret that differs, or another server at this address, is not the client's doing.
    if (status >= 500 || status === 401 || detail === undefined) {
      throw new EngineUnreachable(detail ?? `the engine answered ${status}`);
    }
    throw new EngineRefused(status, detail);
  }
}

/** What a problem says; undefined: it is none. */
function toDetail(text: string): string | undefined {
  try {
    const { detail, title, errors }: Partial<EngineProblem> = JSON.parse(text);
    const [first] = errors ?? [];
    if (first) return `${first.pointer.slice(1) || "the form"} ${first.detail}`;
    return detail ?? title;
  } catch {
    return undefined;
  }
}

async function* observed(
  source: AsyncIterable<Uint8Array>,
  onError: (error: unknown) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    onError(error);
    throw error;
  }
}
