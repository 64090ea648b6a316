import { ApiProblem } from "./api-problem.ts";
import { describeProblem } from "./console-context.ts";
import type { ConsoleStrings } from "./console-strings.ts";

/** What people call the media types that engines take. */
export const fileNames: Readonly<Record<string, string>> = {
  "video/mp4": "MP4",
  "video/quicktime": "MOV",
  "video/webm": "WebM",
  "video/x-matroska": "MKV",
  "video/x-msvideo": "AVI",
  "image/jpeg": "JPEG",
  "image/png": "PNG",
  "image/webp": "WebP",
};

/** Kinds of an avatar server have names of its own. */
export const toKindName = (kind: string) =>
  kind === "video" || kind === "photo" || kind === "drawn" ? kind : "server";

/** Why a file was not taken, and what to do. */
export function describeAvatar(error: unknown, strings: ConsoleStrings): string {
  const words = strings.avatars;
  if (!(error instanceof ApiProblem)) return error instanceof Error ? error.message : strings.otherProblem;
  const reasons = error.errors
    .map(({ pointer, detail }) => `${pointer.slice(1)} ${strings.told(detail)}`)
    .join("; ");
  switch (error.kind) {
    case "invalid-request":
    case "unsupported-media-type":
    case "conflict":
      return `${words.refused} ${reasons || strings.told(error.detail ?? "")}`;
    case "too-large":
      return words.tooLarge;
    case "too-many-requests":
      return words.busy;
    case "unavailable":
      return words.noEngine;
    case "unreachable":
      return words.cutOff;
    default:
      return describeProblem(error, strings);
  }
}
