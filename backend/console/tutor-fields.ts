import type { Tutor, TutorCreate, TutorUpdate } from "./api-types.ts";

export type TutorFieldName = keyof TutorCreate;

/** How a field is typed: one line, several lines, one entry a line, a number, or one of some values. */
export type TutorFieldKind = "line" | "text" | "list" | "number" | "choice";

export interface TutorField {
  readonly name: TutorFieldName;
  readonly kind: TutorFieldKind;
  /** Characters; for a list of each entry. */
  readonly maxLength?: number;
  readonly rows?: number;
  readonly required?: boolean;
  /** An empty line means null: the engine decides. */
  readonly nullable?: boolean;
  readonly values?: readonly string[];
  /** What the engine has to choose from. */
  readonly from?: "models" | "voices" | "faces";
  readonly range?: { readonly min: number; readonly max: number; readonly step: number };
}

/** What a box of the form gets. */
export interface TutorFieldProps {
  readonly field: TutorField;
  readonly text: string;
  readonly error: string | undefined;
  readonly write: (text: string) => void;
}

export type TutorFieldGroup = "about" | "teaching" | "appearance";

/** Every field of TutorCreate, in the order of the form, with the contract's limits. */
export const tutorFields: Readonly<Record<TutorFieldGroup, readonly TutorField[]>> = {
  about: [
    { name: "name", kind: "line", maxLength: 80, required: true },
    { name: "subject", kind: "line", maxLength: 120 },
    { name: "grade", kind: "line", maxLength: 60 },
    { name: "description", kind: "text", maxLength: 2000, rows: 3 },
    { name: "language", kind: "line", maxLength: 35, required: true },
    { name: "access", kind: "choice", values: ["enrolled", "public"] },
    { name: "retentionDays", kind: "number", range: { min: 1, max: 3650, step: 1 }, nullable: true },
    { name: "lessonsPerStudent", kind: "number", range: { min: 1, max: 20, step: 1 } },
    { name: "embedOrigins", kind: "list", maxLength: 260, rows: 2 },
  ],
  teaching: [
    { name: "persona", kind: "text", maxLength: 8000, rows: 6 },
    { name: "greeting", kind: "text", maxLength: 600, rows: 2 },
    { name: "starters", kind: "list", maxLength: 200, rows: 4 },
    { name: "notes", kind: "text", maxLength: 60_000, rows: 12 },
    { name: "homework", kind: "choice", values: ["guide", "refuse", "allow"] },
    { name: "guard", kind: "choice", values: ["rules", "model"] },
    { name: "guardFailure", kind: "choice", values: ["rules", "refuse"] },
  ],
  appearance: [
    { name: "model", kind: "line", maxLength: 120, nullable: true, from: "models" },
    { name: "temperature", kind: "number", range: { min: 0, max: 2, step: 0.1 } },
    { name: "voice", kind: "line", maxLength: 64, nullable: true, from: "voices" },
    { name: "avatar", kind: "line", maxLength: 64, required: true, from: "faces" },
  ],
};

/** What a new tutor's form begins with: the contract's defaults. */
export const newTutor: Required<TutorCreate> = {
  name: "",
  subject: "",
  grade: "",
  description: "",
  language: "en",
  persona: "",
  greeting: "",
  starters: [],
  notes: "",
  model: null,
  temperature: 0.4,
  voice: null,
  avatar: "ada",
  access: "enrolled",
  homework: "guide",
  guard: "rules",
  guardFailure: "rules",
  retentionDays: null,
  embedOrigins: [],
  lessonsPerStudent: 2,
};

/** What stands in the boxes of the form. */
export type TutorTexts = Readonly<Record<TutorFieldName, string>>;

export function toTutorTexts(tutor: Required<TutorCreate>): TutorTexts {
  const entries = Object.values(tutorFields)
    .flat()
    .map(({ name }) => {
      const value = tutor[name];
      return [name, Array.isArray(value) ? value.join("\n") : String(value ?? "")] as const;
    });
  return Object.fromEntries(entries) as TutorTexts;
}

/**
 * Reads the boxes of the form. What the contract does not allow is passed on as it is typed, so that the backend names
 * the field; only an empty number has no JSON to be written as, and becomes null.
 */
export function readTutorTexts(texts: TutorTexts): Required<TutorCreate> {
  const fields = Object.values(tutorFields).flat();
  const entries = fields.map((field) => [field.name, readField(field, texts[field.name])] as const);
  return Object.fromEntries(entries) as Required<TutorCreate>;
}

function readField({ kind, nullable }: TutorField, text: string): unknown {
  if (kind === "list") {
    const lines = text.split("\n").map((line) => line.trim());
    return lines.filter((line) => line !== "");
  }
  if (kind === "number") return text.trim() === "" ? null : Number(text);
  if (kind === "text") return text;
  return nullable && text.trim() === "" ? null : text.trim();
}

/** Only what differs from the tutor that was loaded: what others changed meanwhile in other fields stays theirs. */
export function toChanges(loaded: Tutor, now: Required<TutorCreate>): TutorUpdate {
  const changed = Object.entries(now).filter(
    ([name, value]) => JSON.stringify(loaded[name as TutorFieldName]) !== JSON.stringify(value),
  );
  return Object.fromEntries(changed) as TutorUpdate;
}

/** The field that a JSON pointer of the request's body leads to, and the entry in it where it is a list. */
export function readPointer(pointer: string): {
  name: TutorFieldName | undefined;
  entry: number | undefined;
} {
  const [, name = "", entry] = pointer.split("/");
  const known = Object.values(tutorFields).flat();
  return {
    name: known.find((field) => field.name === name)?.name,
    entry: entry !== undefined && /^\d+$/.test(entry) ? Number(entry) : undefined,
  };
}
