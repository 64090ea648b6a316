import { setTimeout } from "node:timers/promises";
import { engineContract } from "../../../generated/engine.contract.ts";
import type { AssetStore } from "../store/asset-store.ts";
import type { AvatarJob } from "./avatar-jobs.ts";
import { failed } from "./job-failure.ts";

/** A record is written this often at most while a job goes on. */
const saveEveryMs = 1_000;
/** A job that nobody has worked on for so long never ends: its engine is gone. */
const silentMaxMs = 5 * 60_000;
/** Another engine's job is looked at this often. */
const lookEveryMs = 1_000;
const recordBytesMax = 64 * 1024;
/** Records of engines that never came back are removed after a day. */
const recordMaxMs = 24 * 60 * 60_000;

/** What is stored of jobs, so that other engines and later processes can tell. */
export class JobRecords {
  /** Records are written one after the other, so that an older one never comes last. */
  readonly #writing = new Map<string, Promise<void>>();
  readonly #savedAtMs = new Map<string, number>();

  constructor(
    private readonly assets: AssetStore,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** A record that cannot be written is nobody's failure: this engine still knows the job. */
  save(job: AvatarJob): Promise<void> {
    this.#savedAtMs.set(job.id, performance.now());
    const before = this.#writing.get(job.id) ?? Promise.resolve();
    const writing = before
      .then(async () => {
        const record = JSON.stringify({ job, savedAt: new Date().toISOString() });
        await this.assets.write(keyOf(job.id), new TextEncoder().encode(record));
      })
      .catch(this.onError);
    this.#writing.set(job.id, writing);
    return writing;
  }

  /** Writes now and then. */
  saveNowAndThen(job: AvatarJob): void {
    if (performance.now() - (this.#savedAtMs.get(job.id) ?? 0) >= saveEveryMs) void this.save(job);
  }

  /** Removes records that nobody will ask for any more, whichever engine wrote them. */
  async sweep(): Promise<void> {
    for (const { key } of await this.assets.list(keyPrefix)) {
      if (Date.now() - beganAtMs(key) > recordMaxMs) await this.assets.delete(key);
    }
  }

  forget(id: string): void {
    this.#savedAtMs.delete(id);
    this.#writing.delete(id);
    void this.assets.delete(keyOf(id)).catch(this.onError);
  }

  async find(id: string): Promise<AvatarJob | undefined> {
    return await this.#read(id).catch(() => undefined);
  }

  /** Rejects when the store cannot be reached, or what it has is no record, as where a store shows what is half written. */
  async #read(id: string): Promise<AvatarJob | undefined> {
    const bytes = await this.assets.read(keyOf(id), recordBytesMax);
    const record = bytes && readRecord(bytes);
    if (record?.job.id !== id) return undefined;
    const isSilent = Date.now() - record.savedAtMs > silentMaxMs;
    if (record.job.state !== "running" || !isSilent) return record.job;
    return { ...record.job, ...failed("the engine that worked on it is gone: send the file again") };
  }

  async *changesOf(id: string, signal: AbortSignal): AsyncIterable<{ data: AvatarJob }> {
    let told = "";
    let lastReadAtMs = Date.now();
    while (!signal.aborted && Date.now() - lastReadAtMs < silentMaxMs) {
      const job = await this.#read(id).catch(() => "unknown" as const);
      if (!job) return;
      if (job !== "unknown") {
        lastReadAtMs = Date.now();
        const text = JSON.stringify(job);
        if (text !== told) yield { data: job };
        told = text;
        if (job.state !== "running") return;
      }
      await setTimeout(lookEveryMs, undefined, { signal }).catch(() => {});
    }
  }
}

const keyPrefix = "jobs/";
const keyOf = (id: string) => `${keyPrefix}${id}.json`;

/** When a job began, by its id: a UUID of version 7 begins with the time in ms (RFC 9562, section 5.7). 0 for any other key. */
function beganAtMs(key: string): number {
  const time = /^jobs\/([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(key);
  return time ? Number.parseInt(`${time[1]}${time[2]}`, 16) : 0;
}

function readRecord(bytes: Uint8Array): { job: AvatarJob; savedAtMs: number } {
  const { job, savedAt }: { job: unknown; savedAt: unknown } = JSON.parse(new TextDecoder().decode(bytes));
  const savedAtMs = Date.parse(String(savedAt));
  if (!engineContract.responses.AvatarJob!(job) || Number.isNaN(savedAtMs)) throw new Error("not a record");
  return { job: job as AvatarJob, savedAtMs };
}
