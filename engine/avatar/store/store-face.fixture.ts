import type { AvatarEntry, PackEntry } from "./avatar-entry.ts";
import type { AvatarStore } from "./avatar-store.ts";

export const madeUp = {
  sourceSha256: "5".repeat(64),
  consentBy: "admin-1",
  consentAt: "2026-01-02T03:04:05Z",
  madeAt: "2026-01-02T03:05:00Z",
} as const;

/** Keeps a pack's file under a name, as the workshop does. */
export async function storeFace(store: AvatarStore, name: string, file: Uint8Array): Promise<PackEntry> {
  const entry: PackEntry = { name, model: "video", hash: await store.putPack(file), provenance: madeUp };
  await store.name(entry);
  return entry;
}

/** The hash of a face that was stored. */
export function packOf(entry: AvatarEntry | undefined): string {
  if (!entry || !("hash" in entry)) throw new Error("there is no such pack");
  return entry.hash;
}
