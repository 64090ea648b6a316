import { type DataSegment, readDataSegments } from "./data-segments.ts";

/** Error numbers of WASI preview 1, as `errno` lists them. */
const errno = { success: 0, badf: 8, inval: 28, noent: 44, nospc: 51, spipe: 70 } as const;
/** File types of WASI preview 1, as `filetype` lists them. */
const filetype = { characterDevice: 2, directory: 3, regularFile: 4 } as const;

const stdoutFd = 1;
/** The one folder a program may open files in: the first descriptor after the standard three. */
const rootFd = 3;
const rootName = new TextEncoder().encode("/");
const printedBytesMax = 256 * 1024;
const filesMax = 4;

interface OpenFile {
  readonly content: GrowingBytes;
  position: number;
}

class WasiExit extends Error {
  constructor(readonly code: number) {
    super(`the program ended with code ${code}`);
  }
}

/** Bytes that grow as they are written, up to a limit. */
class GrowingBytes {
  #bytes = new Uint8Array(64 * 1024);
  length = 0;

  constructor(readonly bytesMax: number) {}

  /** Copies `chunk` to `position`; false when the limit does not allow it. */
  write(position: number, chunk: Uint8Array): boolean {
    const end = position + chunk.length;
    if (end > this.bytesMax) return false;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.min(this.bytesMax, Math.max(end, this.#bytes.length * 2)));
      larger.set(this.#bytes.subarray(0, this.length));
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, position);
    this.length = Math.max(this.length, end);
    return true;
  }

  read(position: number, length: number): Uint8Array {
    return this.#bytes.subarray(Math.min(position, this.length), Math.min(position + length, this.length));
  }
}

interface Instance {
  readonly memory: WebAssembly.Memory;
  readonly start: () => void;
  /** What the writable part of its initialised memory holds before the first run. */
  readonly data: Uint8Array;
}

/** An instance that has grown beyond this is not kept. */
const keptMemoryBytesMax = 64 * 1024 * 1024;

/**
 * The part of WASI preview 1 (https://github.com/WebAssembly/WASI, legacy/preview1) that a command
 * needs which takes arguments, prints, and writes files. Everything lives in memory: the program
 * reaches no file, clock setting or network of the host.
 *
 * One instance serves run after run: making another costs more than most runs, for a program whose
 * constants are large. A run that returned has left its stack as it found it; its memory is put back
 * to what it was, constants excepted, since nothing writes to them.
 */
export class MemoryWasi {
  readonly #imports: WebAssembly.Imports = { wasi_snapshot_preview1: this.#functions() };
  readonly #segments: readonly DataSegment[];
  #args: readonly Uint8Array[] = [];
  #files = new Map<string, GrowingBytes>();
  #open = new Map<number, OpenFile>();
  #printed = new GrowingBytes(printedBytesMax);
  #kept: Instance | undefined;
  #memory: WebAssembly.Memory | undefined;
  #nextFd = rootFd + 1;

  /** `wasm` is what `module` was compiled from; `link` makes an instance complete before it runs. */
  constructor(
    readonly module: WebAssembly.Module,
    wasm: Uint8Array,
    readonly fileBytesMax: number,
    readonly link: (exports: WebAssembly.Exports) => void = () => {},
  ) {
    this.#segments = readDataSegments(wasm);
  }

  /** Runs the program to its end and returns its exit code. Throws WebAssembly.RuntimeError when it traps. */
  run(args: readonly string[]): number {
    const encoder = new TextEncoder();
    this.#args = args.map((arg) => encoder.encode(`${arg}\0`));
    this.#files = new Map();
    this.#open = new Map();
    this.#printed = new GrowingBytes(printedBytesMax);
    this.#nextFd = rootFd + 1;
    const instance = this.#takeInstance();
    this.#memory = instance.memory;
    try {
      instance.start();
    } catch (error) {
      if (error instanceof WasiExit) return error.code;
      throw error;
    }
    if (instance.memory.buffer.byteLength <= keptMemoryBytesMax) this.#kept = instance;
    return 0;
  }

  /** The instance of the run before as it was before that run, or a new one. */
  #takeInstance(): Instance {
    const kept = this.#kept;
    this.#kept = undefined;
    if (!kept) return this.#instantiate();
    const memory = new Uint8Array(kept.memory.buffer);
    memory.set(kept.data, this.#writableFrom);
    memory.fill(0, this.#writableFrom + kept.data.length);
    return kept;
  }

  #instantiate(): Instance {
    const { exports } = new WebAssembly.Instance(this.module, this.#imports);
    const { memory, _start } = exports;
    if (!(memory instanceof WebAssembly.Memory) || typeof _start !== "function") {
      throw new TypeError("the module is not a WASI command");
    }
    this.link(exports);
    const end = this.#segments.at(-1)?.to ?? 0;
    const data = new Uint8Array(memory.buffer).slice(this.#writableFrom, end);
    return { memory, start: () => _start(), data };
  }

  /** The linker puts constants into a first segment and what may change into a second, with zeros behind it. */
  get #writableFrom(): number {
    return this.#segments.length > 1 ? this.#segments.at(-1)!.from : 0;
  }

  /** What the program wrote to its standard output. */
  get printed(): string {
    return new TextDecoder().decode(this.#printed.read(0, this.#printed.length));
  }

  /** A file the program wrote, by its name in the root folder. */
  file(name: string): Uint8Array | undefined {
    const file = this.#files.get(name);
    return file?.read(0, file.length);
  }

  get #bytes(): Uint8Array {
    return new Uint8Array(this.#memory!.buffer);
  }

  get #view(): DataView {
    return new DataView(this.#memory!.buffer);
  }

  #functions(): WebAssembly.ModuleImports {
    return {
      args_sizes_get: (count: number, size: number) => {
        this.#view.setUint32(count, this.#args.length, true);
        this.#view.setUint32(
          size,
          this.#args.reduce((total, arg) => total + arg.length, 0),
          true,
        );
        return errno.success;
      },
      args_get: (pointers: number, buffer: number) => {
        let at = buffer;
        for (const [index, arg] of this.#args.entries()) {
          this.#view.setUint32(pointers + index * 4, at, true);
          this.#bytes.set(arg, at);
          at += arg.length;
        }
        return errno.success;
      },
      clock_time_get: (_clock: number, _precision: bigint, time: number) => {
        this.#view.setBigUint64(time, BigInt(Math.round(performance.now() * 1e6)), true);
        return errno.success;
      },
      fd_prestat_get: (fd: number, prestat: number) => {
        if (fd !== rootFd) return errno.badf;
        this.#view.setUint32(prestat, 0, true);
        this.#view.setUint32(prestat + 4, rootName.length, true);
        return errno.success;
      },
      fd_prestat_dir_name: (fd: number, name: number, length: number) => {
        if (fd !== rootFd) return errno.badf;
        this.#bytes.set(rootName.subarray(0, length), name);
        return errno.success;
      },
      fd_fdstat_get: (fd: number, stat: number) => this.#describe(fd, stat),
      fd_fdstat_set_flags: () => errno.success,
      path_open: (
        _dir: number,
        _lookup: number,
        path: number,
        length: number,
        flags: number,
        ...rest: number[]
      ) => this.#openFile(new TextDecoder().decode(this.#bytes.slice(path, path + length)), flags, rest[3]!),
      fd_read: (fd: number, vectors: number, count: number, done: number) => {
        const file = this.#open.get(fd);
        return this.#transfer(vectors, count, done, (buffer) => {
          const chunk = file?.content.read(file.position, buffer.length) ?? new Uint8Array();
          buffer.set(chunk);
          if (file) file.position += chunk.length;
          return chunk.length;
        });
      },
      fd_write: (fd: number, vectors: number, count: number, done: number) =>
        this.#transfer(vectors, count, done, (buffer) => this.#write(fd, buffer)),
      fd_seek: (fd: number, offset: bigint, whence: number, result: number) =>
        this.#seek(fd, offset, whence, result),
      fd_close: (fd: number) => (this.#open.delete(fd) || fd <= rootFd ? errno.success : errno.badf),
      proc_exit: (code: number) => {
        throw new WasiExit(code);
      },
    };
  }

  #describe(fd: number, stat: number): number {
    const type =
      fd === rootFd ? filetype.directory : fd < rootFd ? filetype.characterDevice : filetype.regularFile;
    if (fd > rootFd && !this.#open.has(fd)) return errno.badf;
    const allRights = 0x1fffffffn;
    this.#bytes.fill(0, stat, stat + 24);
    this.#view.setUint8(stat, type);
    this.#view.setBigUint64(stat + 8, allRights, true);
    this.#view.setBigUint64(stat + 16, allRights, true);
    return errno.success;
  }

  #openFile(path: string, flags: number, result: number): number {
    const create = (flags & 1) !== 0;
    const truncate = (flags & 8) !== 0;
    let content = this.#files.get(path);
    if (!content && !create) return errno.noent;
    if (!content || truncate) {
      if (!content && this.#files.size >= filesMax) return errno.nospc;
      content = new GrowingBytes(this.fileBytesMax);
      this.#files.set(path, content);
    }
    const fd = this.#nextFd++;
    this.#open.set(fd, { content, position: 0 });
    this.#view.setUint32(result, fd, true);
    return errno.success;
  }

  #seek(fd: number, offset: bigint, whence: number, result: number): number {
    const file = this.#open.get(fd);
    if (!file) return fd < rootFd ? errno.spipe : errno.badf;
    const base = [0, file.position, file.content.length][whence];
    const position = base === undefined ? -1 : base + Number(offset);
    if (position < 0) return errno.inval;
    file.position = position;
    this.#view.setBigUint64(result, BigInt(position), true);
    return errno.success;
  }

  /** Bytes taken, or nothing when there is no room or no such descriptor. */
  #write(fd: number, chunk: Uint8Array): number | undefined {
    if (fd < rootFd) {
      // What does not fit is dropped: the caller finds the printed text incomplete and says so.
      if (fd === stdoutFd) this.#printed.write(this.#printed.length, chunk);
      return chunk.length;
    }
    const file = this.#open.get(fd);
    if (!file?.content.write(file.position, chunk)) return undefined;
    file.position += chunk.length;
    return chunk.length;
  }

  /** Walks the scatter/gather list (`iovec`: pointer, length) that reads and writes share. */
  #transfer(
    vectors: number,
    count: number,
    done: number,
    move: (buffer: Uint8Array) => number | undefined,
  ): number {
    let total = 0;
    for (let index = 0; index < count; index++) {
      const pointer = this.#view.getUint32(vectors + index * 8, true);
      const length = this.#view.getUint32(vectors + index * 8 + 4, true);
      const moved = move(this.#bytes.subarray(pointer, pointer + length));
      if (moved === undefined) return errno.nospc;
      total += moved;
    }
    this.#view.setUint32(done, total, true);
    return errno.success;
  }
}
