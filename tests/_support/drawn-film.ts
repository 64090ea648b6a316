import { PictureEncoder } from "../../engine/avatar/encoding/picture-encoder.ts";
import { openDrawnArt } from "../../engine/avatar/illustrated/drawn-art.ts";
import { writeMp4 } from "../../engine/avatar/motion/speaking-clip.fixture.ts";
import { pictureBytes } from "../../engine/avatar/pixels/yuv.ts";

const picturesPerSecond = 25;

/** An MP4 of a drawn tutor who sits there, as a school would film one; `who` undefined films a grey wall. */
export async function filmTutor(path: string, who: "mei" | undefined, seconds = 6): Promise<void> {
  const loop = who ? (await openDrawnArt(who, undefined)).pack.loop : undefined;
  const wallAt = (number: number) => new Uint8Array(pictureBytes).fill(60 + (number % 100));
  using encoder = await PictureEncoder.open({ codec: "H264", bitRate: 600_000 });
  const pictures = Array.from({ length: seconds * picturesPerSecond }, (_, number) =>
    encoder.encode(loop?.[number % loop.length] ?? wallAt(number), number % 50 === 0),
  );
  await writeMp4(path, pictures);
}
