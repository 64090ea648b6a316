import { type DrawnName, isDrawnName } from "../illustrated/drawn-names.ts";

/** An avatar's name, which is also its name in a URL. */
export const avatarNamePattern = /^[A-Za-z0-9_-]{1,64}$/;
export const hashPattern = /^[0-9a-f]{64}$/;
const textMax = 200;

/** What a face was made of, and who answers for it. */
export interface Provenance {
  /** SHA-256 of the file that it was made of, in hex. */
  readonly sourceSha256: string;
  /** Who declares that the person shown agrees. */
  readonly consentBy: string;
  /** When that was declared, and when the face was made: RFC 3339. */
  readonly consentAt: string;
  readonly madeAt: string;
}

/** A face that somebody made: a pack, or a drawn tutor under another name. */
export type AvatarEntry = PackEntry | PresetEntry;

export interface PackEntry {
  readonly name: string;
  readonly model: "video" | "photo";
  /** SHA-256 of the pack's file, in hex. */
  readonly hash: string;
  readonly provenance: Provenance;
}

export interface PresetEntry {
  readonly name: string;
  readonly model: "drawn";
  readonly preset: DrawnName;
}

/** There is a face of this name already. */
export class AvatarNameTaken extends Error {
  override readonly name = "AvatarNameTaken";
}

/** What is stored under the name. */
export function writeEntry({ name: _, ...rest }: AvatarEntry): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(rest));
}

/** Undefined when the bytes are no entry. */
export function readEntry(name: string, bytes: Uint8Array): AvatarEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  const fields = fieldsOf(value);
  const [model, preset, hash] = [fields.get("model"), fields.get("preset"), fields.get("hash")];
  if (model === "drawn" && typeof preset === "string" && isDrawnName(preset)) return { name, model, preset };
  const provenance = readProvenance(fields.get("provenance"));
  const isPack =
    (model === "video" || model === "photo") && typeof hash === "string" && hashPattern.test(hash);
  return isPack && provenance ? { name, model, hash, provenance } : undefined;
}

/** Undefined when the value is none. */
export function readProvenance(value: unknown): Provenance | undefined {
  const fields = fieldsOf(value);
  const text = (name: string) => {
    const field = fields.get(name);
    return typeof field === "string" && field.length <= textMax ? field : "";
  };
  const sourceSha256 = text("sourceSha256");
  const [consentBy, consentAt, madeAt] = [text("consentBy"), text("consentAt"), text("madeAt")];
  const isWhole = hashPattern.test(sourceSha256) && consentBy && isTime(consentAt) && isTime(madeAt);
  return isWhole ? { sourceSha256, consentBy, consentAt, madeAt } : undefined;
}

const isTime = (text: string) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));

function fieldsOf(value: unknown): Map<string, unknown> {
  return new Map(Object.entries(value && typeof value === "object" ? value : {}));
}
