import { createHash, createHmac, randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** What a TURN server answers (RFC 8656). */
export interface TurnReply {
  /** 0: done. Otherwise the code of the error, such as 401. */
  readonly code: number;
  readonly attributes: ReadonlyMap<number, Buffer>;
}

export interface TurnServer {
  readonly address: string;
  readonly port: number;
  readonly protocol: "udp" | "tcp" | "tls";
}

const cookie = 0x2112a442;
const headerBytes = 20;
const methods = { allocate: 3, refresh: 4, createPermission: 8 };
const attribute = {
  username: 0x06,
  integrity: 0x08,
  errorCode: 0x09,
  lifetime: 0x0d,
  peerAddress: 0x12,
  realm: 0x14,
  nonce: 0x15,
  addressFamily: 0x17,
  transport: 0x19,
};
/** Its type and its value, which may depend on the message's id. */
type Attribute = [number, Buffer | ((id: Buffer) => Buffer)];
const replyWithinMs = 10_000;

/** As much of a TURN client as it takes to misuse a server: one allocation over one connection, told error by error. */
export class TurnClient implements Disposable {
  readonly #waiting = new Map<string, (reply: TurnReply) => void>();
  #realm: Buffer | undefined;
  #nonce: Buffer | undefined;

  private constructor(
    private readonly way: { send(message: Buffer): void; close(): void },
    private readonly credential: { username: string; credential: string },
  ) {}

  static async open(
    server: TurnServer,
    credential: { username: string; credential: string },
  ): Promise<TurnClient> {
    const receive = (bytes: Buffer) => client.#receive(bytes);
    const way = server.protocol === "udp" ? openUdp(server, receive) : await openStream(server, receive);
    const client = new TurnClient(way, credential);
    return client;
  }

  /** `transport`: 17 for UDP, 6 for TCP (RFC 6062). `family`: of the relayed address (RFC 8656, section 18.6). */
  allocate({ transport = 17, family = 4 as 4 | 6 } = {}): Promise<TurnReply> {
    const wanted: Attribute[] = [[attribute.transport, Buffer.from([transport, 0, 0, 0])]];
    if (family === 6) wanted.push([attribute.addressFamily, Buffer.from([2, 0, 0, 0])]);
    return this.#ask(methods.allocate, wanted);
  }

  /** Asks for the right to send to a peer; `address` is IPv4 ("192.0.2.1") or the 16 bytes of an IPv6 address in hex. */
  permit(address: string): Promise<TurnReply> {
    return this.#ask(methods.createPermission, [[attribute.peerAddress, (id) => hidden(address, id)]]);
  }

  /** Keeps the allocation, or with 0 seconds gives it up. */
  refresh(seconds: number): Promise<TurnReply> {
    const lifetime = Buffer.alloc(4);
    lifetime.writeUInt32BE(seconds);
    return this.#ask(methods.refresh, [[attribute.lifetime, lifetime]]);
  }

  [Symbol.dispose](): void {
    this.way.close();
  }

  /** The first request of all is told what to sign, as everybody is (RFC 8489, section 9.2); so is one with a stale nonce. */
  async #ask(method: number, attributes: Attribute[]): Promise<TurnReply> {
    if (this.#nonce) {
      const reply = await this.#request(method, attributes);
      if (reply.code !== 438) return reply;
    }
    const told = await this.#request(method, attributes);
    if (told.code !== 401 && told.code !== 438) return told;
    this.#realm = told.attributes.get(attribute.realm);
    this.#nonce = told.attributes.get(attribute.nonce);
    return this.#request(method, attributes);
  }

  #request(method: number, attributes: Attribute[]): Promise<TurnReply> {
    const id = randomBytes(12);
    const { username, credential } = this.credential;
    const all = [...attributes];
    if (this.#realm && this.#nonce)
      all.push(
        [attribute.username, Buffer.from(username)],
        [attribute.realm, this.#realm],
        [attribute.nonce, this.#nonce],
      );
    let message = encode(method, id, all);
    if (this.#realm) {
      const key = createHash("md5").update(`${username}:${this.#realm}:${credential}`).digest();
      message.writeUInt16BE(message.length - headerBytes + 24, 2);
      const integrity = createHmac("sha1", key).update(message).digest();
      message = encode(method, id, [...all, [attribute.integrity, integrity]]);
    }
    const reply = Promise.withResolvers<TurnReply>();
    const timer = setTimeout(() => reply.reject(new Error("the TURN server does not answer")), replyWithinMs);
    this.#waiting.set(id.toString("hex"), reply.resolve);
    this.way.send(message);
    return reply.promise.finally(() => clearTimeout(timer));
  }

  #receive(message: Buffer): void {
    const id = message.toString("hex", 8, headerBytes);
    const attributes = decode(message);
    const error = attributes.get(attribute.errorCode);
    this.#waiting.get(id)?.({ code: error ? error[2]! * 100 + error[3]! : 0, attributes });
    this.#waiting.delete(id);
  }
}

function encode(method: number, id: Buffer, attributes: Attribute[]): Buffer {
  const parts = attributes.map(([type, given]) => {
    const value = typeof given === "function" ? given(id) : given;
    const part = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
    part.writeUInt16BE(type, 0);
    part.writeUInt16BE(value.length, 2);
    value.copy(part, 4);
    return part;
  });
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(method, 0);
  header.writeUInt16BE(Buffer.concat(parts).length, 2);
  header.writeUInt32BE(cookie, 4);
  id.copy(header, 8);
  return Buffer.concat([header, ...parts]);
}

function decode(message: Buffer): Map<number, Buffer> {
  const attributes = new Map<number, Buffer>();
  for (let at = headerBytes; at + 4 <= message.length; ) {
    const length = message.readUInt16BE(at + 2);
    attributes.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return attributes;
}

/** An address with the discard port, under the magic cookie and the message's id (RFC 8489, section 14.2). */
function hidden(address: string, id: Buffer): Buffer {
  const isIpv4 = address.includes(".");
  const octets = isIpv4 ? Buffer.from(address.split(".").map(Number)) : Buffer.from(address, "hex");
  const key = Buffer.concat([Buffer.alloc(4), id]);
  key.writeUInt32BE(cookie);
  const port = 9 ^ (cookie >>> 16);
  const start = Buffer.from([0, isIpv4 ? 1 : 2, port >>> 8, port & 0xff]);
  return Buffer.concat([start, octets.map((octet, i) => octet ^ key[i]!)]);
}

function openUdp({ address, port }: TurnServer, receive: (message: Buffer) => void) {
  const socket = createSocket("udp4").on("message", receive);
  return { send: (message: Buffer) => socket.send(message, port, address), close: () => socket.close() };
}

/** Messages follow each other without anything between them (RFC 8656, section 3.1). */
async function openStream({ address, port, protocol }: TurnServer, receive: (message: Buffer) => void) {
  const opened = Promise.withResolvers<void>();
  const socket: Socket =
    protocol === "tls"
      ? connectTls({ host: address, port, rejectUnauthorized: false }, opened.resolve)
      : connectTcp({ host: address, port }, opened.resolve);
  socket.on("error", opened.reject);
  let rest = Buffer.alloc(0);
  socket.on("data", (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= headerBytes && rest.length >= headerBytes + rest.readUInt16BE(2)) {
      const length = headerBytes + rest.readUInt16BE(2);
      receive(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  });
  await opened.promise;
  return { send: (message: Buffer) => void socket.write(message), close: () => void socket.destroy() };
}
