import { expect, test } from "bun:test";
import { DrizzleQueryError } from "drizzle-orm";
import { openLog } from "./log.ts";

function openCollectingLog() {
  const lines: string[] = [];
  const log = openLog({ logLevel: "info" }, { write: (line) => lines.push(line) });
  return { log, lines };
}

test("a line is one JSON object that names the service", () => {
  const { log, lines } = openCollectingLog();
  log.info({ url: "http://localhost" }, "ready");
  expect(JSON.parse(lines.join(""))).toMatchObject({
    service: "backend",
    url: "http://localhost",
    msg: "ready",
  });
});

test("private words are not written, at the top or below", () => {
  const { log, lines } = openCollectingLog();
  log.info({ password: "canary", session: { guestName: "canary", ticket: "canary" } }, "something");
  log.info({ email: "canary", body: { question: "canary", heard: "canary" } }, "something");
  expect(lines.join("")).not.toContain("canary");
  expect(lines.join("")).toContain("[private]");
});

test("a database's error is written without the values of the row", () => {
  const { log, lines } = openCollectingLog();
  const cause = Object.assign(new Error('Key (email)=("canary") already exists.'), { errno: "23505" });
  const err = new DrizzleQueryError("insert into admins values ($1)", ["canary"], cause);
  log.error({ err }, "a request failed");
  expect(lines.join("")).not.toContain("canary");
  expect(JSON.parse(lines[0]!).err).toMatchObject({
    statement: "insert into admins values ($1)",
    causes: ["Error 23505"],
  });
});

test("an error of ours keeps its message and where it came from", () => {
  const { log, lines } = openCollectingLog();
  log.error({ err: new Error("the reply breaks the contract") }, "a request failed");
  const { err } = JSON.parse(lines[0]!);
  expect(err.message).toBe("the reply breaks the contract");
  expect(err.stack[0]).toContain("log.test.ts");
});
