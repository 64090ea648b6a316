import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import createClient from "openapi-fetch";
import { familyOf, readFamilyFigures } from "../../deploy/process-family.ts";
import type { paths } from "../../generated/backend.types.ts";
import { openChromium } from "../_support/chromium.ts";
import { visitInChromium } from "../_support/chromium-student.ts";
import { ownResidentMb } from "../_support/cpu-seconds.ts";
import { openNarrowLink } from "../_support/narrow-link.ts";
import { startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";
import { openBenchSchool } from "./bench-school.ts";
import type { Figure } from "./report.ts";
import { openService } from "./service-process.ts";

const watchMs = 20_000;
/** What has just been opened settles first. */
const settleMs = 5_000;
const signIns = 20;
const talk = "Plants make sugar from light, and this is one of many sentences about it. ".repeat(40);
const credentials = { email: "bench@school.example", password: "a sentence nobody guesses" };

/** What docs/scaling.md computes with and nothing else measures: bits on the wire, an empty engine's memory, a sign-in's CPU. */
export async function measureScalingInputs(): Promise<Figure[]> {
  return [...(await measureWire()), await measureEmptyEngine(), await measureSignIn()];
}

/** To a student in Chromium on a good link: sound, picture and everything else, with the headers of IP and UDP. */
async function measureWire(): Promise<Figure[]> {
  await using school = await startSchool();
  await using link = await openNarrowLink(school.engine.mediaPort, {
    down: { delayMs: 1 },
    up: { delayMs: 1 },
  });
  const browser = await openChromium("--disable-features=WebRtcHideLocalIpsWithMdns");
  try {
    const student = await visitInChromium(await browser.newPage(), school, link);
    const watch = async (what: string): Promise<Figure> => {
      await Bun.sleep(settleMs);
      const [bytes, { pictures, atMs }] = [link.down.bytes, await student.received()];
      await Bun.sleep(watchMs);
      const after = await student.received();
      const seconds = (after.atMs - atMs) / 1000;
      return {
        what: `on the wire to a student, ${what}`,
        value: ((link.down.bytes - bytes) * 8) / 1000 / seconds,
        unit: "kbit/s",
        budget: "none",
        baseline: { what: "pictures a second", value: (after.pictures - pictures) / seconds },
        samples: 1,
      };
    };
    const waiting = await watch("waiting");
    school.ollama.next({ tokens: [talk] });
    await student.say("Go on.");
    await until("speech", async () => (await student.messages("caption")).length > 0, { withinMs: 20_000 });
    return [waiting, await watch("listening")];
  } finally {
    await browser.close();
  }
}

async function measureEmptyEngine(): Promise<Figure> {
  await using school = await openBenchSchool();
  await Bun.sleep(settleMs);
  const { pid } = school.engine;
  return {
    what: `memory of an empty engine's ${familyOf(pid).length} processes together, what they share once`,
    value: (await readFamilyFigures(pid)).memoryBytes / 1e6,
    unit: "MB",
    budget: "none",
    baseline: { what: "the main process alone", value: ownResidentMb(pid) },
    samples: 1,
  };
}

async function measureSignIn(): Promise<Figure> {
  await using opened = new AsyncDisposableStack();
  const dataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-bench-"));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  await using backend = await openService("backend/main.ts", {
    BACKEND_PORT: "0",
    SERVICE_TOKEN: "x".repeat(40),
    DATA_DIR: dataDir,
    LOG_LEVEL: "error",
    ADMIN_EMAIL: credentials.email,
    ADMIN_PASSWORD: credentials.password,
  });
  const guest = createClient<paths>({ baseUrl: backend.url });
  const signIn = async () => {
    const { response } = await guest.POST("/api/auth/login", { body: credentials });
    if (!response.ok) throw new Error(`answered ${response.status}`);
  };
  await signIn();
  const before = backend.cpuSeconds();
  for (let i = 0; i < signIns; i++) await signIn();
  return {
    what: "a sign-in, CPU of the backend",
    value: ((backend.cpuSeconds() - before) / signIns) * 1000,
    unit: "ms",
    budget: "none",
    baseline: { what: "sign-ins", value: signIns },
    samples: signIns,
  };
}
