import { engineContract } from "../../generated/engine.contract.ts";
import { serviceToken } from "../_support/backend.ts";
import { readBodyExamples } from "../_support/malformed-requests.ts";
import type { AttackOptions, AttackReport } from "./attack.ts";
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
  const report = await attackWithRequests(school.engine.url, malformed, options);
  return { ...report, faults: [...report.faults, ...school.takeSurprises()] };
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
