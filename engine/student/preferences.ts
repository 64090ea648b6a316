import type { PageMessage } from "./lesson-messages.ts";
import { Store } from "./store.ts";

type Media = NonNullable<Extract<PageMessage, { type: "settings" }>["media"]>;

/** How a student likes lessons, on this device. */
export interface Preferences {
  readonly media: Media;
  readonly speed: number;
  readonly captions: boolean;
  /** 0 to 1. */
  readonly volume: number;
}

export const medias: readonly Media[] = ["face", "voice", "text"];
export const speeds: readonly number[] = [0.75, 0.9, 1, 1.15, 1.3, 1.5];

const name = "preferences";
const usual: Preferences = { media: "face", speed: 1, captions: true, volume: 1 };

/** `kept` is undefined where the browser keeps nothing. */
export function openPreferences(kept: Pick<Storage, "getItem" | "setItem"> | undefined): Store<Preferences> {
  const store = new Store(readPreferences(kept?.getItem(name)));
  store.watch((preferences) => {
    try {
      kept?.setItem(name, JSON.stringify(preferences));
    } catch {
      // A full store forgets what the student likes, nothing else.
    }
  });
  return store;
}

/** Whatever cannot be understood is as usual. */
export function readPreferences(text: string | null | undefined): Preferences {
  try {
    const found = JSON.parse(text ?? "{}") as { readonly [Name in keyof Preferences]?: unknown };
    return {
      media: medias.find((media) => media === found.media) ?? usual.media,
      speed: speeds.find((speed) => speed === found.speed) ?? usual.speed,
      captions: typeof found.captions === "boolean" ? found.captions : usual.captions,
      volume:
        typeof found.volume === "number" && found.volume >= 0 && found.volume <= 1
          ? found.volume
          : usual.volume,
    };
  } catch {
    return usual;
  }
}
