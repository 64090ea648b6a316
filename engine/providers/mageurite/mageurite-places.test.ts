import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import type { UpstreamPeer } from "../../media/upstream-peer.ts";
import { coolDownMs, ghostMs, MageuritePlaces } from "./mageurite-places.ts";

/** A server of few places that answers offers by counting them. */
let server: ReturnType<typeof Bun.serve>;
let taken = 0;
const placesMax = 3;
beforeAll(() => {
  server = Bun.serve({
    port: 0,
    fetch: ({ url }) => {
      if (!url.endsWith("/offer")) return Response.json({ code: 0 });
      if (taken >= placesMax) return Response.json({ code: -1, msg: "reach max session" });
      taken++;
      return Response.json({ sdp: "v=0", type: "answer", sessionid: 100_000 + taken });
    },
  });
});
afterAll(() => server.stop(true));

class FakePeer implements UpstreamPeer {
  readonly serverCodecs = ["VP8"] as const;
  readonly videoCodec = "VP8";
  readonly #closed = Promise.withResolvers<void>();
  readonly closed = this.#closed.promise;
  readonly stats = { packets: 0, pictures: 0, losses: 0, keyRequests: 0 };
  onSound: UpstreamPeer["onSound"];
  onPicture: UpstreamPeer["onPicture"];
  sends = true;
  get heardAtMs() {
    return this.sends ? performance.now() : Number.NEGATIVE_INFINITY;
  }
  get picturedAtMs() {
    return this.heardAtMs;
  }
  wantKeyPicture() {}
  limitRate() {}
  async close() {
    if (this.sends) taken--;
    this.sends = false;
    this.#closed.resolve();
  }
  [Symbol.asyncDispose]() {
    return this.close();
  }
}

let nowMs: number;
let peers: FakePeer[];
let connects: boolean;
let transcoded: string[];
let places: MageuritePlaces;
beforeEach(() => {
  nowMs = 0;
  taken = 0;
  peers = [];
  connects = true;
  transcoded = [];
  places = new MageuritePlaces({
    url: server.url.origin,
    now: () => nowMs,
    vacateMaxMs: 200,
    capabilities: () => ({
      generation: "fork",
      events: false,
      sessionsMax: placesMax,
      sessions: 0,
      model: undefined,
      keeper: undefined,
    }),
    transcode: async (performance, from, to) => {
      transcoded.push(`${from} to ${to}`);
      return performance;
    },
    openPeer: async ({ exchange, signal }) => {
      await exchange("v=0", signal);
      if (!connects) throw new Error("no connection");
      const peer = new FakePeer();
      peers.push(peer);
      return peer;
    },
  });
});

const { signal } = new AbortController();
const open = () => places.face(undefined).open("VP8", signal);

test("two hundred students one after the other leave nothing behind", async () => {
  for (let student = 0; student < 200; student++) {
    const performance = await open();
    await performance[Symbol.asyncDispose]();
    nowMs += coolDownMs;
  }
  expect(peers).toHaveLength(1);
  expect(places.state).toEqual({ used: 0, idle: 1, ghosts: 0, others: 0, max: placesMax });
  await places[Symbol.asyncDispose]();
  expect(taken).toBe(0);
  expect(places.state).toMatchObject({ used: 0, idle: 0 });
});

test("a head is not lent again while it may still be finishing a sentence", async () => {
  await using first = await open();
  await first.say("Hello.", true);
  await first[Symbol.asyncDispose]();
  await using _ = await open();
  expect(peers).toHaveLength(2);
});

test("a head that has said nothing goes to the next student at once", async () => {
  await using first = await open();
  await first[Symbol.asyncDispose]();
  await using _ = await open();
  expect(peers).toHaveLength(1);
});

test("a student whose browser lacks the server's codec gets the head in another one, the first time as ever", async () => {
  for (let student = 0; student < 2; student++) {
    await using _ = await places.face(undefined).open("H264", signal);
  }
  expect(transcoded).toEqual(["VP8 to H264", "VP8 to H264"]);
  expect(peers).toHaveLength(1);
});

test("what others have taken is not ours to give", async () => {
  await using _ = await open();
  places.count(placesMax);
  expect(places.state).toMatchObject({ used: 1, others: placesMax - 1 });
  await expect(open()).rejects.toMatchObject({ failure: "full" });
});

test("before maintenance whoever has a head is told, and then nobody gets one", async () => {
  const first = await open();
  const stubborn = await open();
  first.onMaintenance = () => void first[Symbol.asyncDispose]();
  stubborn.onMaintenance = () => {};
  await places.vacate(signal);
  expect(taken).toBe(0);
  await expect(open()).rejects.toMatchObject({ failure: "refused" });
  places.reopen();
  await using _ = await open();
});

test("no more than the server has are asked for", async () => {
  await using opened = new AsyncDisposableStack();
  for (let place = 0; place < placesMax; place++) opened.use(await open());
  await expect(open()).rejects.toMatchObject({ failure: "full" });
  expect(taken).toBe(placesMax);
  expect(places.state).toMatchObject({ used: placesMax });
});

test("a connection that never came to life counts as taken until the server notices", async () => {
  connects = false;
  for (let attempt = 0; attempt < placesMax; attempt++) await open().catch(() => {});
  expect(places.state).toMatchObject({ used: 0, ghosts: placesMax });
  connects = true;
  await expect(open()).rejects.toMatchObject({ failure: "full" });
  nowMs += ghostMs + 1;
  taken = 0;
  await using _ = await open();
  expect(places.state).toMatchObject({ used: 1, ghosts: 0 });
});

test("a head that has gone silent is not lent again", async () => {
  const first = await open();
  await first[Symbol.asyncDispose]();
  peers[0]!.sends = false;
  nowMs += coolDownMs;
  await using _ = await open();
  expect(peers).toHaveLength(2);
  expect(places.state).toMatchObject({ used: 1, idle: 0, ghosts: 1 });
});

test("a server that says it is full is left alone for a while", async () => {
  taken = placesMax;
  await expect(open()).rejects.toMatchObject({ failure: "full" });
  taken = 0;
  await expect(open()).rejects.toMatchObject({ failure: "full" });
  nowMs += 10_000;
  await using _ = await open();
});
