import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file that a test leaves to look at. */
export function artifact(name: string): string {
  const folder = process.env.TEST_ARTIFACTS || join(tmpdir(), "virtual-tutor-artifacts");
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}
