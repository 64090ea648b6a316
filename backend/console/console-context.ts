import type { ApiClient } from "./api-client.ts";
import { ApiProblem } from "./api-problem.ts";
import type { ConsoleRoute } from "./console-route.ts";
import type { ConsoleStrings } from "./console-strings.ts";
import type { SchoolApi } from "./school-api.ts";

export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly yes: string;
}

/** What every view of the console gets. */
export interface ConsoleContext {
  readonly api: ApiClient;
  readonly school: SchoolApi;
  readonly strings: ConsoleStrings;
  /** Where the students' pages are, without a slash at its end. */
  readonly engineUrl: string;
  go(route: ConsoleRoute): void;
  /** Says something in passing. */
  say(text: string): void;
  /** Asks in a dialog; false when it is closed without a yes. */
  ask(question: Question): Promise<boolean>;
  /** While `isDirty` says so, leaving the view asks first. Lasts as long as the view. */
  guard(isDirty: () => boolean): void;
}

/** What went wrong, in the admin's words. */
export function describeProblem(error: unknown, strings: ConsoleStrings): string {
  if (!(error instanceof ApiProblem)) return strings.otherProblem;
  const words = strings.problems[error.kind] ?? strings.otherProblem;
  const { retryAfterSeconds } = error;
  return retryAfterSeconds ? `${words} ${strings.tryAgainIn(retryAfterSeconds)}` : words;
}

export function formatTime(iso: string, { language }: ConsoleStrings): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(date);
}
