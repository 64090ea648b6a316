import { takeOrders } from "../workers/take-orders.ts";
import type { EarOrder, EarReport } from "./ear-messages.ts";
import { EarStream } from "./ear-stream.ts";
import { OpusDecoder } from "./opus-decoder.ts";
import { VoiceDetector } from "./voice-detector.ts";

/** Microphones of one process, by id. */
const streams = new Map<number, Promise<EarStream>>();

async function open(id: number): Promise<EarStream> {
  const [decoder, detector] = await Promise.all([OpusDecoder.open(), VoiceDetector.open()]);
  return new EarStream({ decoder, detector }, (event) => report({ ...event, id }));
}

/** Orders about one microphone are done one after the other: opening is the only one that takes time. */
function withStream(id: number, act: (stream: EarStream) => void): void {
  const stream = streams.get(id);
  if (stream)
    void stream.then((opened) => {
      if (streams.get(id) === stream) act(opened);
    });
}

const { report } = takeOrders<EarOrder, EarReport>(
  (order) => {
    if (order.type === "setup") report({ type: "ready" });
    else if (order.type === "open") {
      shut(order.id);
      streams.set(order.id, open(order.id));
    } else if (order.type === "packet") withStream(order.id, (stream) => stream.take(order.data));
    else if (order.type === "tutor")
      withStream(order.id, (stream) => {
        stream.tutorSpeaks = order.speaks;
      });
    else shut(order.id);
  },
  async () => {
    for (const id of [...streams.keys()]) shut(id);
  },
);

function shut(id: number): void {
  const stream = streams.get(id);
  streams.delete(id);
  void stream?.then((opened) => opened[Symbol.dispose]());
}
