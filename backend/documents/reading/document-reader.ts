import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DocumentRefused } from "./document-refused.ts";
import type { DocumentKind, ReadingMessage, ReadPassage } from "./reading-messages.ts";

/** Files that are read at a time: each takes a core for a while. */
export const readingsMax = 2;
const readingTimeoutMs = 30_000;
/** Resident memory of the reading process; Bun itself takes a tenth of it. */
export const readingMemoryBytesMax = 600 * 1024 * 1024;
const memoryPollMs = 25;

/** Enough documents are being read; the caller may try again soon. */
export class ReadersBusy extends Error {
  override readonly name = "ReadersBusy";
}

/** The reading process ended without an answer. */
export class ReadingFailed extends Error {
  override readonly name = "ReadingFailed";
}

/** A document that was read. Its passages can be read until the file is disposed of. */
export interface ReadDocument {
  readonly sha256: string;
  readonly bytes: number;
  readonly pages: number | null;
  readonly characters: number;
  readonly passageCount: number;
  readonly hasPoorText: boolean;
  /** In the order of the document. */
  passages(): AsyncIterable<ReadPassage>;
}

/** A file that arrived whole, in a folder of its own, which disposing of it removes. */
export interface ReceivedFile extends AsyncDisposable {
  readonly sha256: string;
  readonly bytes: number;
  /** Throws DocumentRefused or ReadingFailed. */
  read(): Promise<ReadDocument>;
}

/** Receives files and has them read, each in a process of its own. */
export class DocumentReader {
  #receiving = 0;

  /** Stores the file while it comes. Throws ReadersBusy, DocumentRefused for an empty file, and whatever the stream throws. */
  async receive(kind: DocumentKind, file: AsyncIterable<Uint8Array>): Promise<ReceivedFile> {
    if (this.#receiving >= readingsMax) throw new ReadersBusy();
    await using opened = new AsyncDisposableStack();
    this.#receiving++;
    opened.defer(() => {
      this.#receiving--;
    });
    const folder = await mkdtemp(join(tmpdir(), "document-"));
    opened.defer(() => rm(folder, { recursive: true, force: true }));
    const source = join(folder, "source");
    const { sha256, bytes } = await store(source, file);
    if (bytes === 0) throw new DocumentRefused("empty");
    await checkSignature(source, kind);
    const stack = opened.move();
    const target = join(folder, "passages");
    return {
      sha256,
      bytes,
      read: async () => {
        const { passages: passageCount, pages, characters, hasPoorText } = await run([source, kind, target]);
        const passages = () => readLines(target);
        return { sha256, bytes, pages, characters, passageCount, hasPoorText, passages };
      },
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  }
}

async function store(
  path: string,
  file: AsyncIterable<Uint8Array>,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  await using handle = await open(path, "wx", 0o600);
  for await (const part of file) {
    hash.update(part);
    bytes += part.length;
    await handle.write(part);
  }
  return { sha256: hash.digest("hex"), bytes };
}

/** What the sender calls the file is not proof of what it is. */
async function checkSignature(path: string, kind: DocumentKind): Promise<void> {
  const first = await Bun.file(path).slice(0, 1024).text();
  if (kind === "pdf" && !first.includes("%PDF-")) throw new DocumentRefused("not-what-it-says");
  if (kind === "docx" && !first.startsWith("PK\x03\x04")) throw new DocumentRefused("not-what-it-says");
}

type Done = Extract<ReadingMessage, { type: "done" }>;

async function run(job: readonly string[]): Promise<Done> {
  let last: ReadingMessage | undefined;
  const script = new URL("./reading-process.ts", import.meta.url).pathname;
  await using child = Bun.spawn([process.execPath, script, ...job], {
    stdio: ["ignore", "ignore", "ignore"],
    // Nothing of the backend's environment: it holds secrets.
    env: { PATH: process.env.PATH ?? "", TMPDIR: tmpdir() },
    ipc: (message: ReadingMessage) => {
      last = message;
    },
  });
  let stopped: "too-slow" | "too-much-memory" | undefined;
  const stop = (reason: NonNullable<typeof stopped>) => {
    stopped ??= reason;
    child.kill("SIGKILL");
  };
  const tooLong = setTimeout(() => stop("too-slow"), readingTimeoutMs);
  const watching = setInterval(async () => {
    if ((await residentBytes(child.pid)) > readingMemoryBytesMax) stop("too-much-memory");
  }, memoryPollMs);
  try {
    await child.exited;
  } finally {
    clearTimeout(tooLong);
    clearInterval(watching);
  }
  if (stopped) throw new DocumentRefused(stopped);
  if (last?.type === "done") return last;
  if (last?.type === "refused") throw new DocumentRefused(last.reason);
  throw new ReadingFailed(last?.reason ?? "the reading process ended without an answer");
}

/** Resident memory of a process (Linux: proc_pid_statm(5), in pages of 4 KiB); 0 where the system does not tell. */
async function residentBytes(pid: number): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => "");
  return Number(statm.split(" ")[1] ?? 0) * 4_096;
}

async function* readLines(path: string): AsyncGenerator<ReadPassage> {
  for await (const line of createInterface({ input: createReadStream(path) }))
    yield JSON.parse(line) as ReadPassage;
}
