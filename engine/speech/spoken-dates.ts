import type { TracedText } from "./traced-text.ts";

const monthsOf: Readonly<Record<string, readonly string[]>> = {
  de: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(" "),
  es: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(" "),
  fr: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" "),
};

/** A date as it is said; `year` may be missing. */
function dateWords(tag: string, { day, month, year }: Record<"day" | "month" | "year", string>): string {
  const name = monthsOf[tag]?.[Number(month) - 1];
  if (name === undefined) return `${year}年${Number(month)}月${Number(day)}日`;
  if (tag === "de") return `${Number(day)}. ${name} ${year}`.trim();
  if (tag === "es") return `${Number(day)} de ${name}${year && ` de ${year}`}`;
  return `${Number(day) === 1 ? "1er" : Number(day)} ${name} ${year}`.trim();
}

/** 14.07.2024, 14/07/2024, 14.07., 14/07 and 2024-07-14, as those who speak the language write and say a date. */
export function datesInWords(text: TracedText, tag: string): TracedText {
  const isWide = tag === "zh" || tag === "ja";
  if (!isWide && !monthsOf[tag]) return text;
  const month = "(0?[1-9]|1[0-2])";
  const day = "(0?[1-9]|[12]\\d|3[01])";
  const byYear = new RegExp(`(?<![\\d./-])(\\d{4})([-/])${month}\\2${day}(?![\\d/-])`, "gu");
  const dated = text.replace(byYear, (_, year, __, of, on) =>
    dateWords(tag, { day: on!, month: of!, year: year! }),
  );
  if (isWide) return dated;
  const written = new RegExp(`(?<![\\d./])${day}([./])${month}\\2(\\d{4})(?![\\d/]|\\.\\d)`, "gu");
  const short =
    tag === "de" ? `(?<![\\d./])${day}\\.(0[1-9]|1[0-2])\\.(?!\\d)` : `(?<![\\d./])${day}/(0[1-9])(?![\\d/])`;
  return dated
    .replace(written, (_, on, __, of, year) => dateWords(tag, { day: on!, month: of!, year: year! }))
    .replace(new RegExp(short, "gu"), (_, on, of) => dateWords(tag, { day: on!, month: of!, year: "" }));
}

/** "15:45" as a time of day: voices read a colon as a pause, or not at all. */
export function timesInWords(text: TracedText, tag: string): TracedText {
  const marks: Readonly<Record<string, readonly [string, string]>> = {
    de: [" Uhr ", ""],
    es: [" y ", ""],
    fr: [" heures ", ""],
    zh: ["点", "分"],
    ja: ["時", "分"],
  };
  const [between, end] = marks[tag] ?? [];
  if (between === undefined) return text;
  return text.replace(
    /(?<![\d:])([01]?\d|2[0-3])(?::|\s?h\s?)([0-5]\d)(?![\d:])(?:\s*(?:Uhr|h)(?!\p{L}))?/gu,
    (_, hours: string, minutes: string) => {
      if (minutes !== "00") return `${Number(hours)}${between}${Number(minutes)}${end}`;
      return tag === "es" ? `${Number(hours)}` : `${Number(hours)}${between.trimEnd()}`;
    },
  );
}
