/** Tries in a row before the student is asked. */
export const triesMax = 10;

const firstPauseMs = 300;
const pauseMaxMs = 7000;
const growth = 1.6;
/** Every pause is shortened by up to this share, so that students who lost the same engine do not return together. */
const jitter = 0.3;

/** Pause before the try after `failures` failures in a row (1 or more), in ms. `random` is in [0, 1). */
export function reconnectPauseMs(failures: number, random: number): number {
  const fullMs = Math.min(firstPauseMs * growth ** (failures - 1), pauseMaxMs);
  return fullMs * (1 - jitter * random);
}

const firstPictureWithinMs = 2500;
const pictureWithinMaxMs = 8000;

/** How long a try may take from the answer to the first picture, in ms; slow networks get longer in later tries. */
export function pictureWithinMs(failures: number): number {
  return Math.min(firstPictureWithinMs * 1.5 ** failures, pictureWithinMaxMs);
}

/** Waits; also over when the network comes back, and rejects on abort. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(resolve), ms);
    const online = () => finish(resolve);
    const aborted = () => finish(() => reject(signal.reason));
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      globalThis.removeEventListener("online", online);
      signal.removeEventListener("abort", aborted);
      settle();
    };
    globalThis.addEventListener("online", online);
    signal.addEventListener("abort", aborted);
    if (signal.aborted) aborted();
  });
}
