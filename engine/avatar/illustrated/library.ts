import { glow, linear } from "./svg.ts";

/** Books of one shelf from left to right; widths and heights go round a short list, so that no two shelves look alike. */
function shelf(top: number, shift: number): string {
  const colours = ["#8c4a3c", "#c79a4e", "#4f6b5c", "#374b66", "#a9714f", "#d8c7a0", "#6b4a5e", "#7d8a63"];
  const books: string[] = [];
  for (let x = -8, i = shift; x < 520; i++) {
    const width = 15 + ((i * 7) % 13);
    const height = 66 + ((i * 11) % 24);
    const colour = colours[(i * 3) % colours.length]!;
    // A gap now and then, where a book was taken out.
    if (i % 9 !== 4) {
      books.push(
        `<rect x="${x}" y="${top + 96 - height}" width="${width}" height="${height}" rx="1.5" fill="${colour}"/>`,
        `<rect x="${x + 3}" y="${top + 108 - height}" width="${width - 6}" height="5" fill="#f1e3c2" opacity=".45"/>`,
      );
    }
    x += width + 2;
  }
  return `${books.join("")}<rect y="${top + 96}" width="512" height="12" fill="#6d4a30"/>`;
}

const paints =
  linear("wood", [
    [0, "#4a3222"],
    [1, "#38251a"],
  ]) +
  '<filter id="far" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="5"/></filter>';

/** Shelves of books out of focus, in the light of a lamp. */
export const library = `${paints}<rect width="512" height="512" fill="url(#wood)"/>
<g filter="url(#far)">${[-52, 62, 176, 290, 404].map((top, i) => shelf(top, i * 5 + 1)).join("")}
<rect x="92" width="12" height="512" fill="#5c3d28"/><rect x="412" width="12" height="512" fill="#5c3d28"/></g>
<rect width="512" height="512" fill="#4a3526" opacity=".3"/>${glow("#ffdca4", 0.5)}`;
