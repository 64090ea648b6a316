import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "bun";

/** A file system in memory that can be filled. Needs the right to mount. */
export interface SmallDisk extends AsyncDisposable {
  readonly folder: string;
  /** Leaves no room for another byte. */
  fill(): void;
  /** Gives the room back. */
  free(): void;
}

export async function openSmallDisk(sizeMb: number): Promise<SmallDisk> {
  const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-disk-"));
  await $`mount -t tmpfs -o size=${sizeMb}m tmpfs ${folder}`.quiet();
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill() {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, new Uint8Array(bavail * bsize));
    },
    free() {
      rmSync(ballast, { force: true });
    },
    async [Symbol.asyncDispose]() {
      // Lazily: files that are only waiting to be collected may still be open.
      await $`umount --lazy ${folder}`.quiet();
      rmdirSync(folder);
    },
  };
}
