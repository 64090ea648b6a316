/** Where a store keeps what: a name's entry under `namePrefix`, packs under `packPrefix`. */
export const namePrefix = "names/";
export const packPrefix = "packs/";
export const entryBytesMax = 16 * 1024;

export function packKey(hash: string): string {
  return `${packPrefix}${hash}.avatar`;
}
