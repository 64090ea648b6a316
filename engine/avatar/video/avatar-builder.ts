import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packFileBytesMax } from "../pack-file.ts";
import type { BuildMessage } from "./build-messages.ts";
import type { BuildProgress, BuildReport } from "./build-report.ts";
import { containerRoomBytes, type Shortage, watchMemory } from "./memory-watch.ts";
import { type SourceKind, sourceLimits } from "./source-limits.ts";
import { type Refusal, SourceRefused } from "./source-refused.ts";

/** CPU time of a build; a minute of video takes a third of it. */
const cpuSecondsMax = 120;
/** What that takes at most at the lowest priority, beside lessons that leave a fifteenth of a core. */
const buildTimeoutMs = 30 * 60_000;
/** The longest video, a minute, takes three quarters of it; beside the engine's other processes it fits 2 GiB. */
export const buildMemoryBytesMax = 1.25 * 1024 ** 3;
/** With less than that left of the container's memory not even a short video would come to its end. */
const roomLeastBytes = 400 * 1024 ** 2;
/**
 * What the collector of a building process takes for the machine's memory. It lets garbage grow to a share of that before it
 * comes by; a minute of video would take twice as much without, and no less time.
 */
const collectedAsOfBytes = 512 * 1024 ** 2;
/** Builds at a time: each takes a core and up to a gigabyte. */
export const buildsAtOnce = 1;
/** Builds that wait for their turn. */
const waitingMax = 3;
/** Builds at work and waiting. */
export const buildsMax = buildsAtOnce + waitingMax;

export interface BuildOptions {
  /** A local file, complete; it is not changed. */
  readonly path: string;
  /** Where the pack lies until it is read: whoever cleans up after a killed engine finds it there. The system's unless set. */
  readonly folder?: string | undefined;
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  /** Ends the build. */
  readonly signal?: AbortSignal | undefined;
  /** Memory that the building process may use, in bytes; `buildMemoryBytesMax` unless set. */
  readonly memoryBytesMax?: number | undefined;
  /** How long the building process may take; half an hour unless set. */
  readonly timeoutMs?: number | undefined;
  /** Where the container's bounds stand, for tests; see `MemoryBounds`. */
  readonly cgroup?: string | undefined;
}

export interface BuiltAvatar {
  /** A pack's file, for `AvatarStore.put`. */
  readonly pack: Uint8Array;
  readonly report: BuildReport;
}

/** The building process ended without an answer, or found something wrong with itself. */
export class BuildFailed extends Error {
  override readonly name = "BuildFailed";
}

/** Too many builds wait already, or there is too little memory or time for one; the caller may try again later. */
export class BuilderBusy extends Error {
  override readonly name = "BuilderBusy";
}

/**
 * Makes an avatar from a video of a talking head: 5 seconds at least, 60 are used, 200 MB and 2160p at
 * most. Rejects with SourceRefused, BuilderBusy, BuildFailed or the signal's reason.
 */
export async function buildAvatarFromVideo(options: BuildOptions): Promise<BuiltAvatar> {
  return await build("video", options);
}

/** Makes an avatar from one photo of a face. Rejects as `buildAvatarFromVideo` does. */
export async function buildAvatarFromPhoto(options: BuildOptions): Promise<BuiltAvatar> {
  return await build("photo", options);
}

async function build(kind: SourceKind, options: BuildOptions): Promise<BuiltAvatar> {
  const { path, signal } = options;
  signal?.throwIfAborted();
  // Looked at here too, so that no process is started for a file that is too large anyway.
  const bytesMax = kind === "video" ? sourceLimits.videoBytesMax : sourceLimits.photoBytesMax;
  if (Bun.file(path).size > bytesMax) throw new SourceRefused("too-large");
  const folder = await mkdtemp(join(options.folder ?? tmpdir(), "avatar-"));
  try {
    const target = join(folder, "pack");
    const report = await run([path, kind, target], options);
    const file = Bun.file(target);
    if (file.size > packFileBytesMax) throw new BuildFailed("the pack is too large");
    return { pack: await file.bytes(), report };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Lowers the limits that the kernel sets for the process that the shell then becomes (POSIX sh, ulimit): its time in seconds,
 * the file that it writes in blocks of 512 bytes, and no picture of its memory when it crashes.
 */
const limited = 'ulimit -c 0; ulimit -t "$1"; ulimit -f "$2"; shift 2; exec "$@"';

async function run(
  job: readonly string[],
  {
    onProgress,
    signal,
    cgroup,
    memoryBytesMax = buildMemoryBytesMax,
    timeoutMs = buildTimeoutMs,
  }: BuildOptions,
): Promise<BuildReport> {
  if (containerRoomBytes(cgroup) < roomLeastBytes) throw new BuilderBusy(noRoom);
  let last: BuildMessage | undefined;
  const script = new URL("./build-process.ts", import.meta.url).pathname;
  const limits = [String(cpuSecondsMax), String(packFileBytesMax / 512)];
  const child = Bun.spawn(["/bin/sh", "-c", limited, "build", ...limits, process.execPath, script, ...job], {
    stdio: ["ignore", "ignore", "ignore"],
    // Nothing of the engine's environment: it holds secrets.
    env: {
      PATH: process.env.PATH ?? "",
      TMPDIR: tmpdir(),
      BUN_JSC_forceRAMSize: String(collectedAsOfBytes),
    },
    ipc: (message: BuildMessage) => {
      if (message.type === "progress") onProgress?.(message.progress);
      else last = message;
    },
    killSignal: "SIGKILL",
    ...(signal && { signal }),
  });
  // Noted here: a child counts as killed however it ended.
  const short: { of?: Shortage | "time" } = {};
  const end = (shortage: Shortage | "time") => {
    short.of ??= shortage;
    child.kill("SIGKILL");
  };
  using _watch = watchMemory(child.pid, { bytesMax: memoryBytesMax, cgroup }, end);
  const late = setTimeout(end, timeoutMs, "time");
  await child.exited;
  clearTimeout(late);
  signal?.throwIfAborted();
  if (short.of === "container") throw new BuilderBusy(noRoom);
  if (short.of === "process") throw new SourceRefused("too-costly");
  if (last?.type === "done") return last.report;
  if (last?.type === "refused") throw new SourceRefused(last.reason);
  if (short.of === "time") throw new BuilderBusy(noTime);
  if (!last && child.signalCode) throw new SourceRefused(deathOf(child.signalCode));
  throw new BuildFailed(last?.type === "failed" ? last.reason : "the building process said nothing of use");
}

const noTime = "the engine had too little time for it beside the lessons: try again when fewer of them go on";
const noRoom = "there is too little memory for it now: try again later, or with a shorter video";

/** Why a signal ended a process that said nothing: a decoder that crashed, or a limit that it met. */
function deathOf(signal: unknown): Refusal {
  return signal === "SIGSEGV" || signal === "SIGBUS" || signal === "SIGFPE" ? "undecodable" : "too-costly";
}

/** Builds avatars one after the other. Closing it ends what is being built. */
export class AvatarBuilder implements AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<Promise<BuiltAvatar>>();
  #atWork = 0;

  /** Rejects as the functions do, and with BuilderBusy when too many wait. */
  async build(kind: SourceKind, options: BuildOptions): Promise<BuiltAvatar> {
    const signal = options.signal ? AbortSignal.any([options.signal, this.#stop.signal]) : this.#stop.signal;
    signal.throwIfAborted();
    await this.#turn(signal);
    const building = build(kind, { ...options, signal });
    this.#running.add(building);
    try {
      return await building;
    } finally {
      this.#running.delete(building);
      this.#pass();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error("the builder is closed"));
    await Promise.allSettled(this.#running);
  }

  /** Resolves when a place is free, which is then taken. */
  async #turn(signal: AbortSignal): Promise<void> {
    if (this.#atWork < buildsAtOnce) {
      this.#atWork++;
      return;
    }
    if (this.#waiting.length >= waitingMax)
      throw new BuilderBusy("too many faces are being made: try again later");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = () => {
      this.#waiting.splice(this.#waiting.indexOf(resolve), 1);
      reject(signal.reason);
    };
    this.#waiting.push(resolve);
    signal.addEventListener("abort", onAbort, { once: true });
    await promise.finally(() => signal.removeEventListener("abort", onAbort));
  }

  /** Hands the place on to whoever waits longest. */
  #pass(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#atWork--;
  }
}
