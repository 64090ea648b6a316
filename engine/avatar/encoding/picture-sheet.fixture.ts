import { pictureSize } from "../pixels/yuv.ts";
import { encodePng, toRgb } from "./poster.ts";

export interface SheetBox {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

export const wholePicture: SheetBox = { x: 0, y: 0, side: pictureSize };

/** Pictures side by side as one PNG, to be looked at: a square part of each, at its own size or every second px. */
export function toSheet(
  pictures: readonly Uint8Array[],
  { columns, box = wholePicture, step = 1 }: { columns: number; box?: SheetBox; step?: number },
): Uint8Array {
  const side = Math.floor(box.side / step);
  const [width, height] = [columns * side, Math.ceil(pictures.length / columns) * side];
  const sheet = new Uint8ClampedArray(3 * width * height);
  for (const [index, picture] of pictures.entries()) {
    const rgb = toRgb(picture);
    const [left, top] = [(index % columns) * side, Math.floor(index / columns) * side];
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const from = 3 * ((box.y + y * step) * pictureSize + box.x + x * step);
        sheet.set(rgb.subarray(from, from + 3), 3 * ((top + y) * width + left + x));
      }
    }
  }
  return encodePng(sheet, width, height);
}
