import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { checkedName } from "./avatar-keeper.ts";
import { MageuriteError } from "./mageurite-call.ts";
import { MageuriteClient } from "./mageurite-client.ts";
import { MageuriteManager } from "./mageurite-manager.ts";

let server: ReturnType<typeof Bun.serve>;
let answer: (request: Request) => Response | Promise<Response>;
let asked: { path: string; body: string }[];
let client: MageuriteClient;
let manager: MageuriteManager;
beforeAll(() => {
  server = Bun.serve({
    port: 0,
    async fetch(request) {
      asked.push({ path: new URL(request.url).pathname, body: await request.clone().text() });
      return await answer(request);
    },
  });
  client = new MageuriteClient(server.url.origin);
  manager = new MageuriteManager(server.url.origin);
});
afterAll(() => server.stop(true));
beforeEach(() => {
  asked = [];
});

const { signal } = new AbortController();
const offer = () => client.offer("v=0", undefined, signal);

describe("an offer is answered only by an answer", () => {
  const cases: [string, string, () => Response][] = [
    ["200 without sdp", "full", () => Response.json({ code: -1, msg: "reach max session" })],
    ["200 and full", "full", () => Response.json({ code: -1, msg: "Maximum session limit reached (5/5)" })],
    ["200 and another refusal", "refused", () => Response.json({ code: -1, msg: "'type'" })],
    ["500 in plain text", "broken", () => new Response("500 Internal Server Error", { status: 500 })],
    ["HTML", "broken", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
    ["something endless", "broken", () => new Response("x".repeat(2_000_000))],
    ["a redirect", "broken", () => new Response(null, { status: 302, headers: { location: "/elsewhere" } })],
    ["an offer", "broken", () => Response.json({ sdp: "v=0", type: "offer", sessionid: 1 })],
  ];
  test.each(cases)("not by %s", async (_name, failure, reply) => {
    answer = reply;
    const error = await offer().catch((caught) => caught);
    expect(error).toBeInstanceOf(MageuriteError);
    expect(error).toMatchObject({ failure });
    expect(asked.map(({ path }) => path)).toEqual(["/offer"]);
  });

  test("and not by nobody", async () => {
    const gone = new MageuriteClient("http://127.0.0.1:9");
    await expect(gone.offer("v=0", undefined, signal)).rejects.toMatchObject({ failure: "unreachable" });
  });
});

test.each([[123_456], ["123456"]])("a session's id %p goes back as it came", async (sessionid) => {
  answer = () => Response.json({ sdp: "v=0", type: "answer", sessionid });
  const session = await offer();
  answer = () => Response.json({ code: 0 });
  await client.say(session.sessionid, "Hello.", false);
  expect(JSON.parse(asked.at(-1)!.body)).toEqual({ sessionid, text: "Hello.", type: "echo" });
});

test("a refusal with HTTP 200 is an error, for a session and for an avatar", async () => {
  answer = () => Response.json({ code: -1, msg: "session not found" });
  await expect(client.say(1, "Hello.", true)).rejects.toMatchObject({ failure: "refused" });
  answer = () => Response.json({ status: "error", message: "process died" });
  await expect(manager.start("anna")).rejects.toMatchObject({ failure: "refused" });
  await expect(manager.delete("anna")).rejects.toMatchObject({ failure: "refused" });
});

test("both spellings of speaking are understood, and an error is not 'silent'", async () => {
  answer = () => Response.json({ code: 0, data: true });
  expect(await client.isSpeaking(1)).toBe(true);
  answer = () => Response.json({ code: 0, msg: "ok", data: false });
  expect(await client.isSpeaking(1)).toBe(false);
  answer = () => new Response("500 Internal Server Error", { status: 500 });
  await expect(client.isSpeaking(1)).rejects.toMatchObject({ failure: "broken" });
});

test("events are read as they come, whatever else the stream holds", async () => {
  const stream = [
    ": hello\n\ndata: {not json}\n\nda",
    'ta: {"status":"start","text":"Hi."}\n',
    '\ndata: {"status":"other"}\n\ndata: {"status":"end"}\r\n\r\n',
  ];
  answer = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const part of stream) controller.enqueue(part);
          controller.close();
        },
      }),
      { headers: { "content-type": "text/event-stream" } },
    );
  const events = await Array.fromAsync(client.speechEvents("a b&c", signal));
  expect(events).toEqual([{ status: "start", text: "Hi." }, { status: "end" }]);
  answer = () => Response.json({ code: -1, msg: "session not found" });
  await expect(Array.fromAsync(client.speechEvents(1, signal))).rejects.toMatchObject({ failure: "broken" });
});

test("names that a shell or a path would make something of are never sent", () => {
  for (const name of ["", "a b", "a;b", "$(a)", "../a", "a/b", "a\n", "é", "a".repeat(65)])
    expect(() => checkedName(name)).toThrow(RangeError);
  expect(checkedName("Anna_2-b")).toBe("Anna_2-b");
});

test("a list leaves out names that could do harm", async () => {
  answer = () => Response.json({ status: "success", avatars: ["anna", "$(reboot)", "../x", "ben"] });
  expect(await manager.list()).toEqual(["anna", "ben"]);
});

test("a preview is a PNG or an error", async () => {
  answer = () => Response.json({ detail: "Avatar not found" }, { status: 404 });
  expect(await manager.preview("anna")).toBeUndefined();
  answer = () => new Response("<script>", { headers: { "content-type": "image/png" } });
  await expect(manager.preview("anna")).rejects.toMatchObject({ failure: "broken" });
});

test("a video goes on as a stream, under a name of ours", async () => {
  let form: FormData | undefined;
  answer = async (request) => {
    form = await request.formData();
    return Response.json({ status: "success" });
  };
  const parts = [Buffer.from("one,"), Buffer.from("two")];
  const stream = (async function* () {
    yield* parts;
  })();
  await manager.add("anna", { stream, extension: "mp4" }, { signal });
  const file = form!.get("prompt_face") as File;
  expect(form!.get("name")).toBe("anna");
  expect([file.name, await file.text()]).toEqual(["face.mp4", "one,two"]);
});
