import { type FileHandle, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { TurnList } from "../../generated/backend.peers.js";
import type { Turn } from "../sessions/backend-client.ts";

/** A turn that waits to be delivered. */
export interface OutboxItem {
  readonly sessionId: string;
  readonly turn: Turn;
}

/** Beyond it, and beyond twice what waited the last time, the file is written anew with what still waits. */
export const fileBytesMaxDefault = 64 * 1024 * 1024;
/** Written at a time, so that nothing else is held up for long. */
const itemsAtOnce = 100;
const itemsMax = 10_000;
/** Transcripts are nobody else's business. */
const mode = 0o600;

/**
 * What waits to be delivered, on disk: one JSON text a line, appended and synced, so that turns outlive a crash of the
 * process. A disk that cannot be written is told of once and tried again with the next turn.
 */
export class OutboxFile implements AsyncDisposable {
  #pending: OutboxItem[] = [];
  #bytes = 0;
  #tidyAtBytes: number;
  #failing = false;
  #writing: Promise<void> = Promise.resolve();
  #scheduled = false;

  private constructor(
    private readonly path: string,
    private handle: FileHandle,
    private readonly onError: (error: unknown) => void,
    private readonly fileBytesMax: number,
  ) {
    this.#tidyAtBytes = fileBytesMax;
  }

  /** Opens or makes the file, and reads what was not delivered before. Lines that were cut off are left out. */
  static async open(
    path: string,
    onError: (error: unknown) => void,
    fileBytesMax = fileBytesMaxDefault,
  ): Promise<{ file: OutboxFile; items: OutboxItem[] }> {
    await mkdir(dirname(path), { recursive: true });
    const text = await readFile(path, "utf8").catch(() => "");
    const file = new OutboxFile(path, await open(path, "a", mode), onError, fileBytesMax);
    file.#bytes = Buffer.byteLength(text);
    const items = text.split("\n").flatMap(readItem);
    return { file, items: newest(items).slice(-itemsMax) };
  }

  /** Resolves nothing: turns are written soon, several at once. */
  append(item: OutboxItem): void {
    this.#pending.push(item);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#enqueue(async () => {
      this.#scheduled = false;
      const lines = this.#pending
        .splice(0)
        .map((waiting) => `${JSON.stringify(waiting)}\n`)
        .join("");
      await this.handle.appendFile(lines);
      await this.handle.datasync();
      this.#bytes += Buffer.byteLength(lines);
    });
  }

  /** Leaves only what still waits, where there is nothing or the file has grown too large. */
  tidy(waiting: () => Iterable<OutboxItem>): void {
    this.#enqueue(async () => {
      if (this.#bytes === 0) return;
      const items = [...waiting()];
      if (items.length === 0) return this.#empty();
      if (this.#bytes < this.#tidyAtBytes) return;
      const fresh = `${this.path}.new`;
      await rm(fresh, { force: true });
      const handle = await open(fresh, "a", mode);
      let bytes = 0;
      for (let at = 0; at < items.length; at += itemsAtOnce) {
        const lines = items
          .slice(at, at + itemsAtOnce)
          .map((item) => `${JSON.stringify(item)}\n`)
          .join("");
        await handle.appendFile(lines);
        bytes += Buffer.byteLength(lines);
      }
      await handle.datasync();
      await rename(fresh, this.path);
      await this.handle.close();
      this.handle = handle;
      this.#bytes = bytes;
      this.#tidyAtBytes = Math.max(this.fileBytesMax, 2 * bytes);
    });
  }

  /** Nothing waits after most sentences. Not synced: what a crash brings back is delivered once more, which changes nothing. */
  async #empty(): Promise<void> {
    await this.handle.truncate();
    this.#bytes = 0;
    this.#tidyAtBytes = this.fileBytesMax;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing;
    await this.handle.close();
  }

  #enqueue(write: () => Promise<void>): void {
    this.#writing = this.#writing.then(write).then(
      () => {
        this.#failing = false;
      },
      (error) => {
        if (!this.#failing) this.onError(error);
        this.#failing = true;
      },
    );
  }
}

function readItem(line: string): OutboxItem[] {
  try {
    const item: unknown = JSON.parse(line);
    const { sessionId, turn } = item as { sessionId: unknown; turn: unknown };
    return typeof sessionId === "string" && TurnList({ turns: [turn] }) ? [item as OutboxItem] : [];
  } catch {
    return [];
  }
}

/** Each turn in its highest revision, in the order in which they came. */
function newest(items: readonly OutboxItem[]): OutboxItem[] {
  const byTurn = new Map<string, OutboxItem>();
  for (const item of items) {
    const key = `${item.sessionId}/${item.turn.sequence}`;
    const known = byTurn.get(key);
    if (!known || known.turn.revision < item.turn.revision) byTurn.set(key, item);
  }
  return [...byTurn.values()];
}
