import { ensureInstalled } from "../../deploy/installation.ts";

/** bun run fuzz [--share 0.1] [--seed 4711] [--busy] [attack…]: every attack at its full size, or a share of it; `--busy` where others use the machine. */
await ensureInstalled();
const { parseArgs } = await import("node:util");
const { attacks, attackNames } = await import("./attacks.ts");
const { openAttackedSchool } = await import("./attacked-school.ts");

const { values, positionals } = readArguments();
const unknown = positionals.filter((name) => !attackNames.includes(name));
if (unknown.length > 0 || !(Number(values.share) > 0) || !Number.isInteger(Number(values.seed))) showUsage();
let faulty = 0;
for (const name of positionals.length > 0 ? positionals : attackNames) {
  const { count, run } = attacks[name]!;
  await using school = await openAttackedSchool();
  const report = await run(school, {
    count: Math.ceil(count * Number(values.share)),
    seed: Number(values.seed),
    isMachineQuiet: !values.busy,
  });
  console.log(`${report.attack} (seed ${report.seed}): ${report.faults.length === 0 ? "held" : "FELL"}`);
  for (const [figure, value] of Object.entries(report.figures)) console.log(`  ${figure}: ${value}`);
  for (const fault of report.faults) console.log(`  FAULT ${fault}`);
  if (report.faults.length > 0) faulty++;
}
process.exit(faulty > 0 ? 1 : 0);

function readArguments() {
  try {
    return parseArgs({
      args: process.argv.slice(2),
      allowPositionals: true,
      options: {
        share: { type: "string", default: "1" },
        seed: { type: "string", default: "4711" },
        busy: { type: "boolean", default: false },
      },
    });
  } catch {
    return showUsage();
  }
}

function showUsage(): never {
  console.error(`usage: bun run fuzz [--share 0.1] [--seed 4711] [--busy] [${attackNames.join("] [")}]`);
  process.exit(2);
}
