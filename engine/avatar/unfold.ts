import { createZstdDecompress } from "node:zlib";
import { PackDamaged } from "./pack-header.ts";

/** What is unfolded in one go, beside the loop; only copying it to its place is done in the loop. */
const chunkSize = 1024 * 1024;

/**
 * Decompresses (Zstandard, RFC 8878) into `places`, one after the other, while everything else goes on. What comes
 * from anywhere is unfolded no further than there is room. Throws PackDamaged when it does not fill them exactly.
 */
export async function unfoldInto(places: readonly Uint8Array[], compressed: Uint8Array): Promise<void> {
  const left = [...places];
  const unfolding = createZstdDecompress({ chunkSize });
  try {
    unfolding.end(compressed);
    for await (const chunk of unfolding)
      if (!fill(left, chunk)) throw new RangeError("there is more than fits");
  } catch (error) {
    throw new PackDamaged("the samples do not decompress", { cause: error });
  } finally {
    unfolding.destroy();
  }
  if (left.some(({ length }) => length > 0)) throw new PackDamaged("the samples are cut short");
}

/** Takes the room that it uses off `left`; false when there is not enough. */
function fill(left: Uint8Array[], chunk: Uint8Array): boolean {
  let rest = chunk;
  while (rest.length > 0) {
    const place = left[0];
    if (!place) return false;
    const now = rest.subarray(0, place.length);
    place.set(now);
    rest = rest.subarray(now.length);
    if (now.length < place.length) left[0] = place.subarray(now.length);
    else left.shift();
  }
  return true;
}
