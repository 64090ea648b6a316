/** What workers are for, and why one of them is no longer there: it ended by itself, native code included, or hung and was killed. */
export const workerKinds = ["face", "voice", "ear", "transcoder"] as const;
export type WorkerKind = (typeof workerKinds)[number];
export const workerEndReasons = ["ended", "hung"] as const;

export interface WorkerEnd {
  readonly worker: WorkerKind;
  readonly reason: (typeof workerEndReasons)[number];
  /** A signal, such as SIGSEGV, or the exit code. */
  readonly by: string;
}

/** Hears of workers that are started again. */
export type OnWorkerEnd = (end: WorkerEnd) => void;
