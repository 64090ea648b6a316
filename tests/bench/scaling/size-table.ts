import { assumed, cpuPerLesson, linkPerLesson, measured, relayPlacesPerLesson } from "./measured-costs.ts";
import { readRelayPlaces } from "./policies.ts";

/** Students of a school who have a lesson at the same moment, at its busiest: the simulated day's. */
export const atOnceShare = 0.2;
/** Half of a class opens the page within a minute. */
const joinsPerStudentAndSecond = 0.5 / 60;
/** Tokens per second that one GPU writes for all its readers, 8 billion parameters in four bits. */
export const tokensPerGpu = 150;
/** Students whose network takes no UDP. */
export const relayedShare = 0.15;
/** US dollars. */
export const prices = { coreHour: 0.04, gigabyte: 0.05, gpuHour: 0.8 } as const;

export interface Size {
  readonly students: number;
  readonly lessons: number;
  readonly engineCores: number;
  readonly engineMemoryGb: number;
  readonly mediaGbits: number;
  readonly relayGbits: number;
  /** Of all browsers, those that need none included. */
  readonly relayPlaces: number;
  readonly relays: number;
  readonly joinsPerSecond: number;
  readonly recordsPerSecond: number;
  readonly goesOnPerSecond: number;
  readonly backendCores: number;
  /** Where everybody who joins has to sign in first. */
  readonly signInCores: number;
  readonly gpus: number;
}

export function sizeFor(students: number): Size {
  const lessons = students * atOnceShare;
  const mediaGbits = (lessons * linkPerLesson) / 1e6;
  const engineCores = (lessons * cpuPerLesson) / assumed.plannedUse;
  const recordsPerSecond = (lessons * assumed.questionsPerMinute * assumed.recordsPerQuestion) / 60;
  const goesOnPerSecond = lessons / assumed.goesOnSeconds;
  const relayPlaces = lessons * relayPlacesPerLesson;
  const joinsPerSecond = lessons * joinsPerStudentAndSecond;
  return {
    students,
    lessons,
    engineCores,
    engineMemoryGb: (engineCores * measured.engineProcesses + lessons * measured.idleStudentMemory) / 1000,
    mediaGbits,
    // What goes through a relay enters it and leaves it.
    relayGbits: mediaGbits * relayedShare * 2,
    relayPlaces,
    relays: relayPlaces / (readRelayPlaces() * assumed.plannedUse),
    joinsPerSecond,
    recordsPerSecond,
    goesOnPerSecond,
    // A join is a few reads and a session; a row that a lesson goes on is no more work than one of a turn.
    backendCores:
      ((recordsPerSecond + goesOnPerSecond) / measured.turnsStored +
        joinsPerSecond / (measured.readsServed / 20)) /
      assumed.plannedUse,
    signInCores: (joinsPerSecond * measured.signIn) / assumed.plannedUse,
    gpus:
      (lessons * assumed.questionsPerMinute * assumed.tokensPerAnswer) /
      60 /
      tokensPerGpu /
      assumed.plannedUse,
  };
}

/** US dollars for one lesson of one hour: CPU, what leaves a data centre, model. */
export function costPerLessonHour() {
  return {
    cpu: (cpuPerLesson / assumed.plannedUse) * prices.coreHour,
    traffic: ((linkPerLesson * 3600) / 8e6) * prices.gigabyte,
    model:
      ((assumed.questionsPerMinute * assumed.tokensPerAnswer) / 60 / tokensPerGpu / assumed.plannedUse) *
      prices.gpuHour,
  };
}
