/** Colours of a drawn tutor. Every other shade is mixed from these. */
export interface Palette {
  readonly skin: { light: string; base: string; shade: string; deep: string; blush: string };
  readonly hair: { light: string; base: string; dark: string };
  readonly iris: { light: string; base: string; dark: string };
  readonly lips: { light: string; base: string; dark: string; line: string; tongue: string };
  readonly clothes: { light: string; base: string; dark: string; collar: string };
}

/** How a face differs from the next one, in px at 512×512 where nothing else is said. */
export interface Features {
  /** The jaw's width at either side beyond a narrow one. */
  readonly jaw: number;
  /** How far the chin lies below a short one. */
  readonly chin: number;
  readonly brows: { readonly thickness: number; readonly arch: number; readonly colour: string };
  readonly eyes: {
    /** Height of the open lid above the corners. */
    readonly lid: number;
    /** Rise of the outer corners. */
    readonly tilt: number;
    readonly line: { readonly colour: string; readonly width: number };
    /** Length of the lashes at the outer corner; 0 draws none. */
    readonly lash: number;
    /** Distance of the fold from the lid. */
    readonly fold: number;
  };
  /** How far pursed lips open, as a share of a mouth of middling width. */
  readonly pursedGap: number;
  /** Width of the nose's wings beyond a narrow one. */
  readonly nose: number;
  /** Colour of the light on the nose. */
  readonly shine: string;
  /** Strength of the cheeks' colour, from 0 to 1. */
  readonly blush: number;
}

/** A tutor: colours, features, and the parts that are drawn for nobody else. Every part is SVG. */
export interface Character {
  readonly palette: Palette;
  readonly features: Features;
  readonly background: string;
  readonly body: (palette: Palette) => string;
  /** Behind head and neck. */
  readonly hairBack: (palette: Palette) => string;
  /** Over the forehead. */
  readonly hairFront: (palette: Palette) => string;
  /** On the skin, under mouth, eyes and hair: lines, ears' rings. */
  readonly marks: (palette: Palette) => string;
  /** Over the eyes: glasses. */
  readonly glasses: string;
}
