import { createContext } from "preact";
import { useContext, useLayoutEffect } from "preact/hooks";
import type { ApiClient } from "./api-client.ts";
import { ApiProblem } from "./api-problem.ts";
import type { Admin } from "./api-types.ts";
import type { AvatarApi } from "./avatar-api.ts";
import type { ConsoleRoute } from "./console-route.ts";
import type { ConsoleStrings } from "./console-strings.ts";
import type { SchoolApi } from "./school-api.ts";
import type { TutorApi } from "./tutor-api.ts";

export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly yes: string;
  /** What has to be typed before the button does it. */
  readonly typed?: string;
}

/** What every view of the console gets. */
export interface Console {
  readonly api: ApiClient;
  readonly school: SchoolApi;
  readonly tutors: TutorApi;
  readonly avatars: AvatarApi;
  readonly strings: ConsoleStrings;
  readonly me: Admin;
  go(route: ConsoleRoute): void;
  /** Says something in passing. */
  say(text: string): void;
  /** Asks in a dialog; false when it is closed without a yes. */
  ask(question: Question): Promise<boolean>;
  /** While true, leaving the view asks first. */
  guard(isDirty: boolean): void;
}

export const ConsoleContext = createContext<Console | undefined>(undefined);

/** Throws outside the console, where nobody is signed in. */
export function useConsole(): Console {
  const console = useContext(ConsoleContext);
  if (!console) throw new Error("A view is shown only when somebody is signed in.");
  return console;
}

/** While `isDirty`, leaving the view asks first. Layout, because a saved form may leave in the same breath. */
export function useGuard(isDirty: boolean): void {
  const { guard } = useConsole();
  useLayoutEffect(() => {
    guard(isDirty);
    return () => guard(false);
  }, [isDirty, guard]);
}

/** What went wrong, in the admin's words. */
export function describeProblem(error: unknown, strings: ConsoleStrings): string {
  if (!(error instanceof ApiProblem)) return strings.otherProblem;
  const known: Readonly<Partial<Record<string, string>>> = strings.problems;
  const words = known[error.kind] ?? strings.otherProblem;
  const { retryAfterSeconds } = error;
  return retryAfterSeconds ? `${words} ${strings.tryAgainIn(retryAfterSeconds)}` : words;
}

/** `medium` tells the seconds as well. */
export function formatTime(
  iso: string,
  { language }: ConsoleStrings,
  timeStyle: "short" | "medium" = "short",
): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle }).format(date);
}

const bytesPerKilobyte = 1024;
const bytesPerMegabyte = 1024 * bytesPerKilobyte;

/** As file managers write it: in megabytes, or in kilobytes below one, of which the last need not be full. */
export function formatBytes(bytes: number, { language }: ConsoleStrings): string {
  const isLarge = bytes >= bytesPerMegabyte;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: isLarge ? "megabyte" : "kilobyte",
    maximumFractionDigits: isLarge ? 1 : 0,
  }).format(isLarge ? bytes / bytesPerMegabyte : Math.ceil(bytes / bytesPerKilobyte));
}

/** What people call a language (BCP 47). */
export function toLanguageName(language: string, strings: ConsoleStrings): string {
  try {
    return new Intl.DisplayNames([strings.language], { type: "language" }).of(language) ?? language;
  } catch {
    return language;
  }
}
