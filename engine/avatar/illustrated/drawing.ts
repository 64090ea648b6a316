import { setImmediate } from "node:timers/promises";
import { renderAsync } from "@resvg/resvg-js";
import type { AvatarPack, DrawnLayers, FaceBox, Layer, PatchBank } from "../avatar-pack.ts";
import { type EyePose, eyeCells, mouthCells, restEyes } from "../face-cells.ts";
import { stackLayers } from "../motion/head-lean.ts";
import { headPose, loopPictures } from "../motion/idle-motion.ts";
import { type MouthShape, restMouth } from "../motion/mouth-curve.ts";
import { type Affine, turnAbout } from "../pixels/affine.ts";
import { feather, pictureBytes, type Sprite, toSprite } from "../pixels/yuv.ts";
import type { Character } from "./character.ts";
import { drawHead } from "./head.ts";
import { drawingSize, type Region, toSvg } from "./svg.ts";

/** The parts of the head that change, large enough for the widest mouth on the lowest jaw and for raised brows. */
const mouthRegion: Region = { x: 178, y: 250, width: 156, height: 100 };
const eyeRegion: Region = { x: 176, y: 158, width: 160, height: 92 };
/** Where each layer has anything at all. The shoulders go on below the picture, for when a breath lifts them. */
const headRegion: Region = { x: 146, y: 60, width: 220, height: 290 };
const hairRegion: Region = { x: 134, y: 20, width: 244, height: 350 };
const bodyRegion: Region = { x: 64, y: 276, width: 384, height: drawingSize + 12 - 276 };
const featherPx = 6;
const faceBox: FaceBox = { x: 176, y: 104, width: 160, height: 226 };
/** The head turns about the top of the spine. */
const neck = { x: 256, y: 345 };

/** What there is to rasterise for a face, as SVG documents. */
export interface FaceDrawing {
  readonly background: string;
  readonly body: string;
  readonly hairBack: string;
  readonly head: string;
  readonly mouths: readonly string[];
  readonly eyes: readonly string[];
}

export function drawCharacter(character: Character): FaceDrawing {
  const { palette } = character;
  const head = (mouth: MouthShape, eyes: EyePose, region: Region) =>
    toSvg(drawHead(mouth, eyes, character), palette, region);
  return {
    background: toSvg(character.background, palette),
    body: toSvg(character.body(palette), palette, bodyRegion),
    hairBack: toSvg(character.hairBack(palette), palette, hairRegion),
    head: head(restMouth, restEyes, headRegion),
    mouths: mouthCells.map((mouth) => head(mouth, restEyes, mouthRegion)),
    eyes: eyeCells.map((eyes) => head(restMouth, eyes, eyeRegion)),
  };
}

/** Rasterises a drawing: about a second, in which everything else goes on after each picture. */
export async function rasteriseDrawing(drawing: FaceDrawing): Promise<AvatarPack> {
  const heads = Array.from({ length: loopPictures }, (_, picture) => {
    const { turnDeg, x, y } = headPose(picture);
    return turnAbout(turnDeg, neck, { x, y });
  });
  const layers = await drawLayers(drawing);
  return {
    kind: "drawing",
    heads,
    face: faceBox,
    blinks: false,
    loop: await drawLoop(layers, heads),
    layers,
    mouths: { ...(await drawBank(drawing.mouths, mouthRegion)), shapes: mouthCells },
    eyes: { ...(await drawBank(drawing.eyes, eyeRegion)), poses: eyeCells },
    toned: false,
  };
}

async function drawLayers(drawing: FaceDrawing): Promise<DrawnLayers> {
  const background = new Uint8Array(pictureBytes);
  const { y, u, v } = await rasterise(drawing.background);
  background.set(y, 0);
  background.set(u, y.length);
  background.set(v, y.length + u.length);
  const layer = async (document: string, { x, y }: Region): Promise<Layer> => ({
    x,
    y,
    sprite: await rasterise(document),
  });
  return {
    background,
    hair: await layer(drawing.hairBack, hairRegion),
    body: await layer(drawing.body, bodyRegion),
    head: await layer(drawing.head, headRegion),
  };
}

async function drawLoop(layers: DrawnLayers, heads: readonly Affine[]): Promise<Uint8Array[]> {
  const loop: Uint8Array[] = [];
  for (const [number, head] of heads.entries()) {
    const picture = new Uint8Array(pictureBytes);
    stackLayers(picture, layers, { head, number });
    loop.push(picture);
    await setImmediate();
  }
  return loop;
}

async function drawBank(documents: readonly string[], { x, y }: Region): Promise<PatchBank> {
  const patches: Sprite[] = [];
  for (const document of documents) {
    patches.push(feather(await rasterise(document), featherPx));
  }
  return { x, y, patches };
}

/** In a thread beside: the blurred background takes a fifth of a second. */
async function rasterise(document: string): Promise<Sprite> {
  const image = await renderAsync(document, { font: { loadSystemFonts: false } });
  return toSprite(image.pixels, image.width, image.height);
}
