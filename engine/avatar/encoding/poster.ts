import { crc32, deflateSync } from "node:zlib";
import { chromaBytes, lumaBytes, pictureSize } from "../pixels/yuv.ts";

/** A yuv420p picture (BT.601 studio range) as a PNG, 512×512. */
export function toPng(picture: Uint8Array): Uint8Array {
  return encodePng(toRgb(picture), pictureSize, pictureSize);
}

/** A yuv420p picture as RGB, row by row. */
export function toRgb(picture: Uint8Array): Uint8ClampedArray {
  const rgb = new Uint8ClampedArray(3 * lumaBytes);
  const half = pictureSize / 2;
  for (let y = 0, at = 0; y < pictureSize; y++) {
    for (let x = 0; x < pictureSize; x++, at += 3) {
      const luma = 1.1644 * (picture[y * pictureSize + x]! - 16);
      const chroma = (y >> 1) * half + (x >> 1);
      const u = picture[lumaBytes + chroma]! - 128;
      const v = picture[lumaBytes + chromaBytes + chroma]! - 128;
      rgb[at] = luma + 1.596 * v;
      rgb[at + 1] = luma - 0.3918 * u - 0.813 * v;
      rgb[at + 2] = luma + 2.0172 * u;
    }
  }
  return rgb;
}

/** RGB as a PNG of eight bits, without filters (ISO/IEC 15948). */
export function encodePng(rgb: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const stride = 1 + 3 * width;
  const rows = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) rows.set(rgb.subarray(3 * y * width, 3 * (y + 1) * width), y * stride + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 4 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
