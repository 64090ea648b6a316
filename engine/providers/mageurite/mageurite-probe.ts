import { MageuriteError } from "./mageurite-call.ts";
import { MageuriteClient } from "./mageurite-client.ts";
import { MageuriteManager } from "./mageurite-manager.ts";

/**
 * What answers at the configured addresses.
 * - `newest`: LiveTalking with events and an admin's view.
 * - `fork`: Mageurite's fork that says how it is.
 * - `old`: something that answers, and may take offers.
 */
export interface MageuriteCapabilities {
  generation: "newest" | "fork" | "old";
  /** Sentences are announced by events; else `is_speaking` is asked. */
  events: boolean;
  /** Places for sessions; undefined when the server does not say. */
  sessionsMax: number | undefined;
  /** Sessions that go on there. */
  sessions: number | undefined;
  /** The address of the manager, where there is one. */
  managerUrl: string | undefined;
}

export interface MageuriteAddresses {
  url: string;
  managerUrl: string | undefined;
}

/** Asks what is there. Undefined when nothing answers. */
export async function probeMageurite(
  { url, managerUrl }: MageuriteAddresses,
  signal?: AbortSignal,
): Promise<MageuriteCapabilities | undefined> {
  const client = new MageuriteClient(url);
  try {
    const manager = await findManager([managerUrl, url], signal);
    const newest = await client.adminSessions(signal);
    if (newest !== undefined) {
      const sessionsMax = await client.sessionsMax(signal);
      return { generation: "newest", events: true, sessionsMax, sessions: newest, managerUrl: manager };
    }
    const health = await client.forkHealth(signal);
    return {
      generation: health ? "fork" : "old",
      events: false,
      sessionsMax: health?.max_sessions,
      sessions: health?.sessions,
      managerUrl: manager,
    };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof MageuriteError) return undefined;
    throw error;
  }
}

/** The first address at which avatars are listed: the manager's own, or a proxy that joins both servers. */
async function findManager(
  candidates: readonly (string | undefined)[],
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  for (const url of candidates) {
    if (url === undefined) continue;
    try {
      await new MageuriteManager(url).list(signal);
      return url;
    } catch (error) {
      if (!(error instanceof MageuriteError)) throw error;
    }
  }
  return undefined;
}

/** One line for people: what was found. */
export function describeMageurite(found: MageuriteCapabilities | undefined): string {
  if (!found) return "not reachable";
  const names = { newest: "LiveTalking (newest)", fork: "Mageurite fork", old: "an older LiveTalking" };
  const places = found.sessionsMax === undefined ? "" : `, ${found.sessionsMax} places`;
  return `${names[found.generation]}${places}${found.managerUrl ? ", avatars can be managed" : ""}`;
}
