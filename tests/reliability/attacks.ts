import { engineContract } from "../../generated/engine.contract.ts";
import { serviceToken } from "../_support/backend.ts";
import { readBodyExamples } from "../_support/malformed-requests.ts";
import { type AttackOptions, type AttackReport, Times } from "./attack.ts";
import type { AttackedSchool } from "./attacked-school.ts";
import { attackWithDatagrams } from "./datagram-attack.ts";
import { takeEverything } from "./greedy-student.ts";
import { guessSignIns } from "./guessed-sign-ins.ts";
import { attackWithMessages } from "./message-attack.ts";
import { attackWithOffers } from "./offer-attack.ts";
import { attackWithRequests } from "./request-attack.ts";
import { attackSlowly } from "./slow-connections.ts";
import { attackWithUploads } from "./upload-attack.ts";

interface Attack {
  /** At its full size. */
  readonly count: number;
  readonly run: (school: AttackedSchool, options: AttackOptions) => Promise<AttackReport>;
}

const requestsPerOperation = 10_000;
/** How often somebody else asks meanwhile, how long the answer may take (99 %), and what may be left of the attack in memory. */
const goodEveryMs = 50;
const goodMaxMs = 50;
const grownMaxMb = 30;

async function attackEngineRequests(school: AttackedSchool, options: AttackOptions): Promise<AttackReport> {
  const malformed = {
    contract: engineContract,
    examples: readBodyExamples(engineContract),
    bearers: {
      ticket: `Bearer ${await school.openTicket()}`,
      serviceToken: `Bearer ${serviceToken}`,
    },
    ids: [school.tutorId],
  };
  // Code is compiled with the first ones.
  await attackWithRequests(school.engine.url, malformed, {
    ...options,
    count: Math.min(options.count, 1_000),
  });
  const before = await school.holdings();
  const stop = new AbortController();
  const asking = askMeanwhile(school, stop.signal);
  const report = await attackWithRequests(school.engine.url, malformed, options);
  stop.abort();
  const times = await asking;
  const grownMb = (await school.holdings()).residentMb - before.residentMb;
  const faults = [...report.faults, ...school.takeSurprises()];
  if (options.isMachineQuiet && times.at(0.99) > goodMaxMs)
    faults.push(`somebody else waited ${times.at(0.99).toFixed(1)} ms (99 %)`);
  if (options.isMachineQuiet && grownMb > grownMaxMb) faults.push(`${grownMb.toFixed(0)} MB more are held`);
  const figures = { ...report.figures, "somebody else": times.summary, "MB more": grownMb.toFixed(1) };
  return { ...report, figures, faults };
}

/** Somebody else, who asks something that is right again and again. */
async function askMeanwhile(school: AttackedSchool, signal: AbortSignal): Promise<Times> {
  const times = new Times();
  const headers = { authorization: `Bearer ${await school.openTicket()}` };
  while (!signal.aborted) {
    const askedAtMs = performance.now();
    const response = await fetch(`${school.engine.url}/api/tutors/${school.tutorId}/ice-servers`, {
      headers,
    });
    times.add(performance.now() - askedAtMs);
    if (!response.ok) throw new Error(`somebody else was answered with ${response.status}`);
    await Bun.sleep(goodEveryMs);
  }
  return times;
}

export const attacks: Readonly<Record<string, Attack>> = {
  offers: { count: 20_000, run: attackWithOffers },
  datagrams: { count: 100_000, run: attackWithDatagrams },
  messages: { count: 10_000, run: attackWithMessages },
  requests: {
    count: requestsPerOperation * Object.keys(engineContract.operations).length,
    run: attackEngineRequests,
  },
  uploads: { count: 200, run: attackWithUploads },
  guesses: { count: 200, run: guessSignIns },
  greed: { count: 3_000, run: takeEverything },
  slow: { count: 400, run: attackSlowly },
};

export const attackNames: readonly string[] = Object.keys(attacks);
