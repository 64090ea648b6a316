import type { Page } from "playwright-core";
import { flashBox } from "./flash-and-beep.ts";

export interface SyncWatch {
  /** Beep less flash of each pair so far, in ms: positive when the sound is late. */
  skewsMs(): Promise<number[]>;
}

interface SyncNotes {
  flashes: number[];
  beeps: number[];
}

/** Flashes and beeps further apart than this do not belong together. */
const pairMaxMs = 700;

/**
 * Notes when each flash is shown and each beep is heard, both as the browser puts them out: pictures by their expected
 * display time, sound by the clock of the audio device.
 */
export async function watchSync(page: Page): Promise<SyncWatch> {
  await page.mouse.click(1, 1);
  await page.evaluate(takeNotes, { box: flashBox, worklet });
  return {
    async skewsMs() {
      const { flashes, beeps } = await page.evaluate(
        () => (window as unknown as { syncNotes: SyncNotes }).syncNotes,
      );
      return flashes.flatMap((flash) => {
        const skews = beeps.map((beep) => beep - flash).filter((skew) => Math.abs(skew) < pairMaxMs);
        return skews.slice(0, 1);
      });
    },
  };
}

/** An audio worklet that posts the context's time of each beginning of sound. */
const worklet = `registerProcessor("onsets", class extends AudioWorkletProcessor {
  quiet = 1;
  process([[channel]]) {
    if (!channel) return true;
    const loud = channel.findIndex((sample) => Math.abs(sample) > 0.1);
    if (loud >= 0) {
      if (this.quiet > 0.3) this.port.postMessage(currentTime + loud / sampleRate);
      this.quiet = 0;
    } else this.quiet += channel.length / sampleRate;
    return true;
  }
});`;

/** Runs in the page. */
async function takeNotes({
  box,
  worklet,
}: {
  box: { x: number; y: number; width: number; height: number };
  worklet: string;
}): Promise<void> {
  const notes: SyncNotes = { flashes: [], beeps: [] };
  (window as unknown as { syncNotes: SyncNotes }).syncNotes = notes;
  const video = document.querySelector("video")!;
  video.muted = false;
  await video.play();
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  // The closed mouth is mid-grey, the open one white.
  const lightAbove = 190;
  let wasLight = true;
  video.requestVideoFrameCallback(function look(_now, { expectedDisplayTime }) {
    context.drawImage(video, box.x, box.y, box.width, box.height, 0, 0, 1, 1);
    const isLight = context.getImageData(0, 0, 1, 1).data[1]! > lightAbove;
    if (isLight && !wasLight) notes.flashes.push(expectedDisplayTime);
    wasLight = isLight;
    video.requestVideoFrameCallback(look);
  });

  const audio = new AudioContext({ latencyHint: "interactive" });
  await audio.resume();
  await audio.audioWorklet.addModule(URL.createObjectURL(new Blob([worklet], { type: "text/javascript" })));
  const onsets = new AudioWorkletNode(audio, "onsets");
  audio
    .createMediaStreamSource(video.srcObject as MediaStream)
    .connect(onsets)
    .connect(audio.destination);
  onsets.port.onmessage = ({ data: atSeconds }: MessageEvent<number>) => {
    const { contextTime = 0, performanceTime = 0 } = audio.getOutputTimestamp();
    notes.beeps.push(performanceTime + (atSeconds - contextTime) * 1000);
  };
}
