import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { projectFolder } from "../../deploy/installation.ts";
import { type JsonSchema, readDocument } from "../../openapi/generator/document.ts";
import { findBreakingChanges, type Service } from "../_support/contract-changes.ts";
import { findBreakingStatements } from "../_support/migration-changes.ts";

/**
 * What the release before cannot deal with and what is meant all the same, each with the reason why an update goes well. A new value, or a
 * larger size, belongs here in the release that learns to read it; it is written from the next one on.
 */
const meant: Readonly<Record<Service, Readonly<Record<string, string>>>> = { backend: {}, engine: {} };

const released = (service: Service) =>
  readDocument(`${projectFolder}tests/contract/released/${service}.yaml`);
const today = (service: Service) => readDocument(`${projectFolder}openapi/${service}.yaml`);

test.each(["backend", "engine"] as const)("programs of the last release understand this %s", (service) => {
  const changes = findBreakingChanges(service, { before: released(service), now: today(service) });
  expect(changes.filter((change) => !(change in meant[service]))).toEqual([]);
  // What was meant is forgotten with the next release.
  expect(Object.keys(meant[service]).filter((change) => !changes.includes(change))).toEqual([]);
});

test("fields can be left out of what may be one of several things, as each has a tag", () => {
  for (const service of ["backend", "engine"] as const) expect(untaggedUnions(today(service))).toEqual([]);
});

/** Places of schemas that allow several things, null apart, and name no tag. */
function untaggedUnions(value: unknown, place = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  const { oneOf, anyOf, discriminator } = value as JsonSchema;
  const branches = [oneOf ?? anyOf ?? []].flat().filter((branch) => (branch as JsonSchema).type !== "null");
  const inside = Object.entries(value).flatMap(([name, part]) => untaggedUnions(part, `${place}/${name}`));
  return branches.length > 1 && !discriminator ? [place, ...inside] : inside;
}

/** Migrations with which a backend of the release before works on all the same, each with the reason why. */
const meantMigrations: Readonly<Record<string, string>> = {
  "0005_audit_append_only.sql": "No backend has ever changed or deleted an audit event.",
};

test("a backend of the release before works on with the database of this one: Postgres only gets more", () => {
  const folder = `${projectFolder}backend/database/migrations/postgres`;
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const changes = findBreakingStatements(readFileSync(`${folder}/${file}`, "utf8"));
    if (file in meantMigrations) expect([file, changes]).not.toEqual([file, []]);
    else expect([file, changes]).toEqual([file, []]);
  }
  expect(Object.keys(meantMigrations).filter((file) => !files.includes(file))).toEqual([]);
});
