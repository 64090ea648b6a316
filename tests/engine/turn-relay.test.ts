import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { createHmac } from "node:crypto";
import { readEngineConfig } from "../../engine/config.ts";
import { openMediaPort } from "../../engine/media/media-port.ts";
import type { components } from "../../generated/engine.types.ts";
import { type School, startSchool } from "../_support/school.ts";

setDefaultTimeout(120_000);

// Two addresses of one relay, as a school has it that names the relay for TLS alone.
const urls = ["turn:relay.example:3478?transport=udp", "turns:[2001:db8::1]:5349?transport=tcp"];
const secret = "a-secret-that-relay-and-engine-share";
let school: School;
beforeAll(async () => {
  school = await startSchool({ settings: { TURN_URLS: urls.join(", "), TURN_SECRET: secret } });
});
afterAll(() => school?.[Symbol.asyncDispose]());

const ask = (ticket: string | undefined, tutorId = school.tutorId) =>
  fetch(`${school.engine.url}/api/tutors/${tutorId}/ice-servers`, {
    headers: ticket ? { authorization: `Bearer ${ticket}` } : {},
  });

test("whoever has a ticket learns of the relay, with a credential of ten minutes for this session", async () => {
  const { ticket, sessionId } = await school.visit();
  const fromSeconds = Math.floor(Date.now() / 1000) + 600;
  const response = await ask(ticket);
  const toSeconds = Math.floor(Date.now() / 1000) + 600;
  expect(response.status).toBe(200);
  const reply = (await response.json()) as components["schemas"]["IceServers"];
  const [{ username = "", credential }] = reply.iceServers as [RTCIceServer];
  expect(reply).toEqual({ iceServers: [{ urls, username, credential }], iceTransportPolicy: "all" });
  const [end, whom] = username.split(":");
  expect(whom).toBe(sessionId);
  expect(Number(end)).toBeGreaterThanOrEqual(fromSeconds);
  expect(Number(end)).toBeLessThanOrEqual(toSeconds);
  expect(credential).toBe(createHmac("sha1", secret).update(username).digest("base64"));
  expect(JSON.stringify(reply)).not.toContain(secret);
});

test("nobody else learns of it", async () => {
  const { ticket } = await school.visit();
  expect((await ask(undefined)).status).toBe(401);
  expect((await ask(`${ticket}x`)).status).toBe(401);
  expect((await ask(ticket, school.demoTutorId)).status).toBe(404);
});

test("where there is a relay an engine tells its own addresses as well, behind those that it is given", async () => {
  const anywhere = { port: 0, host: "0.0.0.0" };
  await using alone = await openMediaPort({ ...anywhere, announcedAddresses: [] });
  await using behindRouter = await openMediaPort({
    ...anywhere,
    announcedAddresses: ["192.0.2.10"],
    announceOwn: true,
  });
  expect(behindRouter.announcedAddresses).toEqual(["192.0.2.10", ...alone.announcedAddresses]);
});

test("half a relay is refused with a sentence that says what to do", () => {
  const read = (settings: Record<string, string>) => () =>
    readEngineConfig({ SERVICE_TOKEN: "x".repeat(32), ...settings });
  expect(read({ TURN_URLS: urls[0]! })).toThrow("TURN_URLS needs TURN_SECRET");
  expect(read({ TURN_ONLY: "on" })).toThrow("TURN_ONLY needs TURN_URLS");
  for (const wrong of [
    "relay.example",
    "https://relay.example",
    "turn:relay.example:3478?transport=sctp",
    "turn:",
    `${urls[0]};,`,
  ])
    expect(read({ TURN_URLS: wrong, TURN_SECRET: secret })).toThrow("TURN_URLS must be addresses");
  expect(read({ TURN_SECRET: secret })().relay).toBeUndefined();
  const several = read({ TURN_URLS: `${urls.join(", ")}; turn:south.example`, TURN_SECRET: secret });
  expect(several().relay!.relays).toEqual([urls, ["turn:south.example"]]);
});
