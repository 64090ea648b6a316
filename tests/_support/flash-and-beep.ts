import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bitRates, pictureMs } from "../../engine/avatar/face.ts";
import { openFaces } from "../../engine/avatar/faces.ts";
import { MouthTrack } from "../../engine/avatar/motion/mouth-track.ts";
import { toPackFile } from "../../engine/avatar/pack-file.ts";
import { identity } from "../../engine/avatar/pixels/affine.ts";
import { AvatarStore } from "../../engine/avatar/store/avatar-store.ts";
import { storeFace } from "../../engine/avatar/store/store-face.fixture.ts";
import { tinyPack } from "../../engine/avatar/tiny-pack.fixture.ts";
import { openMediaPort } from "../../engine/media/media-port.ts";
import { startTicker } from "../../engine/media/ticker.ts";
import { Playout } from "../../engine/sessions/playout.ts";
import { toClips } from "../../engine/speech/clips.ts";
import { OpusEncoder } from "../../engine/speech/opus-encoder.ts";
import type { Viseme } from "../../engine/speech/viseme.ts";

/** Where the mouth of the test pattern is, in px of its picture. */
export const flashBox = { x: 204, y: 304, width: 8, height: 8 };

const sampleRateHz = 48_000;
const clipMs = 2_000;
const open = { startMs: 1_000, endMs: 1_300 };
const toneHz = 1_000;
const visemes: readonly Viseme[] = [
  { name: "sil", startMs: 0, endMs: open.startMs },
  { name: "aa", ...open },
  { name: "sil", startMs: open.endMs, endMs: clipMs },
];

/** A tutor who does nothing but flash and beep, through the engine's own media path, for whoever posts an offer. */
export interface FlashAndBeep extends AsyncDisposable {
  /** Takes offers as an engine does, whatever the tutor. */
  readonly url: string;
  /** By how much a beep follows its flash on the media clock, in ms; the same for all. Known once a clip began. */
  readonly skewMs: number | undefined;
}

export async function openFlashAndBeep(): Promise<FlashAndBeep> {
  await using opened = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-flash-"));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  const store = await AvatarStore.open({ folder });
  await storeFace(store, "flash", toPackFile(flashingPack()));
  const faces = opened.use(await openFaces({ store }));
  const face = faces.face("flash");
  const port = opened.use(
    await openMediaPort({ port: 0, host: "127.0.0.1", announcedAddresses: ["127.0.0.1"] }),
  );
  const clips = await beepingClips();
  let skewMs: number | undefined;
  const parts = opened.move();
  const serve = async (offer: string) => {
    const peer = await port.accept(offer, { videoCodecs: ["VP8", "H264"], videoRates: bitRates });
    parts.use(peer);
    const playout = parts.use(new Playout(peer, face, await face.idle(peer.videoCodec)));
    peer.onOpen = () => peer.send(JSON.stringify({ type: "ready" }));
    peer.onKeyPictureWanted = () => playout.sendKeyPicture();
    let next = 0;
    const tick = (nowMs: number) => {
      while (playout.hasRoom) {
        const index = next++ % clips.length;
        const scheduled = playout.speak(clips[index]!, { continues: true });
        if (index === 0) skewMs ??= skewOf(scheduled.startMs);
      }
      playout.tick(nowMs);
    };
    void peer.connected.then(() => parts.defer(startTicker(tick)));
    return peer.answer;
  };
  const server = Bun.serve({
    hostname: "localhost",
    port: 0,
    async fetch(request) {
      if (request.method !== "POST") return new Response("ready");
      return new Response(await serve(await request.text()), { status: 201 });
    },
  });
  parts.defer(() => server.stop(true));
  return {
    url: `http://localhost:${server.port}`,
    get skewMs() {
      return skewMs;
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** A grey picture whose mouth is white when it is open. */
function flashingPack() {
  const pack = tinyPack([0, 1].map((amount) => ({ open: amount, width: 0.5, detail: "plain" })));
  const { costs } = pack.mouths;
  costs?.joins.fill(0);
  costs?.misfits.fill(0);
  return { ...pack, heads: pack.heads.map(() => identity) };
}

/** When the first picture is shown whose mouth is open, on the clock of a clip that starts at `startMs`. */
function flashMsOf(startMs: number): number {
  const track = new MouthTrack();
  track.speak(startMs, visemes);
  for (let number = Math.floor(startMs / pictureMs); ; number++) {
    if (track.at(number * pictureMs).open > 0.5) return number * pictureMs;
  }
}

/** A beep begins where the mouth opens in a clip that starts at 0. */
const beepMs = flashMsOf(0);
const skewOf = (startMs: number) => startMs + beepMs - flashMsOf(startMs);

async function beepingClips() {
  using encoder = await OpusEncoder.open();
  const pcm = new Int16Array((clipMs * sampleRateHz) / 1000);
  const at = (ms: number) => Math.round((ms * sampleRateHz) / 1000);
  for (let i = at(beepMs); i < at(beepMs + 200); i++)
    pcm[i] = 12_000 * Math.sin((2 * Math.PI * toneHz * i) / sampleRateHz);
  const chunks = async function* () {
    yield { pcm, visemes, words: [], voice: "beep" };
  };
  return await Array.fromAsync(toClips(chunks(), () => (samples) => encoder.encode(samples)));
}
