import type { components } from "../../generated/engine.types.ts";
import type { AvatarServer, VideoExtension } from "./avatar-server.ts";
import { drawnNames } from "./illustrated/drawn-names.ts";
import { sourceLimits } from "./video/source-limits.ts";

export type AvatarModel = components["schemas"]["AvatarModel"];

/** Models that are made here; every other id is one of the avatar server's. */
export const embeddedModels = ["video", "photo", "drawn"] as const;
export type EmbeddedModel = (typeof embeddedModels)[number];

export function isEmbeddedModel(id: string): id is EmbeddedModel {
  return embeddedModels.some((model) => model === id);
}

/** Videos that an avatar server takes, and how it wants them to be called. */
export const serverVideoTypes: Readonly<Record<string, VideoExtension>> = {
  "video/mp4": "mp4",
  "video/quicktime": "mov",
  "video/x-matroska": "mkv",
  "video/x-msvideo": "avi",
};

const filed: Pick<AvatarModel, "source" | "presets" | "needsConsent" | "available"> = {
  source: "embedded",
  presets: [],
  needsConsent: true,
  available: true,
};

const embedded: readonly AvatarModel[] = [
  {
    ...filed,
    id: "video",
    accepts: ["video/mp4", "video/quicktime", "video/webm", "video/x-matroska"],
    bytesMax: sourceLimits.videoBytesMax,
    description: `A video of one person who looks into the camera and speaks, ${sourceLimits.durationLeastS} seconds at least; ${sourceLimits.durationUsedS} are used`,
  },
  {
    ...filed,
    id: "photo",
    accepts: ["image/jpeg", "image/png", "image/webp"],
    bytesMax: sourceLimits.photoBytesMax,
    description: "A photo of one person who looks into the camera, with closed lips",
  },
  {
    id: "drawn",
    source: "embedded",
    accepts: [],
    bytesMax: 0,
    presets: [...drawnNames],
    needsConsent: false,
    available: true,
    description: "A drawn tutor under a name of your own",
  },
];

/** What faces can be made with here and on the avatar server, if there is one. */
export async function listModels(server: AvatarServer | undefined): Promise<AvatarModel[]> {
  const remote = (await server?.models()) ?? [];
  return [
    ...embedded,
    ...remote.map(
      (model): AvatarModel => ({
        ...model,
        source: "mageurite",
        accepts: Object.keys(serverVideoTypes),
        bytesMax: sourceLimits.videoBytesMax,
        presets: [],
        needsConsent: true,
      }),
    ),
  ];
}
