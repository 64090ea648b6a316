import { plotDay } from "./day-plot.ts";
import { assumed, cpuPerLesson, linkPerLesson, measured, relayPlacesPerLesson } from "./measured-costs.ts";
import { readRelayPlaces } from "./policies.ts";
import { byCpuAlone, byTimetable, type SimulatedPolicy, simulate } from "./simulate.ts";
import { costPerLessonHour, prices, sizeFor } from "./size-table.ts";

const firstHour = 7;

/** The computed parts of docs/scaling.md: tables by the name of their mark, pictures by file name. */
export function computeParts(): { tables: Record<string, string>; pictures: Record<string, string> } {
  const policies = simulate();
  const called = (wanted: string) => policies.find(({ name }) => name === wanted)!;
  return {
    tables: {
      units: toTable(unitRows()),
      sizes: toTable(sizeRows()),
      cost: toTable(costRows()),
      policies: toTable(policyRows(policies)),
    },
    pictures: {
      "scaling-cpu.svg": plotPolicy("Scaled by CPU alone", called(byCpuAlone)),
      "scaling-timetable.svg": plotPolicy("Scaled by lessons, with a timetable", called(byTimetable)),
    },
  };
}

/** `page` with each computed table between its marks. */
export function fillTables(page: string, tables: Record<string, string>): string {
  let filled = page;
  for (const [name, table] of Object.entries(tables)) {
    const mark = new RegExp(`(<!-- computed: ${name} -->\n)[^]*?(<!-- end -->)`);
    if (!mark.test(filled)) throw new Error(`the page has no place for the table ${name}`);
    filled = filled.replace(mark, (_, begin: string, end: string) => `${begin}${table}\n${end}`);
  }
  return filled;
}

function plotPolicy(title: string, { day, plan }: SimulatedPolicy): string {
  return plotDay(`${title}, ${plan.lessonsMax} places a pod`, firstHour, [
    { label: "places", color: "#cfe3d6", values: day.replicas.map((n) => n * plan.lessonsMax), filled: true },
    { label: "students", color: "#b4532a", values: day.lessons },
  ]);
}

function unitRows(): string[][] {
  const perCore = (cores: number) => round(assumed.plannedUse / cores);
  return [
    ["What one of it carries", "Lessons", "How"],
    [
      "core, lessons as they are",
      perCore(cpuPerLesson),
      `${measured.idleStudent} of a core waiting, ${measured.speakingStudent} listening, ${assumed.speakingShare * 100} % of the time listening`,
    ],
    ["core, all waiting", perCore(measured.idleStudent), ""],
    ["core, all listening", perCore(measured.speakingStudent), "embedded face"],
    ["core, face from a Mageurite server", perCore(measured.relayedStudent), "relayed, not encoded"],
    [
      "10 Gbit/s out of the engines",
      round((1e7 * assumed.plannedUse) / linkPerLesson),
      `${measured.idleLink} kbit/s waiting, ${measured.speakingLink} listening, headers and all`,
    ],
    [
      "10 Gbit/s of a relay, in and out",
      round((1e7 * assumed.plannedUse) / linkPerLesson / 2),
      "each packet passes twice",
    ],
    [
      "relay, by its places",
      round((readRelayPlaces() * assumed.plannedUse) / relayPlacesPerLesson),
      `${readRelayPlaces().toLocaleString("en")} places; each browser takes ${relayPlacesPerLesson}, whether it needs them or not: ${assumed.relayAddresses} addresses, from ${assumed.browserNetworks} networks`,
    ],
    [
      "core of the backend, storing turns",
      round(
        (assumed.plannedUse * measured.turnsStored * 60) /
          (assumed.questionsPerMinute * assumed.recordsPerQuestion),
      ),
      `${measured.turnsStored} records a second, ${assumed.recordsPerQuestion} for each question`,
    ],
  ];
}

function sizeRows(): string[][] {
  const sizes = [1_000, 100_000, 10_000_000].map(sizeFor);
  const row = (what: string, value: (size: (typeof sizes)[number]) => number) => [
    what,
    ...sizes.map((size) => round(value(size))),
  ];
  return [
    ["Students enrolled", ...sizes.map(({ students }) => students.toLocaleString("en"))],
    row("lessons at once", ({ lessons }) => lessons),
    row("cores for engines", ({ engineCores }) => engineCores),
    row("memory for engines, GB", ({ engineMemoryGb }) => engineMemoryGb),
    row("pictures and sound, Gbit/s", ({ mediaGbits }) => mediaGbits),
    row("of these through relays, in and out, Gbit/s", ({ relayGbits }) => relayGbits),
    row("places on relays", ({ relayPlaces }) => relayPlaces),
    row("relays, for these places", ({ relays }) => relays),
    row("joins a second when a bell rings", ({ joinsPerSecond }) => joinsPerSecond),
    row("turn records a second", ({ recordsPerSecond }) => recordsPerSecond),
    row("words that lessons go on, a second", ({ goesOnPerSecond }) => goesOnPerSecond),
    row("cores for the backend", ({ backendCores }) => backendCores),
    row("more of them, where all sign in when the bell rings", ({ signInCores }) => signInCores),
    row("GPUs with Ollama", ({ gpus }) => gpus),
  ];
}

function costRows(): string[][] {
  const { cpu, traffic, model } = costPerLessonHour();
  const dollars = (value: number) => `$${value.toFixed(4)}`;
  return [
    ["An hour of lesson", "Cost", "Price assumed"],
    ["CPU", dollars(cpu), `$${prices.coreHour} a core and hour`],
    ["traffic out", dollars(traffic), `$${prices.gigabyte} a GB; nothing on a school's own network`],
    ["model", dollars(model), `$${prices.gpuHour} a GPU and hour`],
    ["together", dollars(cpu + traffic + model), ""],
    [
      "a thousand students, half an hour each school day, a month of 21",
      `$${Math.round((cpu + traffic + model) * 1000 * 0.5 * 21)}`,
      "",
    ],
  ];
}

export function policyRows(policies: readonly SimulatedPolicy[]): string[][] {
  return [
    [
      "Policy",
      "Pods at most",
      "Pod-hours",
      "No face at once",
      "of these, 95 % had one within",
      "CPU short",
      "Moved",
    ],
    ...policies.map(({ name, day }) => [
      name,
      String(Math.max(...day.replicas)),
      round(day.podHours),
      `${percent(day.withoutPlace / day.lessonsBegun)} of students`,
      day.withoutPlace === 0 ? "" : `${day.slowWaitSeconds} s`,
      `${percent(day.starvedShare)} of lesson time`,
      `${percent(day.moved / day.lessonsBegun)} of lessons`,
    ]),
  ];
}

const percent = (share: number) => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

/** Two digits that count: nobody measured more. */
function round(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString("en");
}

export function toTable([head, ...rows]: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head!), line(head!.map(() => "---")), ...rows.map(line)].join("\n");
}
