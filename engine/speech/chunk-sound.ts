import { opusSampleRateHz } from "./opus-packets.ts";
import { resample } from "./resample.ts";
import type { SpeechChunk, SpeechRateHz } from "./synthesizer.ts";

type Sound = Pick<SpeechChunk, "pcm" | "sampleRateHz">;

export function chunkRateHz({ sampleRateHz = opusSampleRateHz }: Sound): SpeechRateHz {
  return sampleRateHz;
}

export function chunkMs(chunk: Sound): number {
  return (chunk.pcm.length / chunkRateHz(chunk)) * 1000;
}

/** The chunk with its sound at 48 kHz, for whoever puts sounds of several voices together. */
export function widened<Chunk extends SpeechChunk>(chunk: Chunk): Chunk {
  const fromHz = chunkRateHz(chunk);
  if (fromHz === opusSampleRateHz) return chunk;
  const wide = resample(Float32Array.from(chunk.pcm), { fromHz, toHz: opusSampleRateHz });
  const pcm = Int16Array.from(wide, (sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample))));
  return { ...chunk, pcm, sampleRateHz: opusSampleRateHz };
}
