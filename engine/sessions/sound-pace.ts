import { opusPacketMs } from "../speech/speaker.ts";

/** After a stall: sound at twice its speed. */
const packetsPerTick = 2;
/** A tick that is late by no more than this sends what it has missed at once, and one packet more. */
const packetsMissedMax = 4;

/** How fast sound that is late may leave: no 100 ms have more than 200 ms of it, which a browser's buffer would take for a burst. */
export class SoundPace {
  #tickedAtMs: number | undefined;
  #wasHeldUp = false;

  /**
   * How many packets may leave now. `nowMs`: of a monotonic clock, a multiple of a packet's time after the last call's. The first tick
   * after a stall comes late, so that the second may come at once behind it: it sends none.
   */
  packetsMax(nowMs: number): number {
    const missed = Math.round((nowMs - (this.#tickedAtMs ?? nowMs)) / opusPacketMs);
    const isHeldUp = missed > packetsMissedMax;
    const isFirst = isHeldUp && !this.#wasHeldUp;
    this.#tickedAtMs = nowMs;
    this.#wasHeldUp = isHeldUp;
    if (isHeldUp) return isFirst ? 0 : packetsPerTick;
    return Math.max(missed + 1, packetsPerTick);
  }
}
