import {
  AV_FRAME_DATA_ICC_PROFILE,
  AVCOL_PRI_BT2020,
  AVCOL_PRI_SMPTE431,
  AVCOL_PRI_SMPTE432,
  AVCOL_SPC_UNSPECIFIED,
  AVCOL_TRC_ARIB_STD_B67,
  AVCOL_TRC_SMPTE2084,
} from "node-av/constants";
import type { Frame } from "node-av/lib";

/** What the numbers of a source's pictures mean, as far as it is not what a screen shows anyway. */
export interface SourceColours {
  /** How numbers become light: BT.709's curve or one like it, or those of HDR, HLG and PQ (ITU-R BT.2100-2). */
  readonly light: "sdr" | "hlg" | "pq";
  /** The reddest red, greenest green and bluest blue: BT.709's, BT.2020's or Display P3's (SMPTE EG 432-1). */
  readonly primaries: "bt709" | "bt2020" | "p3";
  /** The matrix of Y, U and V where the source names none. */
  readonly matrix: "named" | "bt601" | "bt709" | "bt2020";
}

/** From this height on, a video without a word about its matrix has BT.709's, as browsers take it. */
const highDefinitionFromPx = 720;

/** Reads what a source's first picture says; `kind` decides what is believed where it says nothing. */
export function coloursOf(frame: Frame, kind: "video" | "photo"): SourceColours {
  const { colorTrc, colorPrimaries, colorSpace } = frame;
  const light = colorTrc === AVCOL_TRC_SMPTE2084 ? "pq" : colorTrc === AVCOL_TRC_ARIB_STD_B67 ? "hlg" : "sdr";
  const p3 =
    colorPrimaries === AVCOL_PRI_SMPTE431 || colorPrimaries === AVCOL_PRI_SMPTE432 || hasP3Profile(frame);
  // HDR without a word about its primaries has those of BT.2100, which are BT.2020's.
  const wide = colorPrimaries === AVCOL_PRI_BT2020 || (light !== "sdr" && !p3);
  const primaries = p3 ? "p3" : wide ? "bt2020" : "bt709";
  if (colorSpace !== AVCOL_SPC_UNSPECIFIED) return { light, primaries, matrix: "named" };
  if (primaries === "bt2020") return { light, primaries, matrix: "bt2020" };
  const high = kind === "video" && Math.min(frame.width, frame.height) >= highDefinitionFromPx;
  return { light, primaries, matrix: high ? "bt709" : "bt601" };
}

/**
 * Whether a photo brings the profile of Display P3 along, in which telephones take them: it is known by its red, a tag of three
 * numbers in 16.16 fixed point (ICC.1:2022, sections 7.3 and 9.2.46), adapted to D50.
 */
function hasP3Profile(frame: Frame): boolean {
  const profile = frame.getSideData(AV_FRAME_DATA_ICC_PROFILE);
  if (!profile || profile.length < 132) return false;
  const tags = Math.min(profile.readUInt32BE(128), tagsMax);
  for (let at = 132; at < 132 + 12 * tags && at + 12 <= profile.length; at += 12) {
    if (profile.toString("latin1", at, at + 4) !== "rXYZ") continue;
    const red = profile.readUInt32BE(at + 4);
    if (red + 20 > profile.length) return false;
    const [x, y] = [profile.readInt32BE(red + 8) / 65_536, profile.readInt32BE(red + 12) / 65_536];
    return Math.abs(x - p3Red.x) < p3Red.within && Math.abs(y - p3Red.y) < p3Red.within;
  }
  return false;
}
const tagsMax = 64;
const p3Red = { x: 0.5151, y: 0.2412, within: 0.004 };

/** What white paper sends out in HDR, in cd/m² (ITU-R BT.2408-7, section 2.1), so that it is as light as in other videos. */
const paperWhiteNits = 203;
/** HLG's brightest white, and what telephones that film in PQ are made for. Brighter light is cut off. */
const brightestNits = 1_000;
/** Up to this share of the paper's white, skin for the most part, light stays as it is; the rest is squeezed in above it. */
const keptShare = 0.7;

const matrixNames = { bt601: "170m", bt709: "709", bt2020: "2020_ncl" } as const;
const primariesNames = { bt709: "709", bt2020: "2020", p3: "smpte432" } as const;
const curveNames = { sdr: "709", hlg: "arib-std-b67", pq: "smpte2084" } as const;

/**
 * FFmpeg's filters that bring pictures to a size and to yuv420p in BT.601 and studio range; `size` is in the scale filter's words. Light is
 * mapped on the small picture, where it costs 3 ms instead of 80. zscale takes HLG's gamma for each colour alone, three times as fast as
 * by the book, which leaves skin a little more colourful (by 7 of 255 steps).
 */
export function toStudio(size: string, { light, primaries, matrix }: SourceColours): string {
  const scale = `scale=${size}:flags=bicubic`;
  if (light === "sdr" && primaries === "bt709") {
    const from = matrix === "named" ? "auto" : matrix;
    return `${scale}:in_color_matrix=${from}:out_color_matrix=bt601:out_range=limited,format=yuv420p`;
  }
  const told = [
    `pin=${primariesNames[primaries]}`,
    `tin=${curveNames[light]}`,
    ...(matrix === "named" ? [] : [`min=${matrixNames[matrix]}`]),
  ].join(":");
  const studio = "t=709:m=170m:r=limited";
  if (light === "sdr") return `${scale},zscale=${told}:p=709:${studio},format=yuv420p`;
  const linear = `zscale=${told}:p=709:t=linear:npl=${paperWhiteNits},format=gbrpf32le`;
  const peak = brightestNits / paperWhiteNits;
  return `${scale},${linear},tonemap=mobius:param=${keptShare}:peak=${peak.toFixed(3)}:desat=0,zscale=${studio},format=yuv420p`;
}
