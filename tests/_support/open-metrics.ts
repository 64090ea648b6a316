/** One sample of an OpenMetrics text. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads an OpenMetrics text; throws on a line that is none, and where the end is missing. */
export function readOpenMetrics(text: string): Sample[] {
  const lines = text.trimEnd().split("\n");
  if (lines.at(-1) !== "# EOF") throw new Error("the text has no end");
  return lines
    .filter((line) => !line.startsWith("#"))
    .map((line) => {
      const [, name, labels = "", value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new Error(`no sample: ${line}`);
      const pairs = Array.from(
        labels.matchAll(/(\w+)="([^"]*)"/g),
        ([, key, text]) => [key!, text!] as const,
      );
      return { name, labels: Object.fromEntries(pairs), value: Number(value) };
    });
}

/** The sum of all samples of a name whose labels are these. */
export function sumOf(samples: readonly Sample[], name: string, labels: Record<string, string> = {}): number {
  return samples
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
    .reduce((sum, { value }) => sum + value, 0);
}
