import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { ensureInstalled, projectFolder } from "../deploy/installation.ts";

/** Screenshots and other things that tests leave for people to look at. */
const artifactsFolder = `${projectFolder}test-artifacts`;

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Most of the time tests wait for speech, which takes the time that it takes: more files at once than this make a machine of two cores so
 * busy that lessons step back from what they would do on a quiet one.
 */
const filesAtOnce = 2;
/** The same holds for the tests of a file that run at once, each with both services of its own. */
const concurrentTestsOfFile = 2;
/**
 * Two files at once keep each other from the processor, and what fails for that alone has to pass by itself. More files than these fail for
 * another reason.
 */
const filesAgainMax = 4;
/** Stands for a file where a run has failed without a test that did. */
const runItself = "";

await ensureInstalled();
const { findChromium } = await import("./_support/chromium.ts");
if (!findChromium())
  giveUp("The tests need Chromium: install it (Debian: apt-get install chromium) or set CHROME_PATH.");
// One server for all files, each of which would start its own.
const { testPostgresUrl } = await import("./_support/postgres.ts");
const databaseUrl = await testPostgresUrl().catch((error) => giveUp(String(error)));

rmSync(artifactsFolder, { recursive: true, force: true });
mkdirSync(artifactsFolder, { recursive: true });
const chosen = process.argv.slice(2);
const folders = ["./openapi", "./backend", "./engine", "./deploy", "./tests"];
const results = await runTests(chosen.length > 0 ? chosen : folders, filesAtOnce, "report.xml");
const failedFiles = [...results].filter(([, { failed }]) => failed > 0).map(([file]) => file);
if (failedFiles.length > 0 && failedFiles.length <= filesAgainMax && !results.has(runItself)) {
  console.log(`Once more, with nothing beside them: ${failedFiles.join(", ")}`);
  for (const [file, alone] of await runTests(failedFiles, 1, "report-alone.xml")) {
    if (alone.failed === 0) console.log(`failed beside another file, and passed alone: ${file}`);
    results.set(file, alone);
  }
}
const total = (kind: keyof Counts) => [...results.values()].reduce((sum, counts) => sum + counts[kind], 0);
console.log(`${total("passed")} passed, ${total("failed")} failed`);
process.exit(total("failed") > 0 ? 1 : 0);

/** The results of each file, by its path. A run that ended without a report has one failure, and one that says it failed has too. */
async function runTests(
  paths: readonly string[],
  atOnce: number,
  reportName: string,
): Promise<Map<string, Counts>> {
  const reportPath = `${artifactsFolder}/${reportName}`;
  const run = Bun.spawn(
    [
      process.execPath,
      "test",
      // A time-out in bunfig.toml is not heeded.
      "--timeout=60000",
      `--parallel=${atOnce}`,
      `--max-concurrency=${concurrentTestsOfFile}`,
      "--reporter=junit",
      `--reporter-outfile=${reportPath}`,
      ...paths,
    ],
    {
      cwd: projectFolder,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, TEST_ARTIFACTS: artifactsFolder, TEST_DATABASE_URL: databaseUrl },
    },
  );
  const exitCode = await run.exited;
  const counts = readCounts(reportPath);
  const hasFailed = [...counts.values()].some(({ failed }) => failed > 0);
  if (exitCode !== 0 && !hasFailed) {
    console.error("The test run ended early: the lines above say why.");
    counts.set(runItself, { passed: 0, failed: 1 });
  }
  return counts;
}

function giveUp(reason: string): never {
  console.error(reason);
  console.log("0 passed, 1 failed");
  process.exit(1);
}

/** A skipped test has not passed. */
function readCounts(reportPath: string): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  if (!existsSync(reportPath)) return counts;
  const report = readFileSync(reportPath, "utf8");
  for (const [testCase, attributes] of report.matchAll(/<testcase\b([^>]*?)(?:\/>|>[\s\S]*?<\/testcase>)/g)) {
    const file = `./${/\bfile="([^"]*)"/.exec(attributes!)?.[1]}`;
    const { passed, failed } = counts.get(file) ?? { passed: 0, failed: 0 };
    const isFailed = /<(?:failure|error|skipped)\b/.test(testCase);
    counts.set(file, { passed: passed + (isFailed ? 0 : 1), failed: failed + (isFailed ? 1 : 0) });
  }
  return counts;
}
