import type { Affine } from "./affine.ts";
import { eyeCells, mouthCells } from "./face-cells.ts";
import type { FacePack, PatchBank } from "./face-pack.ts";
import { loopPictures } from "./idle-motion.ts";
import { pictureBytes, type Sprite } from "./yuv.ts";

/** Changes when what a pack's parts mean changes. */
export const packFormat = 1;

interface BankHeader {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface PackHeader {
  readonly heads: readonly Affine[];
  readonly mouths: BankHeader;
  readonly eyes: BankHeader;
}

/** A pack as bytes: a JSON header, the loop, the mouths, the eyes. */
export function toParts(pack: FacePack): Uint8Array[] {
  const header: PackHeader = { heads: pack.heads, mouths: headerOf(pack.mouths), eyes: headerOf(pack.eyes) };
  return [
    new TextEncoder().encode(JSON.stringify(header)),
    Buffer.concat(pack.loop),
    Buffer.concat(pack.mouths.patches.flatMap(planes)),
    Buffer.concat(pack.eyes.patches.flatMap(planes)),
  ];
}

/** The pack that `toParts` took apart; undefined when sizes do not fit. The parts come from a checked file of our own. */
export function fromParts(parts: readonly Uint8Array[]): FacePack | undefined {
  const [header, loop, mouths, eyes] = parts;
  if (!header || !loop || !mouths || !eyes || loop.length !== loopPictures * pictureBytes) return undefined;
  const head: PackHeader = JSON.parse(new TextDecoder().decode(header));
  const mouthBank = toBank(head.mouths, mouths, mouthCells.length);
  const eyeBank = toBank(head.eyes, eyes, eyeCells.length);
  if (!mouthBank || !eyeBank) return undefined;
  return {
    heads: head.heads,
    loop: head.heads.map((_, i) => loop.subarray(i * pictureBytes, (i + 1) * pictureBytes)),
    mouths: mouthBank,
    eyes: eyeBank,
  };
}

function headerOf({ x, y, patches }: PatchBank): BankHeader {
  return { x, y, width: patches[0]!.width, height: patches[0]!.height };
}

function planes({ y, alpha, u, v, halfAlpha }: Sprite): Uint8Array[] {
  return [y, alpha, u, v, halfAlpha];
}

function toBank(
  { x, y, width, height }: BankHeader,
  bytes: Uint8Array,
  count: number,
): PatchBank | undefined {
  const [full, half] = [width * height, (width * height) / 4];
  const patchBytes = 2 * full + 3 * half;
  if (bytes.length !== count * patchBytes) return undefined;
  const patches = Array.from({ length: count }, (_, i): Sprite => {
    const lumas = bytes.subarray(i * patchBytes, i * patchBytes + 2 * full);
    const chromas = bytes.subarray(i * patchBytes + 2 * full, (i + 1) * patchBytes);
    return {
      width,
      height,
      y: lumas.subarray(0, full),
      alpha: lumas.subarray(full),
      u: chromas.subarray(0, half),
      v: chromas.subarray(half, 2 * half),
      halfAlpha: chromas.subarray(2 * half),
    };
  });
  return { x, y, patches };
}
