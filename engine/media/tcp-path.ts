import type { Socket } from "bun";
import { FrameReader } from "./frame-reader.ts";
import type { IceLiteEndpoint } from "./ice-lite.ts";
import { type MediaPath, pathName } from "./media-path.ts";
import { TokenBucket } from "./token-bucket.ts";

/** What waits while a link takes nothing: the sound of less than a second, or a message; pictures are held back before. */
export const unsentMaxBytes = 4096;
/** A browser sends a microphone's 50 packets a second, and all of some seconds at once when its link comes back. */
const framesPerSecond = 500;
const framesBurst = 2000;
/** RFC 4571 §2: two bytes of length. */
const frameBytesMax = 2 + 0xffff;

/** A frame is made here, so that it leaves in one write. Nothing stays in it. */
const scratch = Buffer.alloc(frameBytesMax);

/** One TCP connection that a browser has opened. It belongs to nobody until a check on it has been authentic. */
export class TcpPath implements MediaPath {
  readonly transport = "tcp";
  readonly name: string;
  /** Whose it is; nobody else's any more. */
  endpoint: IceLiteEndpoint | undefined;
  readonly #reader = new FrameReader();
  readonly #frames = new TokenBucket(framesPerSecond, framesBurst, performance.now());
  #unsent: Buffer = Buffer.alloc(0);
  #backedUpSinceMs: number | undefined;
  #backedUpMs = 0;
  #isClosed = false;

  constructor(
    private readonly socket: Socket<TcpPath>,
    readonly address: string,
    private readonly handlers: {
      /** False: whoever sends this has no business here. */
      onDatagram(datagram: Buffer, path: TcpPath): boolean;
      onLost(): void;
      onClosed(path: TcpPath): void;
    },
  ) {
    socket.setNoDelay(true);
    this.name = pathName(this);
  }

  get port(): number {
    return this.socket.remotePort;
  }

  get isBackedUp(): boolean {
    return this.#backedUpSinceMs !== undefined;
  }

  get backedUpMs(): number {
    const sinceMs = this.#backedUpSinceMs;
    return this.#backedUpMs + (sinceMs === undefined ? 0 : performance.now() - sinceMs);
  }

  send(datagram: Uint8Array): void {
    const bytes = 2 + datagram.length;
    const isRoom = this.#unsent.length === 0 || this.#unsent.length + bytes <= unsentMaxBytes;
    if (this.#isClosed || bytes > frameBytesMax || !isRoom) {
      this.handlers.onLost();
      return;
    }
    scratch.writeUInt16BE(datagram.length, 0);
    scratch.set(datagram, 2);
    if (this.#unsent.length > 0) this.#unsent = Buffer.concat([this.#unsent, scratch.subarray(0, bytes)]);
    else this.#keep(Buffer.from(scratch.subarray(this.#write(scratch, bytes), bytes)));
  }

  /** What came from the browser. */
  receive(chunk: Uint8Array): void {
    const isRead = this.#reader.push(chunk, (frame) => {
      if (this.#isClosed) return;
      const isWelcome = this.#frames.take(1, performance.now()) && this.handlers.onDatagram(frame, this);
      if (!isWelcome) this.close();
    });
    if (!isRead) this.close();
  }

  /** The connection takes bytes again. */
  drain(): void {
    if (this.#unsent.length > 0)
      this.#keep(this.#unsent.subarray(this.#write(this.#unsent, this.#unsent.length)));
  }

  /** What is on its way arrives, unless the browser does not read or has left. Idempotent. */
  close(isLeft = false): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (isLeft || this.isBackedUp) this.socket.terminate();
    else this.socket.end();
    this.#keep(Buffer.alloc(0));
    this.handlers.onClosed(this);
  }

  /** Bytes that have left; the socket says -1 when it is closed. */
  #write(bytes: Uint8Array, length: number): number {
    return Math.max(0, this.socket.write(bytes, 0, length));
  }

  #keep(unsent: Buffer): void {
    this.#unsent = unsent;
    if (unsent.length > 0) this.#backedUpSinceMs ??= performance.now();
    else if (this.#backedUpSinceMs !== undefined) {
      this.#backedUpMs = this.backedUpMs;
      this.#backedUpSinceMs = undefined;
    }
  }
}
