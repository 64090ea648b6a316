import { chinese } from "./console-strings-chinese.ts";
import { english } from "./console-strings-english.ts";

/** Every word of the console in one language. */
export type ConsoleStrings = typeof english;

/** `asked` is the page's `?lang=`; it wins over the browser's languages. English when neither names one we have. */
export function chooseStrings(asked: string | null, preferred: readonly string[]): ConsoleStrings {
  for (const language of asked ? [asked, ...preferred] : preferred) {
    const primary = language.toLowerCase().split("-")[0];
    if (primary === "zh") return chinese;
    if (primary === "en") return english;
  }
  return english;
}
