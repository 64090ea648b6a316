import {
  canary,
  type MalformedOptions,
  type MalformedRequest,
  makeMalformed,
  rawRequests,
} from "../_support/malformed-requests.ts";
import { type AttackOptions, type AttackReport, Faults, inParallel, Times } from "./attack.ts";

const atOnce = 32;
/** An answer that has not come by then never comes. */
const answerMaxMs = 60_000;
/** A server that waits for more of a broken request may do so; this side does not. */
const rawPatienceMs = 20_000;

/** Requests of every operation that are wrong somewhere. Each is answered, never with a failure of the service. */
export async function attackWithRequests(
  url: string,
  malformed: MalformedOptions,
  options: AttackOptions,
): Promise<AttackReport> {
  const faults = new Faults();
  const times = new Times();
  const statuses: Record<string, number> = {};
  await inParallel(options, atOnce, async ({ number, random }) => {
    const request = makeMalformed(random, malformed);
    const startedAtMs = performance.now();
    const { status, fault } = await judge(url, request).catch((error) => ({ status: 0, fault: `${error}` }));
    times.add(performance.now() - startedAtMs);
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (fault === undefined) return;
    const shown = JSON.stringify({ ...request, headers: { ...request.headers, authorization: "…" } });
    faults.add(`request ${number}: ${fault}: ${shown.slice(0, 600)}`);
  });
  const { status } = await fetch(`${url}/readyz`);
  if (status !== 200) faults.add(`the service is not ready afterwards: ${status}`);
  return {
    attack: `requests to the ${malformed.contract.name}`,
    seed: options.seed,
    figures: { requests: options.count, ...statuses, time: times.summary },
    faults: faults.all,
  };
}

/** `fault`: what is wrong with the answer; undefined: nothing. */
async function judge(
  url: string,
  { method, path, headers, body }: MalformedRequest,
): Promise<{ status: number; fault: string | undefined }> {
  const signal = AbortSignal.timeout(answerMaxMs);
  const response = await fetch(url + path, { method, headers, body, redirect: "manual", signal });
  const text = await response.text();
  const { status } = response;
  const type = response.headers.get("content-type");
  return { status, fault: faultOf(status, type, text) };
}

function faultOf(status: number, type: string | null, text: string): string | undefined {
  // 503 is an honest answer of parts that somebody else keeps; it says so itself.
  if (status >= 500 && !(status === 503 && type === "application/problem+json")) return `${status}`;
  // Bun's own word on headers that are too long, before anything of ours is asked.
  if (status < 400 || (status === 431 && text === "")) return undefined;
  if (type !== "application/problem+json") return "is no problem+json";
  if (JSON.parse(text).status !== status) return "says another status";
  return text.includes(canary) ? "repeats what it was told" : undefined;
}

/** Bytes that no client library sends; gives the statuses of the answers, 0 where the connection was cut or nothing came. */
export async function sendRawRequests(url: string, bearer: string): Promise<number[]> {
  const port = Number(new URL(url).port);
  return await Promise.all(rawRequests(bearer).map((bytes) => sendRaw(port, bytes)));
}

async function sendRaw(port: number, bytes: string): Promise<number> {
  const answered = Promise.withResolvers<number>();
  let text = "";
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data(_, data) {
        text += data.toString("latin1");
        const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
        if (status) answered.resolve(Number(status));
      },
      close: () => answered.resolve(0),
      error: () => answered.resolve(0),
    },
  });
  socket.write(bytes);
  const timer = setTimeout(() => answered.resolve(0), rawPatienceMs);
  const status = await answered.promise;
  clearTimeout(timer);
  socket.end();
  return status;
}
