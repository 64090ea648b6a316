import { beforeEach, expect, test } from "bun:test";
import { MediaSwitch } from "./media-switch.ts";

let sent: string[];
let times: number[];
let media: MediaSwitch;
beforeEach(() => {
  sent = [];
  times = [];
  media = new MediaSwitch({
    videoCodec: "VP8",
    sendAudio: (opus, ptsMs) => sent.push(`sound ${opus[0]} ${ptsMs}`),
    sendVideo: (picture, key, ptsMs) => {
      sent.push(`picture ${picture[0]}${key ? " key" : ""}`);
      times.push(ptsMs);
    },
  });
});
const bytes = (value: number) => new Uint8Array([value]);
const own = (key: boolean, ptsMs: number) => media.sendVideo(bytes(1), key, ptsMs);
const relay = (key: boolean, ptsMs: number) => media.pictureFrom("relay", bytes(2), key, ptsMs);

test("pictures change over at the new source's key picture, and the old source goes on until then", () => {
  own(true, 0);
  media.select("relay");
  relay(false, 30);
  own(false, 40);
  relay(true, 70);
  own(true, 80);
  relay(false, 110);
  expect(sent).toEqual(["picture 1 key", "picture 1", "picture 2 key", "picture 2"]);
  expect(media.shown).toBe("relay");
});

test("held, the old source shows nothing more, even before the new one's key picture", () => {
  media.select("relay");
  relay(true, 0);
  media.select("own", { hold: true });
  relay(false, 40);
  relay(true, 80);
  own(false, 80);
  own(true, 120);
  expect(sent).toEqual(["picture 2 key", "picture 1 key"]);
});

test("changing one's mind while holding shows the source again from its next key picture or at once", () => {
  media.select("relay");
  relay(true, 0);
  media.select("own", { hold: true });
  media.select("relay");
  relay(false, 40);
  expect(sent).toEqual(["picture 2 key", "picture 2"]);
});

test("sound changes over at once", () => {
  media.sendAudio(bytes(1), 0);
  media.select("relay");
  media.sendAudio(bytes(1), 20);
  media.soundFrom("relay", bytes(2), 20);
  media.select("own");
  media.soundFrom("relay", bytes(2), 40);
  media.sendAudio(bytes(1), 40);
  expect(sent).toEqual(["sound 1 0", "sound 2 20", "sound 1 40"]);
});

test("times never go back, whatever the sources think the time is", () => {
  own(true, 100);
  media.select("relay");
  relay(true, 60);
  relay(false, 90);
  relay(false, 150);
  expect(times).toEqual([100, 101, 102, 150]);
  media.soundFrom("relay", bytes(2), 105);
  media.select("own");
  media.sendAudio(bytes(1), 120);
  media.sendAudio(bytes(1), 140);
  expect(sent.filter((each) => each.startsWith("sound"))).toEqual(["sound 2 105", "sound 1 140"]);
});
