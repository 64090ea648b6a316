import { expect, test } from "bun:test";
import { iceServersFor } from "./ice-servers.ts";

const north = [
  "turn:relay.school.example:3478?transport=udp",
  "turns:relay.school.example:5349?transport=tcp",
];

test("without a relay a browser reaches the engine directly", () => {
  expect(iceServersFor("lesson", undefined)).toEqual({ iceServers: [], iceTransportPolicy: "all" });
});

const south = ["turn:south.school.example:3478?transport=udp"];

test("credentials name their end and whom they are for, and only the secret makes them", () => {
  const relay = { relays: [north], secret: "north", only: false };
  // printf %s 1700000600:lesson | openssl dgst -sha1 -hmac north -binary | base64
  const expected = { urls: north, username: "1700000600:lesson", credential: "A9ixM/4df0iHpjvVrC0c+3Xs0F4=" };
  const reply = iceServersFor("lesson", relay, { nowMs: 1_700_000_000_900 });
  expect(reply).toEqual({ iceServers: [expected], iceTransportPolicy: "all" });
  const [other] = iceServersFor(
    "lesson",
    { ...relay, secret: "south" },
    { nowMs: 1_700_000_000_900 },
  ).iceServers;
  expect(other!.credential).not.toBe(expected.credential);
});

test("where the relay is the only way browsers are told so", () => {
  expect(iceServersFor("lesson", { relays: [north], secret: "north", only: true }).iceTransportPolicy).toBe(
    "relay",
  );
});

test("of several relays a browser is told one, each as often as the others", () => {
  const relay = { relays: [north, south], secret: "north", only: false };
  const told = (chance: number) =>
    iceServersFor("lesson", relay, { chance }).iceServers.map(({ urls }) => urls);
  for (const chance of [0, 0.49]) expect(told(chance)).toEqual([north]);
  for (const chance of [0.5, 0.99, 1]) expect(told(chance)).toEqual([south]);
});
