import type { AvatarKeeper } from "./avatar-keeper.ts";
import { safeNames } from "./avatar-keeper.ts";
import { AvatarTaskKeeper } from "./avatar-tasks.ts";
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
  /** The network that draws the faces, where the server says. */
  model: string | undefined;
  /** Where its avatars are kept; undefined where they cannot be reached. */
  keeper: AvatarKeeper | undefined;
}

export interface MageuriteAddresses {
  url: string;
  managerUrl: string | undefined;
}

/** A manager that makes an avatar answers nothing for minutes; the media server is not to be missed meanwhile. */
const managerMaxMs = 3_000;

/** Asks what is there. Undefined when nothing answers. */
export async function probeMageurite(
  { url, managerUrl }: MageuriteAddresses,
  signal?: AbortSignal,
): Promise<MageuriteCapabilities | undefined> {
  const client = new MageuriteClient(url);
  const managerMax = AbortSignal.timeout(managerMaxMs);
  const managing = findManager(
    [managerUrl, url],
    signal ? AbortSignal.any([signal, managerMax]) : managerMax,
  );
  try {
    const avatars = await client.adminSessions(signal);
    if (avatars) {
      const { max_session: sessionsMax, model, avatar_id: avatar } = await client.adminConfig(signal);
      const sessions = avatars.length;
      const tasks = new AvatarTaskKeeper({ url, model, known: safeNames([avatar, ...avatars]) });
      const keeper = (await managing) ?? tasks;
      return { generation: "newest", events: true, sessionsMax, sessions, model, keeper };
    }
    const health = await client.forkHealth(signal);
    return {
      generation: health ? "fork" : "old",
      events: false,
      sessionsMax: health?.max_sessions,
      sessions: health?.sessions,
      model: undefined,
      keeper: await managing,
    };
  } catch (error) {
    await managing;
    signal?.throwIfAborted();
    if (error instanceof MageuriteError) return undefined;
    throw error;
  }
}

/** The first address at which avatars are listed: the manager's own, or a proxy that joins both servers. */
async function findManager(
  candidates: readonly (string | undefined)[],
  signal: AbortSignal,
): Promise<MageuriteManager | undefined> {
  for (const url of candidates) {
    if (url === undefined) continue;
    try {
      const manager = new MageuriteManager(url);
      await manager.list(signal);
      return manager;
    } catch (error) {
      if (!(error instanceof MageuriteError) && !signal.aborted) throw error;
    }
  }
  return undefined;
}

/** One line for people: what was found, what it can do, and how much of it. */
export function describeMageurite(found: MageuriteCapabilities | undefined): string {
  if (!found) return "not reachable";
  const { generation, model, sessionsMax, events, keeper } = found;
  const names = { newest: "LiveTalking (newest)", fork: "Mageurite fork", old: "an older LiveTalking" };
  const actions = keeper?.can ?? [];
  return [
    names[generation],
    model === undefined ? [] : `model ${model.slice(0, modelCharsMax)}`,
    sessionsMax === undefined ? "does not say how many places it has" : `${sessionsMax} places`,
    events ? "announces its sentences" : "is asked whether it speaks",
    actions.length === 0 ? "avatars cannot be managed" : `avatars: ${actions.join(", ")}`,
  ]
    .flat()
    .join("; ");
}

const modelCharsMax = 40;
