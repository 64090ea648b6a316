import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type School, startSchool } from "../_support/school.ts";
import { Student } from "../_support/student.ts";
import { openTicketPress } from "../_support/ticket-press.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

let school: School;
/** A lesson that goes on beside everything that is thrown at the engine. */
let bystander: Student;
beforeAll(async () => {
  school = await startSchool({ lessonsMax: 3 });
  bystander = (await school.join()).student;
}, 60_000);
afterAll(async () => {
  await bystander?.[Symbol.asyncDispose]();
  await school?.[Symbol.asyncDispose]();
});

interface Answer {
  status: number;
  type: string | null;
  text: string;
}

/** Sends anything; every refusal must be a problem that repeats nothing of what was sent. */
async function send(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(school.engine.url + path, init);
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
}

function expectProblem(answer: Answer, status: number, type: string): void {
  expect(answer).toMatchObject({ status, type: "application/problem+json" });
  expect(JSON.parse(answer.text)).toMatchObject({ type, status });
}

const postOffer = (ticket: string, body: string, tutorId = school.tutorId) =>
  send(`/api/tutors/${tutorId}/webrtc`, {
    method: "POST",
    headers: { "content-type": "application/sdp", authorization: `Bearer ${ticket}` },
    body,
  });

const postChat = (ticket: string, body: string, type = "application/json") =>
  send(`/api/tutors/${school.tutorId}/chat`, {
    method: "POST",
    headers: { "content-type": type, authorization: `Bearer ${ticket}` },
    body,
  });

/** An offer that the engine would take. */
const goodOffer = () => bystander.connection.localDescription!.sdp;

describe("a ticket", () => {
  test("that is forged is refused", async () => {
    const { ticket } = await school.visit();
    const [header, payload, signature] = ticket.split(".");
    const forged = [
      `${header}.${payload}.${signature!.slice(0, -8)}AAAAAAAA`,
      `${header}.${payload}.`,
      "nonsense",
      "x".repeat(6_000),
    ];
    for (const each of forged) expectProblem(await postOffer(each, goodOffer()), 401, "unauthorized");
  });

  test("that has expired is refused, though the backend signed it", async () => {
    const now = Math.floor(Date.now() / 1000);
    const sign = await openTicketPress(school.backend);
    const good = await sign(school.tutorId, { iat: now, exp: now + 60 });
    const expired = await sign(school.tutorId, { iat: now - 1_000, exp: now - 400 });
    expectProblem(await postOffer(expired, goodOffer()), 401, "unauthorized");
    // The same with a time that has not passed gets as far as its offer.
    expectProblem(await postOffer(good, "v=0\r\n"), 400, "invalid-offer");
  });

  test("of another tutor finds nothing here", async () => {
    const { ticket } = await school.visit(school.demoTutorId);
    expectProblem(await postOffer(ticket, goodOffer()), 404, "not-found");
    const chat = await postChat(ticket, JSON.stringify({ message: "Hello" }));
    expectProblem(chat, 404, "not-found");
  });

  test("that has started a lesson starts no other", async () => {
    const { ticket } = await school.visit();
    const first = await Student.join(school.engine.url, school.tutorId, ticket);
    expectProblem(await postOffer(ticket, goodOffer()), 409, "conflict");
    // The lesson that it did start goes on.
    first.send({ type: "ping", id: 7 });
    expect(await first.message("pong")).toEqual({ type: "pong", id: 7 });
    await first[Symbol.asyncDispose]();
  });

  test("whose offer was refused may be used again", async () => {
    const { ticket } = await school.visit();
    expectProblem(await postOffer(ticket, "v=0\r\n"), 400, "invalid-offer");
    const student = await Student.join(school.engine.url, school.tutorId, ticket);
    await student[Symbol.asyncDispose]();
  });

  test("is needed", async () => {
    const answer = await send(`/api/tutors/${school.tutorId}/webrtc`, {
      method: "POST",
      headers: { "content-type": "application/sdp" },
      body: goodOffer(),
    });
    expectProblem(answer, 401, "unauthorized");
  });
});

describe("an offer", () => {
  const offers: [string, () => string, number, string][] = [
    ["that is empty", () => "", 422, "invalid-request"],
    ["that is text", () => "please let me in", 400, "invalid-offer"],
    ["that is JSON", () => JSON.stringify({ type: "offer" }), 400, "invalid-offer"],
    ["that has nothing but a version", () => "v=0\r\n", 400, "invalid-offer"],
    ["that is huge", () => goodOffer() + "a=x:y\r\n".repeat(20_000), 413, "too-large"],
    ["without media", () => goodOffer().split("m=")[0]!, 400, "invalid-offer"],
    ["without a fingerprint", () => goodOffer().replace(/a=fingerprint:.*\r\n/g, ""), 400, "invalid-offer"],
    ["without credentials", () => goodOffer().replace(/a=ice-(ufrag|pwd):.*\r\n/g, ""), 400, "invalid-offer"],
    [
      "with hundreds of media sections",
      // An offer has a candidate for each of the machine's addresses, and 16 KB at most.
      () => goodOffer() + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n".repeat(200),
      400,
      "invalid-offer",
    ],
  ];
  test.each(offers)("%s is refused with a reason", async (_, offer, status, type) => {
    const { ticket } = await school.visit();
    const answer = await postOffer(ticket, offer());
    expectProblem(answer, status, type);
    expect(answer.text).not.toContain("please let me in");
    expect(answer.text.length).toBeLessThan(1_000);
  });

  test("with hostile candidates is answered, and nothing is sent to them", async () => {
    const heard: string[] = [];
    const canary = await Bun.udpSocket({
      hostname: "127.0.0.1",
      socket: { data: () => void heard.push("datagram") },
    });
    const candidates = [
      `a=candidate:1 1 udp 2113937151 127.0.0.1 ${canary.port} typ host`,
      "a=candidate:2 1 udp 2113937151 169.254.169.254 80 typ host",
      "a=candidate:3 1 udp 2113937151 999.1.1.1 99999 typ host",
      "a=candidate:4 1 udp 2113937151 x.local 5000 typ host",
    ];
    const { ticket } = await school.visit();
    const answer = await postOffer(
      ticket,
      goodOffer().replace(/(m=audio.*\r\n)/, `$1${candidates.join("\r\n")}\r\n`),
    );
    expect(answer.status).toBe(201);
    expect(answer.text).not.toContain("169.254");
    // Long enough for a dozen connectivity checks, were any sent.
    const until_ = performance.now() + 500;
    await until("the time for checks", () => performance.now() > until_);
    expect(heard).toEqual([]);
    canary.close();
  });

  test("whose browser never comes gives its place back as soon as it is ended", async () => {
    const lessons = school.engine.lessonCount;
    const { ticket } = await school.visit();
    const headers = { "content-type": "application/sdp", authorization: `Bearer ${ticket}` };
    const path = `${school.engine.url}/api/tutors/${school.tutorId}/webrtc`;
    const { headers: found } = await fetch(path, { method: "POST", headers, body: goodOffer() });
    void fetch(new URL(found.get("location")!, path), { method: "DELETE", headers });
    // A connection that nobody makes is given up after ten seconds; this is not waited for.
    await until("its place", () => school.engine.lessonCount === lessons, { withinMs: 8_000 });
  });

  test("of another media type is refused", async () => {
    const { ticket } = await school.visit();
    const answer = await send(`/api/tutors/${school.tutorId}/webrtc`, {
      method: "POST",
      headers: { "content-type": "text/plain", authorization: `Bearer ${ticket}` },
      body: goodOffer(),
    });
    expectProblem(answer, 415, "unsupported-media-type");
  });

  test("finds no place when every place is taken", async () => {
    const before = school.engine.lessonCount;
    const lessons: [Student, ticket: string][] = [];
    while (school.engine.lessonCount < 3) {
      const { ticket } = await school.visit();
      lessons.push([await Student.join(school.engine.url, school.tutorId, ticket), ticket]);
    }
    const { ticket } = await school.visit();
    const answer = await postOffer(ticket, goodOffer());
    expectProblem(answer, 503, "unavailable");
    for (const [student, ownTicket] of lessons) {
      const headers = { authorization: `Bearer ${ownTicket}` };
      expect((await fetch(student.location, { method: "DELETE", headers })).status).toBe(204);
      await student[Symbol.asyncDispose]();
    }
    await until("their places", () => school.engine.lessonCount === before);
  });
});

describe("JSON", () => {
  const bodies: [string, string, number, string][] = [
    ["that is malformed", '{"message": "hello', 400, "invalid-json"],
    ["that is deep", `{"message": ${"[".repeat(5_000)}`, 400, "invalid-json"],
    ["that is too large", JSON.stringify({ message: "a".repeat(300_000) }), 413, "too-large"],
    ["with a field that is too long", JSON.stringify({ message: "a".repeat(4_001) }), 422, "invalid-request"],
    ["with an empty message", JSON.stringify({ message: " ", secretField: 1 }), 422, "invalid-request"],
    ["with a field of another type", JSON.stringify({ message: ["canary-value"] }), 422, "invalid-request"],
    ["that is not an object", '"canary-value"', 422, "invalid-request"],
    ["that is empty", "", 400, "invalid-json"],
  ];
  test.each(bodies)("%s is refused", async (_, body, status, type) => {
    const { ticket } = await school.visit();
    const answer = await postChat(ticket, body);
    expectProblem(answer, status, type);
    expect(answer.text).not.toContain("canary-value");
    expect(answer.text).not.toContain("secretField");
  });

  test("goes no further with fields that the contract does not name, and pollutes no prototypes", async () => {
    const { ticket } = await school.visit();
    const answer = await postChat(ticket, '{"message":"hi","__proto__":{"admin":true},"constructor":1}');
    expect(answer.status).toBe(200);
    expect("admin" in {}).toBe(false);
  });

  test("of another media type is refused", async () => {
    const { ticket } = await school.visit();
    expectProblem(
      await postChat(ticket, "message=hello", "application/x-www-form-urlencoded"),
      415,
      "unsupported-media-type",
    );
  });
});

describe("the data channel", () => {
  test("answers what it cannot read with a problem, and the lesson goes on", async () => {
    const { student } = await school.join();
    await using _ = student;
    const messages: [string, string][] = [
      ["hello", "invalid-json"],
      ["{}", "invalid-request"],
      ['{"type":"say"}', "invalid-request"],
      ['{"type":"say","text":"   "}', "invalid-request"],
      [JSON.stringify({ type: "say", text: "a".repeat(4_001) }), "invalid-request"],
      ['{"type":"mic","on":"yes"}', "invalid-request"],
    ];
    for (const [text, type] of messages) {
      const from = student.messages.length;
      student.channel.send(text);
      expect(await student.message("problem", { from })).toMatchObject({ problem: { type } });
    }
    student.send({ type: "ping", id: 1 });
    expect(await student.message("pong")).toEqual({ type: "pong", id: 1 });
  });

  test("bounds how fast a page may ask, and always hears a Stop", async () => {
    const { student } = await school.join();
    await using _ = student;
    for (let id = 0; id < 60; id++) student.send({ type: "ping", id });
    expect(await student.message("problem")).toMatchObject({ problem: { type: "too-many-requests" } });
    const from = student.messages.length;
    for (let round = 0; round < 60; round++) student.interrupt();
    await until("room for a ping again", async () => {
      student.send({ type: "ping", id: 1_000 });
      return student.messages.slice(from).some((message) => message.type === "pong" && message.id === 1_000);
    });
    expect(student.messages.slice(from).filter(({ type }) => type === "pong").length).toBeGreaterThan(0);
  });
});

test("unknown paths and methods are problems too", async () => {
  expectProblem(await send("/api/nothing/here", {}), 404, "not-found");
  expectProblem(await send("/api/chat", { method: "PUT" }), 405, "method-not-allowed");
  expectProblem(await send("/tutors/not-an-id", {}), 422, "invalid-request");
  expectProblem(await send("/student/..%2f..%2fpackage.json", {}), 422, "invalid-request");
  expectProblem(await send("/livez?unknown=1", {}), 422, "invalid-request");
});

test("the lesson beside all this was not disturbed", async () => {
  const from = bystander.messages.length;
  school.ollama.next({ tokens: ["All is well."] });
  bystander.say("Is all well?");
  expect(await bystander.message("turn-end", { from })).toMatchObject({
    outcome: "complete",
    heard: "All is well.",
  });
  const pictures = bystander.pictures.length;
  await until("more pictures", () => bystander.pictures.length > pictures + 25);
});
