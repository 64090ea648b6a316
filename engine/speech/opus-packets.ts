import { opusPacketMs } from "./speaker.ts";
import type { SpeechRateHz } from "./synthesizer.ts";

/** Of Opus's clock, and of sound that is not said to have another rate. */
export const opusSampleRateHz = 48_000;
/** Samples of one packet. */
export const opusPacketSamples = packetSamples(opusSampleRateHz);

export function packetSamples(sampleRateHz: SpeechRateHz): number {
  return (sampleRateHz * opusPacketMs) / 1000;
}
