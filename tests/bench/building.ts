import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toPng } from "../../engine/avatar/encoding/poster.ts";
import { openDrawnArt } from "../../engine/avatar/illustrated/drawn-art.ts";
import { filmPictures } from "../../engine/avatar/motion/speaking-clip.fixture.ts";
import { pictureSize } from "../../engine/avatar/pixels/yuv.ts";
import { buildAvatarFromPhoto, buildAvatarFromVideo } from "../../engine/avatar/video/avatar-builder.ts";
import type { Figure } from "./report.ts";

const videoSeconds = 20;
const picturesPerSecond = 25;

/** How long a face takes from a file to its pack, in the process that builds it, beside how long the video is. */
export async function measureBuilding(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-building-"));
  try {
    const { pack } = await openDrawnArt("mei", join(folder, "cache"));
    const pictureAt = (number: number) => pack.loop[number % pack.loop.length]!;
    const video = join(folder, "mei.mp4");
    await filmPictures(video, videoSeconds * picturesPerSecond, pictureAt);
    const photo = join(folder, "mei.png");
    await Bun.write(photo, toPng(pictureAt(0)));
    const baseline = { what: "the video itself", value: videoSeconds };
    const figure = (what: string, value: number, budget: string): Figure => ({
      ...{ what, value, unit: "s", budget, baseline, samples: 1 },
    });
    return [
      figure(
        `a face from a video of ${videoSeconds} s and ${pictureSize} px`,
        await secondsOf(() => buildAvatarFromVideo({ path: video })),
        "≤ 12",
      ),
      figure("a face from a photo", await secondsOf(() => buildAvatarFromPhoto({ path: photo })), "none"),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
}
