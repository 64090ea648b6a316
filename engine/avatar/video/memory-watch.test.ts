import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EncodedPicture } from "../face.ts";
import { openDrawnArt } from "../illustrated/drawn-art.ts";
import { encodeClip, writeMp4 } from "../motion/speaking-clip.fixture.ts";
import { BuilderBusy, buildAvatarFromVideo } from "./avatar-builder.ts";
import { containerRoomBytes } from "./memory-watch.ts";
import { sourceLimits } from "./source-limits.ts";

setDefaultTimeout(180_000);
const root = mkdtempSync(join(tmpdir(), "memory-watch-"));
afterAll(() => rmSync(root, { recursive: true }));
/** Two seconds of a face, the first of which is a key picture. */
let clip: readonly EncodedPicture[];

beforeAll(async () => {
  const { pack } = await openDrawnArt("mei", undefined);
  clip = await encodeClip(50, (number) => pack.loop[number]!);
});

async function filmOf(seconds: number): Promise<string> {
  const path = join(root, `${seconds}.mp4`);
  await writeMp4(path, Array.from({ length: seconds / 2 }, () => clip).flat());
  return path;
}

test("the longest video fits into the memory that a build may take", async () => {
  const path = await filmOf(sourceLimits.durationUsedS);
  const { report } = await buildAvatarFromVideo({ path });
  expect(report.seconds).toBeGreaterThan(sourceLimits.durationUsedS - 1);
});

test("an engine whose container has no memory left makes no face, before it begins and while it does", async () => {
  const path = await filmOf(6);
  const cgroup = mkdtempSync(join(root, "cgroup-"));
  const leave = async (bytes: number) => {
    await Bun.write(join(cgroup, "memory.max"), `${2 * 1024 ** 3}\n`);
    await Bun.write(join(cgroup, "memory.current"), `${2 * 1024 ** 3 - bytes}\n`);
    await Bun.write(join(cgroup, "memory.stat"), "anon 4096\ninactive_file 0\n");
  };
  await leave(300 * 1024 ** 2);
  let begun = 0;
  const onProgress = () => {
    begun++;
  };
  const refused = buildAvatarFromVideo({ path, cgroup, onProgress });
  await expect(refused).rejects.toBeInstanceOf(BuilderBusy);
  expect(begun).toBe(0);
  await leave(1024 ** 3);
  const ended = buildAvatarFromVideo({
    path,
    cgroup,
    onProgress: ({ stage }) => {
      if (stage === "track" && begun++ === 0) void leave(0);
    },
  });
  await expect(ended).rejects.toBeInstanceOf(BuilderBusy);
  expect(begun).toBeGreaterThan(0);
});

test("what the kernel keeps of files at hand is room, and a container without a bound has room for all", async () => {
  const cgroup = mkdtempSync(join(root, "cgroup-"));
  expect(containerRoomBytes(cgroup)).toBe(Number.POSITIVE_INFINITY);
  await Bun.write(join(cgroup, "memory.max"), "1000000000\n");
  await Bun.write(join(cgroup, "memory.current"), "900000000\n");
  await Bun.write(join(cgroup, "memory.stat"), "file 700\ninactive_file 0\n");
  const room = containerRoomBytes(cgroup);
  await Bun.write(join(cgroup, "memory.stat"), "file 700\ninactive_file 500\n");
  expect(containerRoomBytes(cgroup)).toBe(room + 500);
  await Bun.write(join(cgroup, "memory.max"), "max\n");
  expect(containerRoomBytes(cgroup)).toBe(Number.POSITIVE_INFINITY);
});
