/**
 * PORT: files that several engines share, by key: `packs/ab12.avatar`. A file appears whole or not at all. Every call may
 * fail with AssetsUnreachable.
 */
export interface AssetStore {
  /** Keys that begin with `prefix`, at most `assetsMax`. */
  list(prefix: string): Promise<Asset[]>;
  /** Undefined when there is no such file. Throws RangeError when it is larger than `bytesMax`. */
  read(key: string, bytesMax: number): Promise<Uint8Array | undefined>;
  write(key: string, bytes: Uint8Array): Promise<void>;
  /** There need not be such a file. */
  delete(key: string): Promise<void>;
}

/** Nobody answers where the files are, or not as expected. */
export class AssetsUnreachable extends Error {
  override readonly name: string = "AssetsUnreachable";
}

/** It does not pass by itself: no room, no right, no such place. The message says what to do. */
export class AssetsRefused extends AssetsUnreachable {
  override readonly name = "AssetsRefused";
}

export interface Asset {
  readonly key: string;
  /** Another one whenever the file was written again. */
  readonly version: string;
  /** When it was last written, in ms since 1970; NaN where nobody can tell. */
  readonly writtenAtMs: number;
}

/** Files under one prefix that are listed. */
export const assetsMax = 20_000;

const keyPattern = /^(?!.*\.\.)[A-Za-z0-9_-][A-Za-z0-9_./-]{0,199}$/;

/** Throws RangeError for a key that could lead out of the store. */
export function checkedKey(key: string): string {
  if (!keyPattern.test(key)) throw new RangeError("this is no key of the store");
  return key;
}
