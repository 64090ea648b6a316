/**
 * What the benchmarks measured (docs/capacity.md), and what is assumed about lessons. The page docs/scaling.md is computed from these:
 * change one, run `bun tests/bench/scaling/write-page.ts`.
 */
export const measured = {
  /** Cores, where other work keeps all of them busy; on a quiet machine a seventh less. The dearest kind of picture, H.264. */
  idleStudent: 0.0043,
  speakingStudent: 0.052,
  relayedStudent: 0.018,
  emptyEngine: 0.02,
  /** MB: an engine's processes together with nobody in it, and what each student adds. */
  engineProcesses: 410,
  idleStudentMemory: 0.5,
  /** kbit/s on the wire, sound and picture with all headers. */
  idleLink: 250,
  speakingLink: 305,
  /** Stored turn records, and cheap reads, per CPU second of the backend. */
  turnsStored: 2_000,
  readsServed: 17_000,
  /** CPU seconds of a sign-in with a password. */
  signIn: 0.04,
} as const;

export const assumed = {
  /** Part of a lesson's time in which the tutor speaks; the rest is reading, thinking and typing. */
  speakingShare: 0.4,
  questionsPerMinute: 1,
  tokensPerAnswer: 120,
  /** Turn records per question: its start, spoken sentences at most every two seconds, its end. */
  recordsPerQuestion: 8,
  /** Between two rows that say that a lesson goes on. */
  goesOnSeconds: 15,
  /** Addresses of a relay that each browser is told, and networks that it asks them from. */
  relayAddresses: 2,
  browserNetworks: 1.5,
  /** How full a core, a link or a GPU is planned to be. */
  plannedUse: 0.7,
} as const;

/** Mean cores of one lesson. */
export const cpuPerLesson =
  measured.idleStudent + assumed.speakingShare * (measured.speakingStudent - measured.idleStudent);

/** Places that one lesson's browser takes on a relay, used or not. */
export const relayPlacesPerLesson = assumed.relayAddresses * assumed.browserNetworks;

/** Mean kbit/s of one lesson. */
export const linkPerLesson =
  measured.idleLink + assumed.speakingShare * (measured.speakingLink - measured.idleLink);
