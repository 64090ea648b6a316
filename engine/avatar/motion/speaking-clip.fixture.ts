import { Demuxer, Muxer } from "node-av/api";
import type { SpokenClip } from "../../speech/speaker.ts";
import { PictureEncoder } from "../encoding/picture-encoder.ts";
import { type EncodedPicture, type Face, pictureMs, type VideoCodec } from "../face.ts";

/** Pictures of silence before the first word, and after the last. */
export const leadPictures = 15;
const tailPictures = 15;
/** Pictures that the worker may be asked to make ahead. */
const aheadMax = 50;

/** Lets a face say clips one after the other, as a lesson does, and returns its encoded pictures; the first is number 0. */
export async function performClips(
  face: Face,
  codec: VideoCodec,
  clips: readonly SpokenClip[],
): Promise<EncodedPicture[]> {
  await using performance = face.perform(codec);
  const pictures: EncodedPicture[] = [];
  const done = Promise.withResolvers<void>();
  let atMs = leadPictures * pictureMs;
  const ends = atMs + clips.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const last = Math.ceil(ends / pictureMs) + tailPictures;
  performance.onFailure = done.reject;
  performance.onPicture = (number, picture) => {
    pictures.push(picture);
    performance.advance(Math.min(last, number + aheadMax));
    if (number === last) done.resolve();
  };
  performance.setMood("speaking");
  performance.begin(0);
  for (const { visemes, durationMs } of clips) {
    performance.speak(atMs, visemes);
    atMs += durationMs;
  }
  performance.advance(aheadMax);
  await done.promise;
  return pictures;
}

/** Puts H.264 pictures into an MP4, as a camera would have made it. */
export async function writeMp4(path: string, pictures: readonly EncodedPicture[]): Promise<void> {
  const raw = `${path}.h264`;
  await Bun.write(raw, Buffer.concat(pictures.map(({ data }) => data)));
  await using source = await Demuxer.open(raw, { format: "h264", options: { framerate: "25" } });
  await using target = await Muxer.open(path);
  const stream = source.video()!;
  const index = target.addStream(stream);
  let count = 0n;
  for await (const packet of source.packets(stream.index)) {
    if (!packet) break;
    const { num, den } = packet.timeBase;
    packet.pts = (count * BigInt(den)) / (25n * BigInt(num));
    packet.dts = packet.pts;
    count++;
    await target.writePacket(packet, index);
    packet.free();
  }
}

/** Pictures as H.264; the first is a key picture. */
export async function encodeClip(
  count: number,
  pictureAt: (number: number) => Uint8Array,
): Promise<EncodedPicture[]> {
  using encoder = await PictureEncoder.open({ codec: "H264", bitRate: 600_000 });
  const pictures: EncodedPicture[] = [];
  for (let number = 0; number < count; number++) {
    pictures.push(encoder.encode(pictureAt(number), number % 50 === 0));
  }
  return pictures;
}

/** Makes an MP4 of some pictures, 25 per second; returns its path. */
export async function filmPictures(
  path: string,
  count: number,
  pictureAt: (number: number) => Uint8Array,
): Promise<string> {
  await writeMp4(path, await encodeClip(count, pictureAt));
  return path;
}
