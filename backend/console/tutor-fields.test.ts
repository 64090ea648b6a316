import { expect, test } from "bun:test";
import { TutorCreate, TutorUpdate } from "../../generated/backend.bodies.js";
import type { Tutor } from "./api-types.ts";
import {
  newTutor,
  readPointer,
  readTutorTexts,
  type TutorTexts,
  toChanges,
  toTutorTexts,
  tutorFields,
} from "./tutor-fields.ts";

interface Schema {
  readonly $ref?: string;
  readonly default?: unknown;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties: Readonly<Record<string, Schema>>;
}

const contract = Bun.YAML.parse(
  await Bun.file(new URL("../../openapi/backend.yaml", import.meta.url)).text(),
) as { components: { schemas: Readonly<Record<string, Schema>> } };
const { schemas } = contract.components;
const schemaOf = (name: string) => {
  const property = schemas.TutorCreate!.properties[name]!;
  return { ...property, ...schemas[property.$ref?.split("/").at(-1) ?? ""] };
};
const fields = Object.values(tutorFields).flat();
const tutor: Tutor = {
  ...newTutor,
  name: "Ada",
  starters: ["Why?", "How?"],
  id: "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f",
  version: 3,
  pageUrl: "https://tutor.school.example/tutors/01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f",
  createdAt: "2026-11-22T09:30:00.000Z",
  updatedAt: "2026-11-22T09:30:00.000Z",
};
const readUnchanged = () => readTutorTexts(toTutorTexts(tutor));

test("the form has every field of the contract, with the contract's limits and defaults", () => {
  const names: string[] = fields.map((field) => field.name);
  expect(names.sort()).toEqual(Object.keys(schemas.TutorCreate!.properties).sort());
  for (const { name, maxLength, range, values } of fields) {
    const schema = schemaOf(name);
    const limit = schema.items?.maxLength ?? schema.maxLength;
    if (limit !== undefined) expect(maxLength, name).toBe(limit);
    if (schema.minimum !== undefined)
      expect(range).toMatchObject({ min: schema.minimum, max: schema.maximum });
    if (schema.enum) expect([...(values ?? [])].sort()).toEqual([...schema.enum].sort());
    if (name !== "name") expect(newTutor[name], name).toEqual(schema.default as never);
  }
});

test("a new tutor needs nothing but a name", () => {
  expect(TutorCreate({ ...newTutor })).toBe(false);
  expect(TutorCreate({ ...newTutor, name: "Ada" })).toBe(true);
});

test("what is shown and not touched is not a change", () => {
  expect(toChanges(tutor, readUnchanged())).toEqual({});
});

test("only what was touched is a change, and the contract takes it", () => {
  const changes = toChanges(tutor, {
    ...readUnchanged(),
    model: "llama3.2",
    starters: ["Why?"],
    temperature: 1,
  });
  expect(changes).toEqual({ model: "llama3.2", starters: ["Why?"], temperature: 1 });
  expect(TutorUpdate(changes)).toBe(true);
});

test("boxes become what the contract takes", () => {
  const typed: TutorTexts = {
    ...toTutorTexts(newTutor),
    name: "  Ada ",
    starters: " Why?\n\n How? \n",
    model: "  ",
    voice: "slt",
    temperature: "0.7",
    notes: "  # Notes\n",
  };
  const read = readTutorTexts(typed);
  expect(read).toMatchObject({ name: "Ada", starters: ["Why?", "How?"], model: null, voice: "slt" });
  expect(read).toMatchObject({ temperature: 0.7, notes: "  # Notes\n" });
});

test("a number that is none goes to the backend as none, which names the field", () => {
  for (const text of ["", "warm"]) {
    const read = readTutorTexts({ ...toTutorTexts(newTutor), temperature: text });
    expect(JSON.parse(JSON.stringify(read)).temperature).toBeNull();
  }
});

test("a pointer leads to its field and to the line of a list", () => {
  expect(readPointer("/starters/2")).toEqual({ name: "starters", entry: 2 });
  expect(readPointer("/name")).toEqual({ name: "name", entry: undefined });
  expect(readPointer("")).toEqual({ name: undefined, entry: undefined });
  expect(readPointer("/toString")).toEqual({ name: undefined, entry: undefined });
});
