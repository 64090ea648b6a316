/** Colours of a drawn tutor. Every other shade is mixed from these. */
export interface Palette {
  readonly skin: { light: string; base: string; shade: string; deep: string; blush: string };
  readonly hair: { light: string; base: string; dark: string };
  readonly iris: { light: string; base: string; dark: string };
  readonly lips: { light: string; base: string; dark: string };
  readonly clothes: { light: string; base: string; dark: string; collar: string };
  readonly frames: string;
}

export const adaPalette: Palette = {
  skin: { light: "#fde0c8", base: "#f3c7a6", shade: "#e4ab8b", deep: "#b9765a", blush: "#ee917c" },
  hair: { light: "#8a5a43", base: "#553528", dark: "#38211a" },
  iris: { light: "#9a683c", base: "#65401f", dark: "#3a2210" },
  lips: { light: "#e39a8d", base: "#cf7469", dark: "#b65a52" },
  clothes: { light: "#4a8198", base: "#34647a", dark: "#234858", collar: "#fdf9f1" },
  frames: "#5d4438",
};
