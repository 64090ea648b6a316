import type { Page } from "playwright-core";

/** What was seen of the stand-in's mouth and heard of its tone. */
export interface SeenLips {
  /** How often the mouth opened. */
  openings: number;
  /** Median of sound's beginning less the mouth's opening, in ms. */
  skewMs: number;
  /** Mean luma of the darkest picture. */
  darkest: number;
}

export interface LipWatch {
  seen(): Promise<SeenLips>;
  /** Begins anew. */
  forget(): Promise<void>;
}

interface LipNotes {
  opened: number[];
  sounded: number[];
  darkest: number;
}

/** Looks at every picture and listens to the sound of the page's video element, both as the student gets them. */
export async function watchLips(page: Page): Promise<LipWatch> {
  await page.evaluate(takeNotes);
  const notes = () => page.evaluate(() => (window as unknown as { lipNotes: LipNotes }).lipNotes);
  return {
    async seen() {
      const { opened, sounded, darkest } = await notes();
      const skews = opened
        .map((atMs) => nearest(sounded, atMs) - atMs)
        .filter((skewMs) => Math.abs(skewMs) < 1_000)
        .toSorted((a, b) => a - b);
      return { openings: skews.length, skewMs: skews[skews.length >> 1] ?? Number.NaN, darkest };
    },
    async forget() {
      await page.evaluate(() => {
        const { lipNotes } = window as unknown as { lipNotes: LipNotes };
        lipNotes.opened.length = lipNotes.sounded.length = 0;
        lipNotes.darkest = 255;
      });
    },
  };
}

function nearest(times: readonly number[], atMs: number): number {
  return times.reduce(
    (best, time) => (Math.abs(time - atMs) < Math.abs(best - atMs) ? time : best),
    Infinity,
  );
}

/** Runs in the page. */
async function takeNotes(): Promise<void> {
  const notes: LipNotes = { opened: [], sounded: [], darkest: 255 };
  (window as unknown as { lipNotes: LipNotes }).lipNotes = notes;
  const video = document.querySelector("video")!;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 16;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  let wasOpen = false;
  const look = (_now: number, { expectedDisplayTime }: { expectedDisplayTime: number }) => {
    context.drawImage(video, 0, 0, 16, 16);
    const { data } = context.getImageData(0, 0, 16, 16);
    let luma = 0;
    for (let i = 0; i < data.length; i += 4) luma += 0.3 * data[i]! + 0.6 * data[i + 1]! + 0.1 * data[i + 2]!;
    notes.darkest = Math.min(notes.darkest, luma / 256);
    const mouth = 4 * (11 * 16 + 8);
    const open = data[mouth + 1]! > 150 && data[mouth + 2]! < 120;
    if (open && !wasOpen) notes.opened.push(expectedDisplayTime);
    wasOpen = open;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);

  const audio = new AudioContext({ latencyHint: "interactive" });
  await audio.resume();
  const analyser = audio.createAnalyser();
  analyser.fftSize = 256;
  audio.createMediaStreamSource(video.srcObject as MediaStream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let loudAtMs = Number.NEGATIVE_INFINITY;
  setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    if (level < 0.02) return;
    const nowMs = performance.now();
    if (nowMs - loudAtMs > 150) notes.sounded.push(nowMs);
    loudAtMs = nowMs;
  }, 5);
}
