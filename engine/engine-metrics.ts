import { Gauge, Histogram } from "prom-client";
import {
  type MetricsRegistry,
  observeAnswers,
  observeProcess,
  openCounter,
  openRegistry,
  readAtScrape,
} from "../deploy/metrics-port.ts";
import type { OperationAnswer } from "../openapi/binding/bind.ts";
import type { AvatarServerState } from "./avatar/avatar-server.ts";
import { type ReplyFacts, replyOutcomes } from "./chat/observed-model.ts";
import type { MediaPort } from "./media/media-port.ts";
import { MediaTotals } from "./media/media-totals.ts";
import type { Peer } from "./media/peer.ts";
import type { OptionalPart } from "./optional-parts.ts";
import type { OllamaState } from "./providers/ollama/ollama-model.ts";
import { type Latency, type TurnOutcome, type TurnSource, turnOutcomes, turnSources } from "./turns/turn.ts";
import { type WorkerEnd, workerEndReasons, workerKinds } from "./workers/worker-end.ts";

/** What a lesson says of a turn that is over. */
export interface TurnFacts {
  readonly outcome: TurnOutcome;
  readonly source: TurnSource;
  readonly latency: Latency;
}

/** What is read when somebody asks for the figures. */
export interface EngineState {
  readonly lessons: { readonly faceCount: number; readonly waitingCount: number };
  readonly lessonsMax: number;
  readonly outbox: { readonly pending: number; readonly lost: number };
  readonly mediaPort: Pick<MediaPort, "stats">;
  readonly ollama: { readonly state: OllamaState };
  /** Undefined where there is none. */
  readonly avatarServer: { readonly state: Pick<AvatarServerState, "places"> } | undefined;
  readonly optionalParts: () => Promise<readonly OptionalPart[]>;
}

/** Seconds that a listener notices: from instant to lost; a long answer is heard for a minute and more. */
const speechBuckets = [0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2, 3, 5, 10, 30, 60, 120];

const connectBuckets = [0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2, 3, 5, 10];
const roundTripBuckets = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2, 5];
const lossBuckets = [0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
/** How often the links of all students are looked at; browsers tell of theirs once a second or so. */
const linkSampleMs = 2_000;

/** Every stage of an answer, from its question on. */
const stages: readonly { stage: keyof Latency; name: string; help: string }[] = [
  { stage: "guardMs", name: "turn_guard", help: "From a question to the guardrail's verdict." },
  { stage: "notesMs", name: "turn_notes", help: "From a question to the passages that were found for it." },
  { stage: "firstTextMs", name: "turn_first_text", help: "From a question to the first text on the screen." },
  { stage: "firstSentenceMs", name: "turn_first_sentence", help: "From a question to its first sentence." },
  { stage: "firstAudioMs", name: "turn_first_audio", help: "From a question to the first sound sent." },
  { stage: "firstPictureMs", name: "turn_first_picture", help: "From a question to the speaking face." },
  { stage: "heardMs", name: "turn_heard", help: "From a question to the last sound of its answer." },
];

/** The engine's figures. Labels are words of the code, never ids or names. */
export class EngineMetrics implements Disposable {
  readonly registry: MetricsRegistry = openRegistry();
  readonly onAnswer: (answer: OperationAnswer) => void = observeAnswers(this.registry);
  readonly media = new MediaTotals();
  readonly #process = observeProcess(this.registry);
  readonly #turns = this.#counter("turns", "Turns that are over.", {
    outcome: turnOutcomes,
    source: turnSources,
  });
  readonly #stages = stages.map(({ stage, name, help }) => ({
    stage,
    histogram: this.#histogram(name, help),
  }));
  readonly #replies = this.#counter("model_replies", "Replies asked of the model.", {
    outcome: replyOutcomes,
  });
  readonly #replyFirstText = this.#histogram(
    "model_first_text",
    "From asking the model to its first text.",
    [],
  );
  readonly #tokens = this.#counter("model_tokens", "Tokens, as the model counts.", {
    direction: ["prompt", "reply"],
  });
  readonly #relayRefusals = this.#counter(
    "relay_refusals",
    "Lessons whose browser asked a relay for a place and did not get it.",
    {},
  );
  readonly #latePictures = this.#counter("pictures_late", "Pictures sent a picture late.", {});

  readonly #workerEnds = this.#counter("workers_ended", "Workers that ended, or hung and were killed.", {
    worker: workerKinds,
    reason: workerEndReasons,
  });

  readonly #connect = this.#histogram(
    "connect",
    "From an offer that is taken to a connection that is proven.",
    [],
    connectBuckets,
  );
  readonly #roundTrip = this.#histogram(
    "link_round_trip",
    "Round trips of students' links, looked at again and again.",
    [],
    roundTripBuckets,
  );
  readonly #loss = new Histogram({
    name: "tutor_engine_link_loss_ratio",
    help: "Shares of picture packets that students' browsers miss, looked at again and again.",
    buckets: lossBuckets,
    registers: [this.registry],
  });
  readonly #looking = setInterval(() => this.#lookAtLinks(), linkSampleMs);

  readonly onPeer = (peer: Peer): void => {
    this.media.add(peer);
    const takenAtMs = performance.now();
    void peer.connected.then(
      () => this.#connect.observe((performance.now() - takenAtMs) / 1000),
      // One that never connects has no such time.
      () => {},
    );
  };

  readonly onTurnEnd = ({ outcome, source, latency }: TurnFacts): void => {
    this.#turns.inc({ outcome, source });
    for (const { stage, histogram } of this.#stages) {
      const ms = latency[stage];
      if (ms !== undefined) histogram.observe({ source }, ms / 1000);
    }
  };

  readonly onReply = ({ outcome, firstTextMs, promptTokens = 0, replyTokens = 0 }: ReplyFacts): void => {
    this.#replies.inc({ outcome });
    if (firstTextMs !== undefined) this.#replyFirstText.observe(firstTextMs / 1000);
    this.#tokens.inc({ direction: "prompt" }, promptTokens);
    this.#tokens.inc({ direction: "reply" }, replyTokens);
  };

  readonly onWorkerEnd = ({ worker, reason }: WorkerEnd): void => this.#workerEnds.inc({ worker, reason });

  readonly onRelayRefused = (): void => this.#relayRefusals.inc();
  readonly onPictureLate = (): void => this.#latePictures.inc();

  /** From here on the figures that others keep are read, too. */
  watch(state: EngineState): void {
    this.#watchParts(state);
    const { lessons, lessonsMax, outbox, mediaPort } = state;
    const gauge = (name: string, help: string, read: () => number) =>
      readAtScrape(this.registry, "gauge", { name: `tutor_engine_${name}`, help }, read);
    const counter = (name: string, help: string, read: () => number) =>
      readAtScrape(this.registry, "counter", { name: `tutor_engine_${name}_total`, help }, read);
    gauge("lessons_active", "Lessons going on, with a face.", () => lessons.faceCount);
    gauge("lessons_max", "Lessons that this process has faces for.", () => lessonsMax);
    gauge("lessons_waiting", "Lessons in text that wait for a face.", () => lessons.waitingCount);
    gauge(
      "peers",
      "Connections to browsers, those that are being made included.",
      () => mediaPort.stats().peers,
    );
    gauge("outbox_pending", "Turns on their way to the backend.", () => outbox.pending);
    counter("outbox_lost", "Turns that never reached the backend.", () => outbox.lost);
    counter("audio_packets", "Sound packets sent.", () => this.media.read().audioPackets);
    counter("video_packets", "Picture packets sent.", () => this.media.read().videoPackets);
    counter("pictures", "Pictures sent whole.", () => this.media.read().pictures);
    counter("pictures_dropped", "Pictures dropped unsent.", () => this.media.read().picturesDropped);
    counter("packets_resent", "Packets sent again on request.", () => this.media.read().retransmits);
    gauge("packets_lost", "Packets that browsers report missing.", () => this.media.read().packetsLost);
    const { registry, media } = this;
    new Gauge({
      name: "tutor_engine_students",
      help: "Students whose pictures and sound go by this transport.",
      labelNames: ["transport"],
      registers: [registry],
      collect() {
        for (const [transport, count] of Object.entries(media.byTransport())) this.set({ transport }, count);
      },
    });
    counter("datagrams_unknown", "Datagrams that belong to nobody.", () => mediaPort.stats().unknown);
    counter("datagrams_unsent", "Datagrams that could not leave.", () => mediaPort.stats().sendFailures);
  }

  /** What the engine asks others for. */
  #watchParts({ ollama, avatarServer, optionalParts }: EngineState): void {
    const gauge = (name: string, help: string, read: () => number) =>
      readAtScrape(this.registry, "gauge", { name: `tutor_engine_${name}`, help }, read);
    gauge("model_shunned", "1 while the model is not asked, since it failed a moment ago.", () =>
      Number(ollama.state.isShunned),
    );
    gauge("model_writing", "Replies that the model is writing.", () => ollama.state.running);
    gauge("model_queue", "Questions that wait for their turn with the model.", () => ollama.state.waiting);
    const registers = [this.registry];
    new Gauge({
      ...{ name: "tutor_engine_part_up", labelNames: ["part"], registers },
      help: "1 while a part that the engine can do without answers; those that are off are left out.",
      async collect() {
        for (const { name, state } of await optionalParts())
          if (state !== "off") this.set({ part: name }, Number(state === "ok"));
      },
    });
    new Gauge({
      ...{ name: "tutor_engine_avatar_server_places", labelNames: ["place"], registers },
      help: "Places of the avatar server: in lessons, kept ready, not given back, others', and all.",
      collect() {
        const none = { used: 0, idle: 0, ghosts: 0, others: 0, max: 0 };
        for (const [place, count] of Object.entries(avatarServer?.state.places ?? none))
          this.set({ place }, count);
      },
    });
  }

  #lookAtLinks(): void {
    for (const { roundTripMs, lostShare } of this.media.links()) {
      this.#roundTrip.observe(roundTripMs / 1000);
      this.#loss.observe(lostShare);
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#looking);
    this.#process[Symbol.dispose]();
  }

  #counter<Label extends string>(
    name: string,
    help: string,
    labels: Readonly<Record<Label, readonly string[]>>,
  ) {
    return openCounter(this.registry, { name: `tutor_engine_${name}_total`, help }, labels);
  }

  #histogram(
    name: string,
    help: string,
    sources: readonly TurnSource[] = turnSources,
    buckets = speechBuckets,
  ): Histogram {
    const histogram = new Histogram({
      name: `tutor_engine_${name}_seconds`,
      help,
      labelNames: sources.length > 0 ? ["source"] : [],
      buckets,
      registers: [this.registry],
    });
    for (const source of sources) histogram.zero({ source });
    return histogram;
  }
}
