/** What came of one fault that was made on purpose. */
export interface FaultReport {
  /** Its name in docs/faults.md. */
  readonly fault: string;
  readonly what: string;
  /** To be read by people: no test judges a time, and the command only on a quiet machine. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** What must not happen and did. */
  readonly failures: readonly string[];
}

export function printReport({ fault, what, figures, failures }: FaultReport): void {
  const told = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  console.log(`${fault} ${what}: ${told.join(", ")} | ${failures.length === 0 ? "passed" : "FAILED"}`);
  for (const failure of failures) console.log(`  ${failure}`);
}

/** Of times in ms: the middle one and the slowest of twenty. */
export function toSummary(timesMs: readonly number[]): string {
  return `${quantileMs(timesMs, 0.5)} ms (95 %: ${quantileMs(timesMs, 0.95)} ms)`;
}

/** In whole ms; 0 of none. */
export function quantileMs(timesMs: readonly number[], share: number): number {
  const sorted = timesMs.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
}
