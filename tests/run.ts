import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { ensureInstalled, projectFolder } from "../deploy/installation.ts";

/** Screenshots and other things that tests leave for people to look at. */
const artifactsFolder = `${projectFolder}test-artifacts`;
const reportPath = `${artifactsFolder}/report.xml`;

/**
 * Most of the time tests wait for speech, which takes the time that it takes: more files at once than this make a machine of two cores so
 * busy that lessons step back from what they would do on a quiet one.
 */
const filesAtOnce = 2;
/** The same holds for the tests of a file that run at once, each with both services of its own. */
const concurrentTestsOfFile = 2;

await ensureInstalled();
const { findChromium } = await import("./_support/chromium.ts");
if (!findChromium())
  giveUp("The tests need Chromium: install it (Debian: apt-get install chromium) or set CHROME_PATH.");
// One server for all files, each of which would start its own.
const { testPostgresUrl } = await import("./_support/postgres.ts");
const databaseUrl = await testPostgresUrl().catch((error) => giveUp(String(error)));

rmSync(artifactsFolder, { recursive: true, force: true });
mkdirSync(artifactsFolder, { recursive: true });
const { argv } = process;
const chosen = argv.slice(2);
const run = Bun.spawn(
  [
    process.execPath,
    "test",
    // A time-out in bunfig.toml is not heeded.
    "--timeout=60000",
    `--parallel=${filesAtOnce}`,
    `--max-concurrency=${concurrentTestsOfFile}`,
    "--reporter=junit",
    `--reporter-outfile=${reportPath}`,
    ...(chosen.length > 0 ? chosen : ["./openapi", "./backend", "./engine", "./deploy", "./tests"]),
  ],
  {
    cwd: projectFolder,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, TEST_ARTIFACTS: artifactsFolder, TEST_DATABASE_URL: databaseUrl },
  },
);
const exitCode = await run.exited;
const { passed, failed } = readCounts();
// A run that ended without a report, or with skipped tests, has not passed.
const broken = exitCode !== 0 && failed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed + broken} failed`);
process.exit(failed + broken > 0 ? 1 : 0);

function giveUp(reason: string): never {
  console.error(reason);
  console.log("0 passed, 1 failed");
  process.exit(1);
}

function readCounts(): { passed: number; failed: number } {
  let report: string;
  try {
    report = readFileSync(reportPath, "utf8");
  } catch {
    console.error("The test run ended without a report: the line above says why.");
    return { passed: 0, failed: 1 };
  }
  const root = /<testsuites\b[^>]*>/.exec(report)?.[0] ?? "";
  const count = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(root)?.[1] ?? 0);
  const skipped = count("skipped");
  if (skipped > 0) console.error(`${skipped} tests were skipped, and none may be.`);
  const failed = count("failures") + count("errors") + skipped;
  return { passed: count("tests") - failed, failed };
}
