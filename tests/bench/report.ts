import { cpus, loadavg } from "node:os";

/** One measured figure beside something simple that was measured in the same run. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly budget: string;
  /** The same kind of thing without our product, in the same unit. */
  readonly baseline: { readonly what: string; readonly value: number };
  /** Samples behind the value, which is their median. */
  readonly samples: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Load tells how much a figure may be trusted: it is printed before and after. */
export function printLoad(when: string): void {
  const [minute] = loadavg();
  console.log(
    `load ${when}: ${minute!.toFixed(2)} on ${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), Bun ${Bun.version}`,
  );
}

export function printFigure({ what, value, unit, budget, baseline, samples }: Figure): void {
  const round = (number: number) => Number(number.toPrecision(3));
  console.log(
    `${what}: ${round(value)} ${unit} (median of ${samples}; budget ${budget}) | ` +
      `${baseline.what}: ${round(baseline.value)} ${unit} | ratio ${round(value / baseline.value)}`,
  );
}
