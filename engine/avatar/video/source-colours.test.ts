import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FF_ENCODER_LIBVPX_VP9, FF_ENCODER_LIBX264, FF_ENCODER_MJPEG } from "node-av/constants";
import { toRgb } from "../encoding/poster.ts";
import { openDrawnArt } from "../illustrated/drawn-art.ts";
import { readPackFile } from "../pack-file.ts";
import { lumaBytes, pictureBytes, pictureSize } from "../pixels/yuv.ts";
import { buildAvatarFromVideo } from "./avatar-builder.ts";
import { probeSource, type Source } from "./source-probe.ts";
import { type Film, filmAs } from "./tagged-film.fixture.ts";
import { cropFilter, decodePictures, wholeFilter } from "./video-decoder.ts";

setDefaultTimeout(120_000);
const root = mkdtempSync(join(tmpdir(), "source-colours-"));
afterAll(() => rmSync(root, { recursive: true }));
let loop: readonly Uint8Array[];
beforeAll(async () => {
  loop = (await openDrawnArt("mei", undefined)).pack.loop;
});

type Colour = readonly [number, number, number];

/** The first picture of a film, all of it. */
async function firstPicture(
  path: string,
  filterOf: (source: Source) => string = wholeFilter,
): Promise<Uint8Array> {
  const source = await probeSource(path);
  const [picture] = await Array.fromAsync(
    decodePictures({ path, format: source.format, filter: filterOf(source), picturesMax: 1 }),
  );
  return picture!;
}

/** The mean colour of a spot of 16 px, in RGB. */
function colourAt(picture: Uint8Array, x: number, y: number): Colour {
  const rgb = toRgb(picture);
  const sum: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < 256; i++) {
    const at = 3 * ((y + (i >> 4)) * pictureSize + x + (i & 15));
    for (const channel of [0, 1, 2] as const) sum[channel] += rgb[at + channel]! / 256;
  }
  return sum;
}

const apart = (one: Colour, other: Colour) => Math.max(...one.map((value, i) => Math.abs(value - other[i]!)));

/** Tells a colour of light in HDR: R, G and B in BT.2020's primaries, in cd/m², to Y, U and V of ten bits (ITU-R BT.2100-2, tables 4, 5 and 6). */
function toHdr(light: "hlg" | "pq", nits: Colour): string {
  const weights = [0.2627, 0.678, 0.0593] as const;
  const sumOf = (colour: Colour) => colour.reduce((sum, value, i) => sum + weights[i]! * value, 0);
  const pq = (value: number) => {
    const power = (value / 10_000) ** (2610 / 16_384);
    return ((3424 / 4096 + (2413 / 128) * power) / (1 + (2392 / 128) * power)) ** (2523 / 32);
  };
  const hlg = (value: number) => {
    // The way back from the screen of 1000 cd/m² to the camera, whose gamma is 1.2.
    const scene = (value / 1_000) * (sumOf(nits) / 1_000) ** (1 / 1.2 - 1);
    return scene <= 1 / 12
      ? Math.sqrt(3 * scene)
      : 0.17883277 * Math.log(12 * scene - 0.28466892) + 0.55991073;
  };
  const [red, green, blue] = nits.map(light === "pq" ? pq : hlg) as [number, number, number];
  const y = sumOf([red, green, blue]);
  const code = [64 + 876 * y, 512 + (896 * (blue - y)) / 1.8814, 512 + (896 * (red - y)) / 1.4746];
  const [luma, cb, cr] = code.map(Math.round);
  const curve = light === "pq" ? "smpte2084" : "arib-std-b67";
  const tags = `color_primaries=bt2020:color_trc=${curve}:colorspace=bt2020nc:range=limited`;
  return `format=yuv420p10le,lutyuv=y=${luma}:u=${cb}:v=${cr},setparams=${tags}`;
}

/** Light of a colour for a screen (ITU-R BT.1886) whose white is that of paper in HDR, in BT.2020's primaries (ITU-R BT.2087-0). */
function toNits([r, g, b]: Colour): Colour {
  const [red, green, blue] = [r, g, b].map((value) => 203 * (value / 255) ** 2.4) as [number, number, number];
  return [
    0.6274 * red + 0.3293 * green + 0.0433 * blue,
    0.0691 * red + 0.9195 * green + 0.0114 * blue,
    0.0164 * red + 0.088 * green + 0.8956 * blue,
  ];
}

const grey = new Uint8Array(pictureBytes).fill(128);

test.each(["hlg", "pq"] as const)(
  "skin that is filmed in %s has the colour that it has elsewhere",
  async (light) => {
    const skins: Colour[] = [
      [214, 170, 142],
      [166, 112, 82],
      [84, 52, 38],
    ];
    for (const [i, skin] of skins.entries()) {
      const path = await filmAs(join(root, `${light}-${i}.mp4`), [grey], {
        filter: toHdr(light, toNits(skin)),
      });
      expect(apart(colourAt(await firstPicture(path), 200, 200), skin)).toBeLessThan(light === "hlg" ? 8 : 3);
    }
  },
);

test.each(["hlg", "pq"] as const)(
  "in %s a lamp is lighter than paper, and paper nearly white",
  async (light) => {
    const lumaOf = async (nits: number) => {
      const path = await filmAs(join(root, `${light}-${nits}.mp4`), [grey], {
        filter: toHdr(light, [nits, nits, nits]),
      });
      return (await firstPicture(path))[lumaBytes / 2]!;
    };
    const [paper, lamp] = [await lumaOf(203), await lumaOf(1_000)];
    expect(paper).toBeGreaterThan(210);
    expect(lamp).toBeGreaterThan(paper + 8);
    expect(lamp).toBeGreaterThan(232);
  },
);

const hdr = (curve: string) => `zscale=pin=709:tin=709:p=2020:t=${curve}:m=2020_ncl:r=limited:npl=203`;

test("a face that is filmed in HLG is the same face", async () => {
  const path = await filmAs(join(root, "hlg.mp4"), loop.slice(0, 130), {
    filter: `${hdr("arib-std-b67")},format=yuv420p10le`,
  });
  const { report, pack } = await buildAvatarFromVideo({ path });
  expect(report.tracked).toBe(1);
  const { loop: built } = await readPackFile(pack);
  expect(apart(meanSkin(built[0]!), meanSkin(loop[0]!))).toBeLessThan(8);
});

/** The mean colour of what has the colour of the drawn face's skin, about. */
function meanSkin(picture: Uint8Array): Colour {
  const rgb = toRgb(picture);
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let at = 0; at < rgb.length; at += 3) {
    const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
    if (red < 205 || red - blue < 35 || red - blue > 80 || green < blue + 12) continue;
    for (const channel of [0, 1, 2] as const) sum[channel] += rgb[at + channel]!;
    count++;
  }
  return sum.map((value) => value / count) as [number, number, number];
}

const small = { encoder: FF_ENCODER_LIBX264, options: { preset: "ultrafast", crf: "10" } } as const;
const said: readonly [string, string, Film][] = [
  ["in BT.709", "mp4", { ...small, filter: "zscale=m=709:r=limited,format=yuv420p" }],
  [
    "in HD without a word about it",
    "mp4",
    {
      ...small,
      filter:
        "zscale=768:768:m=709:r=limited,format=yuv420p,setparams=colorspace=unknown:color_trc=unknown:color_primaries=unknown",
    },
  ],
  ["in full range", "mp4", { ...small, filter: "zscale=m=709:rin=limited:r=full,format=yuv420p" }],
  ["in ten bits", "mp4", { filter: "zscale=m=709:r=limited,format=yuv420p10le" }],
  [
    "in BT.2020 without HDR",
    "mp4",
    { filter: "zscale=pin=709:tin=709:t=709:p=2020:m=2020_ncl:r=limited,format=yuv420p10le" },
  ],
  [
    "in Display P3",
    "mp4",
    { ...small, filter: "zscale=pin=709:tin=709:t=709:p=smpte432:m=709:r=limited,format=yuv420p" },
  ],
  [
    "in a JPEG",
    "jpg",
    { encoder: FF_ENCODER_MJPEG, options: { q: "2" }, filter: "scale=out_range=full,format=yuvj420p" },
  ],
];
test.each(said)("a picture %s has its own colours", async (name, ending, film) => {
  const path = await filmAs(join(root, `${name.replaceAll(" ", "-")}.${ending}`), [loop[0]!], film);
  const picture = await firstPicture(path);
  for (const [x, y] of [
    [288, 290],
    [248, 470],
    [60, 140],
    [60, 320],
  ] as const)
    expect(apart(colourAt(picture, x, y), colourAt(loop[0]!, x, y))).toBeLessThan(4);
});

/** A colour profile that tells the red of Display P3, and nothing else (ICC.1:2022, section 7). */
function p3Profile(): Buffer {
  const profile = Buffer.alloc(164);
  profile.writeUInt32BE(profile.length, 0);
  profile.write("mntrRGB XYZ ", 12, "latin1");
  profile.write("acsp", 36, "latin1");
  profile.writeUInt32BE(1, 128);
  profile.write("rXYZ", 132, "latin1");
  profile.writeUInt32BE(144, 136);
  profile.writeUInt32BE(20, 140);
  profile.write("XYZ ", 144, "latin1");
  for (const [i, value] of [0.5151, 0.2412, -0.001].entries())
    profile.writeInt32BE(Math.round(value * 65_536), 152 + 4 * i);
  return profile;
}

test("a telephone's photo in Display P3 has its own colours", async () => {
  const p3 =
    "zscale=pin=709:tin=709:t=709:p=smpte432:m=170m:r=full,format=yuvj420p,setparams=color_primaries=unknown";
  const film = { encoder: FF_ENCODER_MJPEG, options: { q: "2" }, filter: p3 };
  const path = await filmAs(join(root, "telephone.jpg"), [loop[0]!], film);
  const bare = Buffer.from(await Bun.file(path).bytes());
  const pale = await firstPicture(path);
  const profile = Buffer.concat([Buffer.from("ICC_PROFILE\0\x01\x01", "latin1"), p3Profile()]);
  const segment = Buffer.from([0xff, 0xe2, 0, profile.length + 2]);
  await Bun.write(path, Buffer.concat([bare.subarray(0, 2), segment, profile, bare.subarray(2)]));
  const shown = await firstPicture(path);
  const sweater = (picture: Uint8Array) => colourAt(picture, 248, 470);
  expect(apart(sweater(shown), sweater(loop[0]!))).toBeLessThan(4);
  expect(apart(sweater(pale), sweater(loop[0]!))).toBeGreaterThan(6);
});

test("px that are not square are made square", async () => {
  const film = { ...small, filter: "scale=384:512,setsar=4/3,format=yuv420p" };
  const path = await filmAs(join(root, "narrow.mp4"), loop.slice(0, 3), film);
  const source = await probeSource(path);
  expect([source.width, source.height]).toEqual([512, 512]);
  const shown = await firstPicture(path, (found) => cropFilter(found, { x: 0, y: 0, side: 512 }));
  expect(apart(colourAt(shown, 140, 480), colourAt(loop[0]!, 140, 480))).toBeLessThan(6);
  expect(meanChange(shown, loop[0]!)).toBeLessThan(4);
});

test("a video of odd sides is shown", async () => {
  const film = {
    encoder: FF_ENCODER_LIBVPX_VP9,
    options: { "cpu-used": "8" },
    filter: "crop=511:509:0:0:exact=1",
  };
  const path = await filmAs(join(root, "odd.webm"), [loop[0]!], film);
  const source = await probeSource(path);
  expect([source.width, source.height]).toEqual([511, 509]);
  expect(meanChange(await firstPicture(path), loop[0]!)).toBeLessThan(6);
});

function meanChange(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, value, i) => sum + Math.abs(value - other[i]!), 0) / one.length;
}

test.each([
  ["60 pictures a second", (number: number) => (number * 1_000) / 60, 120],
  [
    "30 pictures a second, half of which are missing for a while",
    (number: number) => (number < 30 ? number : 2 * number - 30) * (1_000 / 30),
    45,
  ],
] as const)("of %s there are 25, each at its time", async (_name, atMs, count) => {
  // The picture's light says when it was taken.
  const lumaAt = (ms: number) => 40 + ms / 12;
  const pictures = Array.from({ length: count }, (_, number) =>
    new Uint8Array(pictureBytes).fill(lumaAt(atMs(number)), 0, lumaBytes).fill(128, lumaBytes),
  );
  const path = await filmAs(join(root, `rate-${count}.mp4`), pictures, {
    ...small,
    filter: "format=yuv420p",
    atMs,
  });
  const source = await probeSource(path);
  const filter = cropFilter(source, { x: 0, y: 0, side: 512 });
  const shown = await Array.fromAsync(
    decodePictures({ path, format: source.format, filter, picturesMax: 100 }),
  );
  expect(Math.abs(shown.length - atMs(count - 1) / 40)).toBeLessThan(3);
  for (const [number, picture] of shown.entries())
    expect(Math.abs(picture[lumaBytes / 2]! - lumaAt(40 * number))).toBeLessThan(8);
});
