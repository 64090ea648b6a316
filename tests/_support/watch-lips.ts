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
  /** When the mouth opened and the sound began, in ms of the page's performance.now(). */
  moments(): Promise<{ opened: readonly number[]; sounded: readonly number[] }>;
  /** Begins anew. */
  forget(): Promise<void>;
}

interface LipNotes {
  opened: number[];
  sounded: number[];
  darkest: number;
}

type Noting = Window & { lipNotes?: Record<string, LipNotes> };

/** Looks at every picture and listens to the sound of a video element of the page, both as they are played. */
export async function watchLips(page: Page, selector = "video"): Promise<LipWatch> {
  await page.evaluate(takeNotes, selector);
  const notes = () => page.evaluate((key) => (window as Noting).lipNotes![key]!, selector);
  return {
    moments: notes,
    async seen() {
      const { opened, sounded, darkest } = await notes();
      const skews = opened
        .map((atMs) => nearest(sounded, atMs) - atMs)
        .filter((skewMs) => Math.abs(skewMs) < 1_000)
        .toSorted((a, b) => a - b);
      return { openings: skews.length, skewMs: skews[skews.length >> 1] ?? Number.NaN, darkest };
    },
    async forget() {
      await page.evaluate((key) => {
        const notes = (window as Noting).lipNotes![key]!;
        notes.opened.length = notes.sounded.length = 0;
        notes.darkest = 255;
      }, selector);
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
async function takeNotes(selector: string): Promise<void> {
  const notes: LipNotes = { opened: [], sounded: [], darkest: 255 };
  const page: Noting = window;
  page.lipNotes = { ...page.lipNotes, [selector]: notes };
  const video = document.querySelector<HTMLVideoElement>(selector)!;
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
