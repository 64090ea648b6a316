import { createInterface } from "node:readline";
import { endWithOwner } from "../workers/end-with-owner.ts";
import { toFrameBytes } from "./speech-frames.ts";

/** What a program is told, a line of JSON each. */
export type ProgramOrder<Order extends object> =
  | (Order & { readonly id: number })
  | { readonly abort: number };

/** What a voice is told. */
export interface SpeakOrder {
  readonly text: string;
  readonly voice: string;
  readonly rate: number;
}

/** Sends a part of the answer. False: nobody wants the rest. */
export type SendSpeech = (head: Readonly<Record<string, unknown>>, pcm: Int16Array) => boolean;

/**
 * The body of a program that a `SpeechProcess` runs: does the orders that come in by standard input, one after the other,
 * and ends with it, and with the process that started it. Each order is answered by frames, the last of which says `end` or `failed`.
 */
export async function serveSpeech<Order extends object>(
  obey: (order: Order, send: SendSpeech) => Promise<void> | void,
): Promise<void> {
  endWithOwner();
  // Standard output belongs to the frames, whatever a library has to say.
  console.log = console.info = console.warn = console.debug = () => {};
  const out = Bun.stdout.writer();
  const aborted = new Set<number>();
  let last = Promise.resolve();
  const answer = async (order: Order & { readonly id: number }) => {
    const send: SendSpeech = (head, pcm) => {
      out.write(toFrameBytes(head, pcm));
      void out.flush();
      return !aborted.has(order.id);
    };
    try {
      if (!aborted.has(order.id)) await obey(order, send);
      send({ end: true }, new Int16Array());
    } catch (error) {
      send({ failed: error instanceof Error ? error.message : String(error) }, new Int16Array());
    }
    aborted.delete(order.id);
    await out.flush();
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line) as ProgramOrder<Order>;
    if ("abort" in order) aborted.add(order.abort);
    else last = last.then(() => answer(order));
  }
  process.exit(0);
}
