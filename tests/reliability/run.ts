import { ensureInstalled } from "../../deploy/installation.ts";
import type { Replicas } from "../_support/replicas.ts";
import type { FaultReport } from "./fault-report.ts";

await ensureInstalled();
const { startReplicas } = await import("../_support/replicas.ts");
const { printReport } = await import("./fault-report.ts");
const { fillDisk } = await import("./full-disk.ts");
const { killEngines } = await import("./kill-engine.ts");
const { loseDeliveries } = await import("./lossy-delivery.ts");
const { answerWrongly, killModel, loadSlowly } = await import("./model-faults.ts");
const { lockDatabase, stopBackend, stopDatabase } = await import("./outages.ts");
const { restartEngines } = await import("./rolling-restart.ts");
const { skewClocks } = await import("./skewed-clock.ts");
const { soak } = await import("./soak.ts");
const { stallEngine } = await import("./stalled-engine.ts");
const { vanish } = await import("./vanished-students.ts");

/** Minutes of F18; two hours unless the environment says otherwise. */
const soakMinutes = Number(process.env.SOAK_MINUTES ?? 120);

/** What other work on the machine would make fail is printed only. */
const isMachineQuiet = !process.argv.includes("--busy");

async function amongReplicas(meet: (school: Replicas) => Promise<FaultReport>): Promise<FaultReport> {
  await using school = await startReplicas();
  return await meet(school);
}

/** Each fault at full size. */
const faults: Readonly<Record<string, () => Promise<FaultReport>>> = {
  F1: () => amongReplicas((school) => killEngines(school, { trials: 50, isMachineQuiet })),
  F2: () => amongReplicas((school) => restartEngines(school, { students: 20, turns: 100, requests: 10_000 })),
  F3: () => killModel({ rounds: 10, students: 10, isMachineQuiet }),
  F4: () => answerWrongly({ slow: true }),
  F5: () => loadSlowly({ loadMs: 60_000 }),
  F7: () => stopDatabase({ students: 10, outageMs: 10_000 }),
  "F7-SQLite": () => lockDatabase({ students: 10, outageMs: 10_000 }),
  F8: () => stopBackend({ students: 10, outageMs: 600_000 }),
  F9: () => fillDisk(),
  F15: () => vanish({ students: 10 }),
  F16: () => loseDeliveries({ sessions: 100, turnsEach: 100, lossRate: 0.3 }),
  F17: () => skewClocks(),
  // In a short soak each stays for a shorter time: after a sixth of it the engine remembers all the sessions that it may.
  F18: () => soak({ minutes: soakMinutes, students: 10, staySeconds: Math.min(60, soakMinutes / 2) }),
  F19: () => stallEngine({ stalls: 20, isMachineQuiet }),
};

// bun tests/reliability/run.ts [--busy] [F3 F7 …]: all of them take three hours, most of it F18. F7 chooses F7-SQLite as well.
const chosen = process.argv.slice(2).filter((word) => word !== "--busy");
const unknown = chosen.filter((name) => !(name in faults));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(", ")}: choose from ${Object.keys(faults).join(" ")}.`);
  process.exit(2);
}
let failed = 0;
for (const [name, meet] of Object.entries(faults)) {
  const isChosen = chosen.some((word) => word === name || name.startsWith(`${word}-`));
  if (chosen.length > 0 && !isChosen) continue;
  const report = await meet();
  printReport(report);
  if (report.failures.length > 0) failed++;
}
process.exit(failed > 0 ? 1 : 0);
