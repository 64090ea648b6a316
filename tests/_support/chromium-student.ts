import type { Page } from "playwright-core";
import { behindLink, type NarrowLink } from "./narrow-link.ts";
import type { School } from "./school.ts";
import { until } from "./until.ts";

/** What the browser has received so far. */
export interface Received {
  readonly atMs: number;
  readonly pictures: number;
  readonly frozenMs: number;
  readonly freezes: number;
  readonly videoBytes: number;
  readonly videoPackets: number;
  readonly repairs: number;
  readonly keyPictures: number;
  readonly keysWanted: number;
  readonly samples: number;
  readonly concealedSamples: number;
  /** How much later than the picture the sound is, in ms, by the browser's own account; 0 before it has one. */
  readonly soundLateMs: number;
  /** Round trip over the link, in ms; 0 before the first check. */
  readonly roundTripMs: number;
}

/** A student in a real browser, on a page that shows nothing but the tutor; in a link's place it may reach the engine directly. */
export interface ChromiumStudent {
  readonly page: Page;
  say(text: string): Promise<void>;
  /** Messages of the data channel so far, by type. */
  messages(type: string): Promise<Record<string, unknown>[]>;
  received(): Promise<Received>;
  leave(): Promise<void>;
}

interface StudentWindow extends Window {
  student: { peer: RTCPeerConnection; channel: RTCDataChannel; messages: { type: string }[] };
}

/** Joins from a page of the engine's; `page` may be any fresh one. */
export async function joinInChromium(
  page: Page,
  lesson: { engineUrl: string; tutorId: string; ticket: string },
  link?: NarrowLink,
): Promise<ChromiumStudent> {
  // A page of the engine's that runs nothing, so that the engine can be asked from it.
  await page.goto(`${lesson.engineUrl}/livez`);
  const offer = await page.evaluate(makeOffer);
  const response = await fetch(`${lesson.engineUrl}/api/tutors/${lesson.tutorId}/webrtc`, {
    method: "POST",
    headers: { "content-type": "application/sdp", authorization: `Bearer ${lesson.ticket}` },
    body: offer,
  });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`the engine answered ${response.status}: ${answer}`);
  await page.evaluate(takeAnswer, link ? behindLink(answer, link) : answer);
  return {
    page,
    say: (text) =>
      page.evaluate(
        (message) => (window as unknown as StudentWindow).student.channel.send(message),
        JSON.stringify({ type: "say", text }),
      ),
    messages: (type) =>
      page.evaluate(
        (wanted) =>
          (window as unknown as StudentWindow).student.messages.filter((message) => message.type === wanted),
        type,
      ) as Promise<Record<string, unknown>[]>,
    received: () => page.evaluate(readReceived),
    leave: () => page.evaluate(() => (window as unknown as StudentWindow).student.peer.close()),
  };
}

/** Visits the school's tutor; resolves when the lesson's channel is open. */
export async function visitInChromium(
  page: Page,
  school: School,
  link: NarrowLink,
): Promise<ChromiumStudent> {
  const { ticket } = await school.visit();
  const lesson = { engineUrl: school.engine.url, tutorId: school.tutorId, ticket };
  const student = await joinInChromium(page, lesson, link);
  await until("the channel", async () => (await student.messages("ready")).length > 0, { withinMs: 20_000 });
  return student;
}

/** Runs in the page. */
async function makeOffer(): Promise<string> {
  const peer = new RTCPeerConnection();
  const stream = new MediaStream();
  const video = document.createElement("video");
  video.autoplay = true;
  video.muted = true;
  video.srcObject = stream;
  document.body.replaceChildren(video);
  peer.ontrack = ({ track }) => stream.addTrack(track);
  peer.addTransceiver("video", { direction: "recvonly" });
  peer.addTransceiver("audio", { direction: "recvonly" });
  const channel = peer.createDataChannel("lesson");
  const messages: { type: string }[] = [];
  channel.onmessage = ({ data }) => messages.push(JSON.parse(data));
  (window as unknown as StudentWindow).student = { peer, channel, messages };
  await peer.setLocalDescription(await peer.createOffer());
  return peer.localDescription!.sdp;
}

/** Runs in the page. */
async function takeAnswer(sdp: string): Promise<void> {
  const { peer } = (window as unknown as StudentWindow).student;
  await peer.setRemoteDescription({ type: "answer", sdp });
}

/** Runs in the page. */
async function readReceived(): Promise<Received> {
  const { peer } = (window as unknown as StudentWindow).student;
  const entries = [...(await peer.getStats()).values()] as Record<string, unknown>[];
  const of = (kind: string) =>
    entries.find((entry) => entry.type === "inbound-rtp" && entry.kind === kind) ?? {};
  const [video, audio] = [of("video"), of("audio")];
  const pair = entries.find((entry) => entry.type === "candidate-pair" && entry.nominated) ?? {};
  const figure = (entry: Record<string, unknown>, name: string) => Number(entry[name] ?? 0);
  // The sender's time of what is played now, from the sender reports (W3C webrtc-stats, estimatedPlayoutTimestamp).
  const playing = (entry: Record<string, unknown>) => figure(entry, "estimatedPlayoutTimestamp");
  return {
    atMs: performance.now(),
    pictures: figure(video, "framesDecoded"),
    frozenMs: figure(video, "totalFreezesDuration") * 1000,
    freezes: figure(video, "freezeCount"),
    videoBytes: figure(video, "bytesReceived") + figure(video, "headerBytesReceived"),
    videoPackets: figure(video, "packetsReceived"),
    repairs: figure(video, "retransmittedPacketsReceived"),
    keyPictures: figure(video, "keyFramesDecoded"),
    keysWanted: figure(video, "pliCount"),
    samples: figure(audio, "totalSamplesReceived"),
    concealedSamples: figure(audio, "concealedSamples"),
    soundLateMs: playing(video) && playing(audio) ? playing(video) - playing(audio) : 0,
    roundTripMs: figure(pair, "currentRoundTripTime") * 1000,
  };
}
