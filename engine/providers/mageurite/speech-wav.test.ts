import { expect, test } from "bun:test";
import { OpusEncoder } from "../../speech/opus-encoder.ts";
import { opusPacketSamples } from "../../speech/opus-packets.ts";
import { toWav, wavSampleRateHz } from "./speech-wav.ts";

test("our sound becomes 16 kHz WAV of whole pieces, with its tone in it and what 16 kHz cannot carry left out", async () => {
  using encoder = await OpusEncoder.open();
  const packets = Array.from({ length: 50 }, (_, packet) =>
    encoder.encode(
      Int16Array.from({ length: opusPacketSamples }, (_, i) => {
        const seconds = (packet * opusPacketSamples + i) / 48_000;
        return 8_000 * Math.sin(2 * Math.PI * 500 * seconds);
      }),
    ),
  );
  const wav = Buffer.from(await toWav(packets));
  expect(wav.toString("latin1", 0, 4) + wav.toString("latin1", 8, 16)).toBe("RIFFWAVEfmt ");
  expect(wav.readUInt32LE(24)).toBe(wavSampleRateHz);
  expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
  expect((wav.length - 44) % 640).toBe(0);
  // The codec may hold back a few ms.
  expect((wav.length - 44) / 2 / wavSampleRateHz).toBeCloseTo(1, 1);
  const pcm = Array.from({ length: 8_000 }, (_, i) => wav.readInt16LE(44 + 2 * (i + 4_000)));
  const power = (frequency: number) => {
    const sums = pcm.reduce(
      ([cosine, sine], sample, i) => {
        const phase = (2 * Math.PI * frequency * i) / wavSampleRateHz;
        return [cosine + sample * Math.cos(phase), sine + sample * Math.sin(phase)] as const;
      },
      [0, 0] as readonly [number, number],
    );
    return (2 * Math.hypot(...sums)) / pcm.length;
  };
  expect(power(500)).toBeGreaterThan(6_000);
  expect(power(1_700)).toBeLessThan(200);
});
