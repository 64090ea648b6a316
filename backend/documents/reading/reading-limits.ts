/** Bounds on one document; what is beyond them is refused, never cut. */
export const readingLimits = {
  pagesMax: 2_000,
  charactersMax: 5_000_000,
  /** Of a DOCX file, which is a ZIP archive: entries, and bytes counted while they are unpacked, since headers lie. */
  entriesMax: 2_000,
  unpackedBytesMax: 100 * 1024 * 1024,
  /** Unpacked bytes for each packed one: prose stays below 20. */
  packingRatioMax: 200,
  /** Below it the ratio is not looked at: a small file may be very repetitive. */
  ratioFreeBytes: 4 * 1024 * 1024,
  elementDepthMax: 256,
} as const;
