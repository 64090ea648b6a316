import type { Random } from "./random.ts";

const boundaries = [0, 1, 9, 10, 13, 32, 34, 44, 58, 61, 92, 127, 128, 0xc0, 0xed, 0xfe, 0xff];

/** Some bytes changed, gone, doubled, or taken from another sample. The sample itself stays as it is. */
export function mutateBytes(random: Random, sample: Uint8Array, others: readonly Uint8Array[]): Buffer {
  let bytes: Buffer = Buffer.from(sample);
  const changes = 1 + random.below(6);
  for (let i = 0; i < changes; i++) bytes = changeOnce(random, bytes, others);
  return bytes;
}

function changeOnce(random: Random, bytes: Buffer, others: readonly Uint8Array[]): Buffer {
  const at = random.below(bytes.length + 1);
  const length = 1 + random.below(random.chance(0.8) ? 8 : 400);
  switch (random.below(7)) {
    case 0:
      if (at < bytes.length) bytes[at]! ^= 1 << random.below(8);
      return bytes;
    case 1:
      if (at < bytes.length) bytes[at] = random.pick(boundaries);
      return bytes;
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)]);
    case 4: {
      const noise = Buffer.from(Array.from({ length }, () => random.below(256)));
      return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
    }
    case 5:
      return bytes.subarray(0, at);
    default: {
      const other = Buffer.from(random.pick(others));
      return Buffer.concat([bytes.subarray(0, at), other.subarray(random.below(other.length + 1))]);
    }
  }
}
