import { createInterface } from "node:readline";
import { toFrameBytes } from "./voice-frames.ts";

/** What a voice's process is told, a line of JSON each. */
export type VoiceOrder =
  | {
      readonly id: number;
      readonly text: string;
      readonly voice: string;
      readonly rate: number;
    }
  | { readonly abort: number };

export type SpeakOrder = Extract<VoiceOrder, { id: number }>;

/** Sends a part of the speech. False: nobody wants the rest. */
export type SendSpeech = (head: Readonly<Record<string, unknown>>, pcm: Int16Array) => boolean;

/**
 * The body of a voice's process: speaks the orders that come in by standard input, one after the other, and ends with
 * it. Each order is answered by frames, the last of which says `end` or `failed`.
 */
export async function serveVoice(
  speak: (order: SpeakOrder, send: SendSpeech) => Promise<void> | void,
): Promise<void> {
  // Standard output belongs to the frames, whatever a library has to say.
  console.log = console.info = console.warn = console.debug = () => {};
  const out = Bun.stdout.writer();
  const aborted = new Set<number>();
  let last = Promise.resolve();
  const answer = async (order: SpeakOrder) => {
    const send: SendSpeech = (head, pcm) => {
      out.write(toFrameBytes(head, pcm));
      void out.flush();
      return !aborted.has(order.id);
    };
    try {
      if (!aborted.has(order.id)) await speak(order, send);
      send({ end: true }, new Int16Array());
    } catch (error) {
      send({ failed: error instanceof Error ? error.message : String(error) }, new Int16Array());
    }
    aborted.delete(order.id);
    await out.flush();
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line) as VoiceOrder;
    if ("abort" in order) aborted.add(order.abort);
    else last = last.then(() => answer(order));
  }
  process.exit(0);
}
