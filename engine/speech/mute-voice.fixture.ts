import { type SpeakOrder, serveSpeech } from "./speech-program.ts";

/** A voice's program that does what the text says: a number of samples, or something that no program should do. */
await serveSpeech<SpeakOrder>(async ({ text }, send) => {
  if (text === "throw") throw new Error("cannot");
  if (text === "exit") process.exit(3);
  if (text === "noise") process.stdout.write("x".repeat(64));
  const head = { argument: process.argv[2], secret: process.env.SERVICE_TOKEN ?? null };
  const pieces = text === "many" ? 500 : 1;
  for (let piece = 0; piece < pieces; piece++) {
    const length = text === "many" ? 4_000 : Number(text) || 0;
    const pcm = Int16Array.from({ length }, (_, i) => (i % 30_000) - 15_000);
    if (!send(head, pcm)) return;
    await Bun.sleep(0);
  }
});
