import { AV_CODEC_ID_OPUS } from "node-av/constants";
import { Codec, CodecContext, Frame, Packet } from "node-av/lib";

/** What avatar servers listen to. */
export const wavSampleRateHz = 16_000;
/** Opus decodes to 48 kHz. */
const factor = 3;
/** Samples of 20 ms at 16 kHz; a shorter tail is cut off over there. */
const pieceSamples = 320;
/** Windowed-sinc low-pass at 7.4 kHz (−6 dB), 31 taps: keeps what 16 kHz cannot carry from folding back. */
const taps = lowPass(31, 7_400 / 48_000);

/** Turns Opus packets of ours, mono, 20 ms each, into a WAV of 16 kHz. A second of speech takes about 2 ms. */
export async function toWav(packets: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const pcm = downsample(await decode(packets));
  const samples = pcm.length - (pcm.length % pieceSamples);
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write("RIFF", 0, "latin1");
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write("WAVEfmt ", 8, "latin1");
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(wavSampleRateHz, 24);
  wav.writeUInt32LE(wavSampleRateHz * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36, "latin1");
  wav.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i++) {
    wav.writeInt16LE(Math.round(Math.max(-1, Math.min(1, pcm[i]!)) * 32_767), 44 + i * 2);
  }
  return new Uint8Array(wav);
}

async function decode(packets: readonly Uint8Array[]): Promise<Float32Array> {
  const codec = Codec.findDecoder(AV_CODEC_ID_OPUS);
  if (!codec) throw new Error("the Opus decoder is missing");
  const context = new CodecContext();
  const packet = new Packet();
  const frame = new Frame();
  context.allocContext3(codec);
  packet.alloc();
  frame.alloc();
  try {
    if ((await context.open2(codec, null)) < 0) throw new Error("the Opus decoder does not open");
    const parts: Float32Array[] = [];
    for (const each of packets) {
      packet.data = Buffer.from(each);
      const sent = context.sendPacketSync(packet);
      packet.unref();
      while (sent >= 0 && context.receiveFrameSync(frame) >= 0) {
        const plane = frame.data![0]!;
        parts.push(new Float32Array(plane.buffer, plane.byteOffset, frame.nbSamples).slice());
        frame.unref();
      }
    }
    const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  } finally {
    frame.free();
    packet.free();
    context.freeContext();
  }
}

function downsample(pcm: Float32Array): Float32Array {
  const middle = (taps.length - 1) / 2;
  return Float32Array.from({ length: Math.floor(pcm.length / factor) }, (_, i) => {
    let sum = 0;
    for (let tap = 0; tap < taps.length; tap++) sum += (pcm[i * factor + tap - middle] ?? 0) * taps[tap]!;
    return sum;
  });
}

/** Hamming-windowed sinc; `cutoff` is a share of the sample rate. Its gain at 0 Hz is 1. */
function lowPass(count: number, cutoff: number): Float64Array {
  const weights = Float64Array.from({ length: count }, (_, i) => {
    const x = i - (count - 1) / 2;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    return sinc * (0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (count - 1)));
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
