/** What tests and support read of a lesson's media; times in ms. Zero where the browser does not say. */
export interface LessonStats {
  readonly roundTripMs: number;
  readonly video: {
    readonly packets: number;
    readonly lost: number;
    /** Packets that the browser has asked for once more. */
    readonly repairs: number;
    readonly framesDecoded: number;
    readonly framesPerSecond: number;
    readonly freezes: number;
    readonly frozenMs: number;
    readonly width: number;
    readonly height: number;
    readonly codec: string;
    readonly jitterBufferMs: number;
    readonly estimatedPlayoutTimestamp: number;
  };
  readonly audio: {
    readonly packets: number;
    readonly lost: number;
    readonly samples: number;
    readonly concealedSamples: number;
    readonly level: number;
    readonly energy: number;
    readonly jitterBufferMs: number;
    readonly estimatedPlayoutTimestamp: number;
  };
}

/** The parts of an RTCStatsReport entry that are used; browsers leave some of them out. */
interface Entry {
  readonly type: string;
  readonly kind?: string;
  readonly codecId?: string;
  readonly mimeType?: string;
  readonly nominated?: boolean;
  readonly [name: string]: unknown;
}

export async function readLessonStats(peer: RTCPeerConnection): Promise<LessonStats> {
  const entries = new Map<string, Entry>();
  for (const [id, entry] of (await peer.getStats()).entries()) entries.set(id, entry as Entry);
  const all = [...entries.values()];
  const inbound = (kind: string) => all.find((entry) => entry.type === "inbound-rtp" && entry.kind === kind);
  const video = inbound("video");
  const audio = inbound("audio");
  const pair = all.find((entry) => entry.type === "candidate-pair" && entry.nominated);
  return {
    roundTripMs: figure(pair, "currentRoundTripTime") * 1000,
    video: {
      packets: figure(video, "packetsReceived"),
      lost: figure(video, "packetsLost"),
      repairs: figure(video, "nackCount"),
      framesDecoded: figure(video, "framesDecoded"),
      framesPerSecond: figure(video, "framesPerSecond"),
      freezes: figure(video, "freezeCount"),
      frozenMs: figure(video, "totalFreezesDuration") * 1000,
      width: figure(video, "frameWidth"),
      height: figure(video, "frameHeight"),
      codec: entries.get(video?.codecId ?? "")?.mimeType ?? "",
      jitterBufferMs: jitterBufferMs(video),
      estimatedPlayoutTimestamp: figure(video, "estimatedPlayoutTimestamp"),
    },
    audio: {
      packets: figure(audio, "packetsReceived"),
      lost: figure(audio, "packetsLost"),
      samples: figure(audio, "totalSamplesReceived"),
      concealedSamples: figure(audio, "concealedSamples"),
      level: figure(audio, "audioLevel"),
      energy: figure(audio, "totalAudioEnergy"),
      jitterBufferMs: jitterBufferMs(audio),
      estimatedPlayoutTimestamp: figure(audio, "estimatedPlayoutTimestamp"),
    },
  };
}

function figure(entry: Entry | undefined, name: string): number {
  const value = entry?.[name];
  return typeof value === "number" ? value : 0;
}

/** Mean over the connection (W3C webrtc-stats, jitterBufferDelay). */
function jitterBufferMs(entry: Entry | undefined): number {
  const emitted = figure(entry, "jitterBufferEmittedCount");
  return emitted > 0 ? (figure(entry, "jitterBufferDelay") / emitted) * 1000 : 0;
}
