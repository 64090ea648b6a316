import type { components } from "../../generated/backend.types.ts";
import type { TutorCreate } from "./api-client.ts";
import type { ApiProblemKind } from "./api-problem.ts";
import { chinese } from "./console-strings-chinese.ts";
import { english } from "./console-strings-english.ts";
import type { SchoolStrings } from "./school-strings.ts";
import type { ChoiceName, TutorFieldGroup, TutorFieldName } from "./tutor-fields.ts";

type Turn = components["schemas"]["Turn"];

export interface FieldWords {
  readonly label: string;
  readonly help: string;
  /** What the field takes; said when the backend refuses it. */
  readonly rule: string;
}

/** Every word of the console in one language. The plain texts are also named by `data-text` and `data-label`. */
export interface ConsoleStrings {
  /** BCP 47, for the page and for dates. */
  readonly language: string;
  readonly product: string;
  readonly consoleTitle: string;
  readonly skipToContent: string;
  readonly navigation: string;
  readonly loading: string;
  readonly signIn: string;
  readonly signInAbout: string;
  readonly signOut: string;
  readonly email: string;
  readonly password: string;
  readonly wrongPassword: string;
  readonly signInAgain: string;
  readonly cancel: string;
  readonly tryAgain: string;
  readonly tutors: string;
  readonly audit: string;
  readonly admins: string;
  readonly account: string;
  readonly students: string;
  readonly newTutor: string;
  readonly noTutors: string;
  readonly edit: string;
  readonly sessions: string;
  readonly studentPage: string;
  readonly copyLink: string;
  readonly linkCopied: string;
  readonly loadMore: string;
  readonly save: string;
  readonly create: string;
  readonly saved: string;
  readonly created: string;
  readonly nothingChanged: string;
  readonly checkFields: string;
  readonly required: string;
  readonly delete: string;
  readonly deleted: string;
  readonly deleteText: string;
  readonly discardTitle: string;
  readonly discardText: string;
  readonly discard: string;
  readonly conflictTitle: string;
  readonly conflictText: string;
  readonly loadNewest: string;
  readonly saveMine: string;
  readonly noSessions: string;
  readonly started: string;
  readonly guest: string;
  readonly anonymous: string;
  readonly turnCount: string;
  readonly lastTurn: string;
  readonly transcript: string;
  readonly noTurns: string;
  readonly question: string;
  readonly heard: string;
  readonly nothingHeard: string;
  readonly wholeAnswer: string;
  readonly choices: {
    readonly [Name in ChoiceName]: Readonly<Record<NonNullable<TutorCreate[Name]>, string>>;
  };
  readonly flags: Readonly<Record<Turn["flags"][number], string>>;
  readonly outcomes: Readonly<Record<Turn["outcome"], string>>;
  readonly sources: Readonly<Record<Turn["source"], string>>;
  readonly groups: Readonly<Record<TutorFieldGroup, string>>;
  readonly fields: Readonly<Record<TutorFieldName, FieldWords>>;
  readonly problems: Readonly<Partial<Record<ApiProblemKind, string>>>;
  readonly otherProblem: string;
  readonly school: SchoolStrings;
  deleteTitle(name: string): string;
  changed(when: string): string;
  entry(number: number): string;
  tryAgainIn(seconds: number): string;
}

/** `asked` is the page's `?lang=`; it wins over the browser's languages. English when neither names one we have. */
export function chooseStrings(asked: string | null, preferred: readonly string[]): ConsoleStrings {
  for (const language of asked ? [asked, ...preferred] : preferred) {
    const primary = language.toLowerCase().split("-")[0];
    if (primary === "zh") return chinese;
    if (primary === "en") return english;
  }
  return english;
}

/** Writes the fixed words of console.html: `data-text` into the element, `data-label` as its accessible name. */
export function writeStrings(root: ParentNode, strings: ConsoleStrings): void {
  const plain = (key: string) => {
    const text = strings[key as keyof ConsoleStrings];
    if (typeof text !== "string") throw new Error(`The page names a text that does not exist: ${key}.`);
    return text;
  };
  for (const element of root.querySelectorAll<HTMLElement>("[data-text], [data-label]")) {
    const { text, label } = element.dataset;
    if (text !== undefined) element.textContent = plain(text);
    if (label !== undefined) element.setAttribute("aria-label", plain(label));
  }
}
