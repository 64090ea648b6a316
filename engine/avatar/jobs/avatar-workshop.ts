import { mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import pTimeout from "p-timeout";
import type { UploadedFile } from "../../../openapi/binding/form-reader.ts";
import { withProvenance } from "../pack-file.ts";
import { AvatarNameTaken, type Provenance, readProvenance } from "../store/avatar-entry.ts";
import type { AvatarStore } from "../store/avatar-store.ts";
import { writeWhole } from "../store/folder-assets.ts";
import { whenReached } from "../store/when-reached.ts";
import { type AvatarBuilder, BuilderBusy, buildsMax } from "../video/avatar-builder.ts";
import { sourceLimits } from "../video/source-limits.ts";
import { SourceRefused } from "../video/source-refused.ts";
import { type AvatarJob, type AvatarJobs, JobSuspended } from "./avatar-jobs.ts";
import { JobCancelled } from "./job-failure.ts";

/** A build that ended the engine's process so often is not tried again. */
const attemptsMax = 2;

/** What somebody wants to have made. */
export interface AvatarOrder {
  readonly name: string;
  readonly model: "video" | "photo";
  readonly consentBy: string;
  /** RFC 3339. */
  readonly consentAt: string;
}

/** An order whose file has arrived. */
interface Upload extends AvatarOrder {
  readonly id: string;
  readonly sourceSha256: string;
  readonly attempts: number;
}

export interface WorkshopParts {
  readonly builder: Pick<AvatarBuilder, "build">;
  readonly store: AvatarStore;
  readonly jobs: AvatarJobs;
  /** Where files lie until their face is made; this process's own. */
  readonly folder: string;
  /** Makes a face ready, so that the first student who sees it does not wait for that. */
  readonly warm: (name: string) => Promise<unknown>;
  /** Told why a face that is made cannot be kept yet. */
  readonly onError: (error: unknown) => void;
}

/** Takes videos and photos in and makes faces of them. What is not made when the engine ends is made when it starts again. */
export class AvatarWorkshop {
  /** Names that are being made. */
  readonly #names = new Set<string>();

  private constructor(private readonly parts: WorkshopParts) {}

  /** Goes on with what an earlier process left. */
  static async open(parts: WorkshopParts): Promise<AvatarWorkshop> {
    const workshop = new AvatarWorkshop(parts);
    await mkdir(parts.folder, { recursive: true });
    const left = await readdir(parts.folder);
    await Promise.all(left.map((id) => workshop.#resume(id)));
    return workshop;
  }

  /** Keeps a name for whoever makes a face of it, until it is disposed of. Throws AvatarNameTaken. */
  hold(name: string): Disposable {
    if (this.parts.store.find(name) || this.#names.has(name)) throw new AvatarNameTaken();
    this.#names.add(name);
    return { [Symbol.dispose]: () => this.#names.delete(name) };
  }

  /** Reads the file to its end and begins. Throws AvatarNameTaken, BuilderBusy or SourceRefused. */
  async take(order: AvatarOrder, file: UploadedFile): Promise<AvatarJob> {
    const { name, model } = order;
    const atWork = this.#names.size;
    this.hold(name);
    const id = Bun.randomUUIDv7();
    try {
      if (atWork >= buildsMax) throw new BuilderBusy("too many faces are being made: try again later");
      const bytesMax = model === "video" ? sourceLimits.videoBytesMax : sourceLimits.photoBytesMax;
      const sourceSha256 = await receive(join(this.parts.folder, id), file, bytesMax);
      return await this.#begin({ ...order, id, sourceSha256, attempts: 0 });
    } catch (error) {
      await this.#forget({ id, name });
      throw error;
    }
  }

  async #begin(upload: Upload): Promise<AvatarJob> {
    const { id, name } = upload;
    await this.#note({ ...upload, attempts: upload.attempts + 1 });
    const { job } = await this.parts.jobs.start({ id, kind: "create", name }, async (signal, tell) => {
      try {
        tell({ stage: "waiting", fraction: 0 });
        const report = await this.#make(upload, signal, tell);
        await this.#forget(upload);
        return report;
      } catch (error) {
        // An engine that stops in good order has not tried.
        if (error instanceof JobSuspended) await this.#note(upload);
        else await this.#forget(upload);
        throw error;
      }
    });
    return job;
  }

  async #make(
    upload: Upload,
    signal: AbortSignal,
    tell: (progress: Pick<AvatarJob, "stage" | "fraction">) => void,
  ) {
    const { builder, store, folder, warm, onError } = this.parts;
    const { id, name, model, sourceSha256, consentBy, consentAt } = upload;
    const { pack, report } = await builder.build(model, {
      path: join(folder, id, "source"),
      folder: join(folder, id),
      onProgress: tell,
      signal,
    });
    const provenance: Provenance = { sourceSha256, consentBy, consentAt, madeAt: new Date().toISOString() };
    const file = withProvenance(pack, provenance);
    // Both together: a pack that waits for its name for an hour is swept away.
    const keep = async () => {
      const hash = await store.putPack(file);
      signal.throwIfAborted();
      await store.name({ name, model, hash, provenance });
      // Nobody has waited for it.
      if (signal.reason instanceof JobCancelled) await store.delete(name);
    };
    await whenReached(keep, { signal, onAway: onError });
    // A face that is made is made, and is shown as soon as it can be.
    await pTimeout(warm(name), { milliseconds: Number.POSITIVE_INFINITY, signal }).catch(() => {});
    return report;
  }

  async #note(upload: Upload): Promise<void> {
    await writeWhole(join(this.parts.folder, upload.id, "order.json"), Buffer.from(JSON.stringify(upload)));
  }

  async #resume(id: string): Promise<void> {
    const text = await Bun.file(join(this.parts.folder, id, "order.json"))
      .text()
      .catch(() => "");
    const upload = readUpload(id, text);
    // Its file had not arrived.
    if (!upload) return rm(join(this.parts.folder, id), { recursive: true, force: true });
    this.#names.add(upload.name);
    if (upload.attempts < attemptsMax) return void (await this.#begin(upload));
    await this.#forget(upload);
    const detail = "the engine ended twice while it worked on this file";
    await this.parts.jobs.giveUp({ id, kind: "create", name: upload.name }, detail);
  }

  async #forget({ id, name }: Pick<Upload, "id" | "name">): Promise<void> {
    await rm(join(this.parts.folder, id), { recursive: true, force: true });
    this.#names.delete(name);
  }
}

/** Writes what comes to a file; returns its SHA-256 in hex. Throws SourceRefused when it is too large. */
async function receive(folder: string, { stream }: UploadedFile, bytesMax: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  const hash = new Bun.CryptoHasher("sha256");
  await using file = await open(join(folder, "source"), "wx");
  let bytes = 0;
  for await (const part of stream) {
    bytes += part.byteLength;
    if (bytes > bytesMax) throw new SourceRefused("too-large");
    hash.update(part);
    await file.writeFile(part);
  }
  return hash.digest("hex");
}

function readUpload(id: string, text: string): Upload | undefined {
  try {
    const { name, model, consentBy, consentAt, sourceSha256, attempts }: Record<string, unknown> =
      JSON.parse(text);
    const known = readProvenance({ sourceSha256, consentBy, consentAt, madeAt: consentAt });
    if (!known || typeof name !== "string" || (model !== "video" && model !== "photo")) return undefined;
    if (typeof attempts !== "number") return undefined;
    const { madeAt: _, ...consent } = known;
    return { id, name, model, ...consent, attempts };
  } catch {
    return undefined;
  }
}
