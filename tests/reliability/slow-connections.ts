import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { serviceToken } from "../_support/backend.ts";
import { until } from "../_support/until.ts";
import { type AttackOptions, type AttackReport, Faults, Times } from "./attack.ts";
import type { AttackedSchool } from "./attacked-school.ts";

/** A connection that should have been cut by now: the limit of 30 seconds, the server's rounding, and a busy machine. */
const cutMaxMs = 60_000;
const dripEveryMs = 1_000;
const goodEveryMs = 50;
/** Of more than a megabyte. */
const largePath = "/docs/swagger-ui-bundle.js";
/** What somebody else's requests may take meanwhile, 95 % of them. */
const goodMaxMs = 20;
/** Answers asked for by one who reads none: more than the buffers of both sockets hold. */
const unreadRequests = 3;
/** What connections may cost an engine as long as they last, each; a megabyte would be a buffer without a bound. */
const heldMbMaxEach = 1;

const kinds = ["nothing", "head", "body", "refused", "upload", "unread", "stream", "idle"] as const;
type Kind = (typeof kinds)[number];

/** Connections that begin something and let it wait: each is cut, and others are served meanwhile. */
export async function attackSlowly(school: AttackedSchool, options: AttackOptions): Promise<AttackReport> {
  const faults = new Faults();
  const times = new Times();
  const ticket = await school.openTicket();
  const port = Number(new URL(school.engine.url).port);
  // Made when it is first asked for; requests that come in a row are only taken where answers are ready.
  await (await fetch(school.engine.url + largePath)).arrayBuffer();
  const before = await school.holdings();
  const slow: SlowConnection[] = [];
  // One of each kind at least.
  for (let number = 0; number < Math.max(options.count, kinds.length); number++) {
    const kind = kinds[number % kinds.length]!;
    slow.push(new SlowConnection(kind, port, opening(kind, school, ticket)));
  }
  const startedAtMs = performance.now();
  let residentMb = 0;
  while (
    slow.some(({ cutAfterMs }) => cutAfterMs === undefined) &&
    performance.now() - startedAtMs < cutMaxMs
  ) {
    const askedAtMs = performance.now();
    const { status } = await fetch(`${school.engine.url}/api/tutors/${school.tutorId}/ice-servers`, {
      headers: { authorization: `Bearer ${ticket}` },
    });
    times.add(performance.now() - askedAtMs);
    if (status !== 200) faults.add(`somebody else was answered with ${status}`);
    const clients = clientsOf(port);
    for (const one of slow) one.look(clients);
    residentMb = Math.max(residentMb, (await school.holdings()).residentMb);
    await Bun.sleep(goodEveryMs);
  }
  const cuts: Record<string, string> = {};
  for (const kind of kinds) {
    const times = slow.filter((one) => one.kind === kind).map(({ cutAfterMs }) => cutAfterMs);
    const open = times.filter((ms) => ms === undefined).length;
    if (open > 0) faults.add(`${open} of ${times.length} connections of the kind "${kind}" were not cut`);
    cuts[`longest "${kind}"`] = `${(Math.max(...times.map((ms) => ms ?? Infinity)) / 1_000).toFixed(1)} s`;
  }
  for (const one of slow) one.leave();
  if (options.isMachineQuiet && times.at(0.95) > goodMaxMs)
    faults.add(`somebody else waited ${times.at(0.95).toFixed(1)} ms (95 %)`);
  const heldMb = residentMb - before.residentMb;
  if (heldMb > 20 + heldMbMaxEach * options.count) faults.add(`${heldMb.toFixed(0)} MB were held for them`);
  const isBack = async () => (await school.holdings()).descriptors <= before.descriptors + 12;
  await until("descriptors to be given back", isBack).catch((error: Error) => faults.add(error.message));
  for (const surprise of school.takeSurprises()) faults.add(surprise);
  return {
    attack: "slow connections",
    seed: options.seed,
    figures: {
      connections: slow.length,
      ...cuts,
      "somebody else": `${times.summary}, p95 ${times.at(0.95).toFixed(1)} ms`,
      "MB held at most": heldMb.toFixed(1),
    },
    faults: faults.all,
  };
}

/** What a connection sends at first; those that drip go on with a byte a second. */
function opening(kind: Kind, { tutorId }: AttackedSchool, ticket: string): string {
  const request = (line: string, bearer: string, more = "") =>
    `${line} HTTP/1.1\r\nHost: engine\r\nAuthorization: Bearer ${bearer}\r\n${more}\r\n`;
  const chat = `POST /api/tutors/${tutorId}/chat`;
  const json = "Content-Type: application/json\r\nContent-Length: 4000\r\n";
  const form = "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 4000000\r\n";
  const field = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  switch (kind) {
    case "nothing":
      return "";
    case "head":
      return `${chat} HTTP/1.1\r\nHost: engine\r\nX-Slow: `;
    case "body":
      return `${request(chat, ticket, json)}{"message":"`;
    case "refused":
      return request(chat, "nobody", json);
    case "upload":
      return (
        `${request("POST /api/avatar/create", serviceToken, form)}${field("name", crypto.randomUUID())}` +
        `${field("model", "photo")}${field("consentBy", "Ben")}--b\r\n` +
        'Content-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: image/png\r\n\r\n'
      );
    case "unread":
      return request(`GET ${largePath}`, ticket).repeat(unreadRequests);
    case "stream": {
      const body = JSON.stringify({ message: "Tell me a long story of leaves." });
      const head = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
      return (request(`${chat}/stream`, ticket, head) + body).repeat(1);
    }
    case "idle":
      return request("GET /livez", ticket);
  }
}

/** State of a connection that this side has not let go of (Linux, proc(5): /proc/net/tcp). */
const establishedState = "01";

/** Ports of the clients that a server on loopback holds a connection with. A client that reads nothing cannot tell. */
function clientsOf(serverPort: number): Set<number> {
  const portOf = (address = "") => Number.parseInt(address.split(":")[1] ?? "", 16);
  const rows = readFileSync("/proc/net/tcp", "utf8").trim().split("\n").slice(1);
  return new Set(
    rows
      .map((row) => row.trim().split(/\s+/))
      .filter(([, local, , state]) => portOf(local) === serverPort && state === establishedState)
      .map(([, , remote]) => portOf(remote)),
  );
}

class SlowConnection {
  /** Undefined as long as it is open. */
  cutAfterMs: number | undefined;
  #port: number | undefined;
  readonly #startedAtMs = performance.now();
  readonly #socket: Socket;
  readonly #drip: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly kind: Kind,
    port: number,
    opening: string,
  ) {
    this.#socket = connect({ port, host: "127.0.0.1" });
    // To be reset is what it is here for.
    this.#socket.on("error", () => {});
    this.#socket.write(opening);
    if (kind === "unread" || kind === "stream") this.#socket.pause();
    else this.#socket.resume();
    const drips = ["head", "body", "refused", "upload"].includes(kind);
    this.#drip = drips ? setInterval(() => this.#socket.write("x"), dripEveryMs) : undefined;
  }

  look(clients: ReadonlySet<number>): void {
    const { localPort, connecting } = this.#socket;
    this.#port ??= localPort;
    const isOpen = connecting || this.#port === undefined || clients.has(this.#port);
    if (isOpen || this.cutAfterMs !== undefined) return;
    this.cutAfterMs = performance.now() - this.#startedAtMs;
    clearInterval(this.#drip);
  }

  leave(): void {
    clearInterval(this.#drip);
    this.#socket.destroy();
  }
}
