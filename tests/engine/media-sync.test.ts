import { expect, setDefaultTimeout, test } from "bun:test";
import { PictureDecoder } from "../../engine/avatar/encoding/picture-decoder.ts";
import { pictureMs } from "../../engine/avatar/face.ts";
import { pictureSize } from "../../engine/avatar/pixels/yuv.ts";
import { OpusDecoder } from "../../engine/listening/opus-decoder.ts";
import { flashBox, openFlashAndBeep } from "../_support/flash-and-beep.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import { median } from "../bench/report.ts";

setDefaultTimeout(120_000);

/** The closed mouth of the pattern is mid-grey, the open one white. */
const lightAbove = 190;
const loudAbove = 0.1;
/** A beep ends what was quiet for this long. */
const quietMs = 300;
/** From one flash to the next. */
const roundMs = 2_000;
/** Of these the middle one is judged: a busy engine may begin its pictures anew while the mouth is open already. */
const pairsMin = 3;
/** Flashes and beeps further apart than this do not belong together. */
const pairMaxMs = 700;
/** How far a beep may be from its flash by the timestamps: less than Opus delays, and than anybody notices by far. */
const apartMaxMs = 2;

/** How long a student has received sound and pictures whose clocks it knows, in ms of the sender's. */
function lastedMs({ clocks, frames, sounds }: Student): number {
  if (!clocks.audio || !clocks.video || frames.length === 0 || sounds.length === 0) return 0;
  const sound = ((sounds.at(-1)!.timestamp - sounds[0]!.timestamp) | 0) / 48;
  const picture = ((frames.at(-1)!.timestamp - frames[0]!.timestamp) | 0) / 90;
  return Math.min(sound, picture);
}

/** When each beep begins, by the sender's clock: to the sample, in the sound as it is decoded. */
async function beepsOf(student: Student): Promise<number[]> {
  using decoder = await OpusDecoder.open();
  const beeps: number[] = [];
  let loudAtMs = Number.NEGATIVE_INFINITY;
  for (const { timestamp, data } of student.sounds) {
    const samples = decoder.decode(data)!;
    const startMs = student.sentAtMs("audio", timestamp);
    for (const [i, sample] of samples.entries()) {
      if (Math.abs(sample) < loudAbove) continue;
      const atMs = startMs + i / 48;
      if (atMs - loudAtMs > quietMs) beeps.push(atMs);
      loudAtMs = atMs;
    }
  }
  return beeps;
}

/**
 * When each picture is to be shown that is the first with an open mouth, by the sender's clock. A busy engine leaves pictures out:
 * only with the picture before it is one known to be the first.
 */
async function flashesOf(student: Student, codec: "VP8" | "H264"): Promise<number[]> {
  using decoder = await PictureDecoder.open(codec);
  const at = (flashBox.y + flashBox.height / 2) * pictureSize + flashBox.x + flashBox.width / 2;
  let before: { isLight: boolean; timestamp: number } | undefined;
  return student.frames.flatMap(({ timestamp, data }) => {
    const isLight = decoder.decode(data)[at]! > lightAbove;
    const follows = before && ((timestamp - before.timestamp) | 0) === 90 * pictureMs;
    const isFlash = isLight && follows && !before?.isLight;
    before = { isLight, timestamp };
    return isFlash ? [student.sentAtMs("video", timestamp)] : [];
  });
}

/** By how much beeps follow their flashes, once there are enough of both. */
async function skewsOf(student: Student, codec: "VP8" | "H264"): Promise<number[]> {
  let lookedAtMs = 0;
  const enough = async () => {
    if (lastedMs(student) < lookedAtMs + roundMs) return undefined;
    lookedAtMs = lastedMs(student);
    const beeps = await beepsOf(student);
    const skews = (await flashesOf(student, codec)).flatMap((flash) =>
      beeps.map((beep) => beep - flash).filter((skew) => Math.abs(skew) < pairMaxMs),
    );
    return skews.length >= pairsMin && skews;
  };
  return await until("flashes with their beeps", enough, { withinMs: 60_000 });
}

test("by the sender reports beeps begin with their flashes, in either codec, however busy the machine is", async () => {
  await using tutor = await openFlashAndBeep();
  for (const videoCodec of ["VP8", "H264"] as const) {
    await using student = await Student.join(tutor.url, "flash", "none", { videoCodec });
    const skewMs = median(await skewsOf(student, videoCodec));
    expect(Math.abs(skewMs - tutor.skewMs!)).toBeLessThan(apartMaxMs);
  }
});
