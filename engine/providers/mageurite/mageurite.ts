import { setTimeout } from "node:timers/promises";
import type {
  AvatarServer,
  AvatarServerState,
  LongWork,
  ServerModel,
  ServerOrder,
} from "../../avatar/avatar-server.ts";
import type { RemoteFace } from "../../avatar/remote-face.ts";
import type { AvatarKeeper } from "./avatar-keeper.ts";
import { MageuriteError } from "./mageurite-call.ts";
import { MageuriteManager } from "./mageurite-manager.ts";
import { MageuritePlaces, type MageuritePlacesOptions } from "./mageurite-places.ts";
import {
  describeMageurite,
  type MageuriteAddresses,
  type MageuriteCapabilities,
  probeMageurite,
} from "./mageurite-probe.ts";

/** The avatar that is whatever the server shows. */
const anyAvatar = "mageurite";
const avatarPattern = /^mageurite_([A-Za-z0-9_-]{1,54})$/;
/** Between two looks at the server. */
const lookIntervalMs = 5_000;
/** The same while it cannot be reached. */
const lookAgainMs = 2_000;
/** Looks without an answer until a server counts as gone: it stands still for a second or two whenever a session ends. */
const missesMax = 2;

export interface MageuriteOptions
  extends MageuriteAddresses,
    Pick<MageuritePlacesOptions, "openPeer" | "transcode"> {
  /** Called with one line whenever what is found there changes. */
  onChange(description: string): void;
}

/** After "success" the server is waited for this long. */
const backMaxMs = 60_000;
const backPollMs = 250;

const nameOf = (avatar: string) => avatarPattern.exec(avatar)?.[1];

/** One avatar server: what it is, its faces and its places. */
export class Mageurite implements AvatarServer, AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #places: MageuritePlaces;
  readonly #looking: Promise<void>;
  #found: MageuriteCapabilities | undefined;
  #misses = 0;
  #described: string | undefined;
  /** The avatar that a server of one avatar shows; undefined while that is not known. */
  #running: string | undefined;
  #changing = false;
  #starting = false;

  /** Does not wait for the server: it may come later, or never. */
  constructor(private readonly options: MageuriteOptions) {
    const { url, openPeer, transcode } = options;
    this.#places = new MageuritePlaces({ url, openPeer, transcode, capabilities: () => this.#found });
    this.#looking = this.#keepLooking();
  }

  get state(): AvatarServerState {
    const { generation, events = false, keeper } = this.#found ?? {};
    const places = this.#places.state;
    const can = [...(keeper?.can ?? [])];
    if (generation === "newest" && !can.includes("start")) can.push("start");
    // While it is changed the server may not be there; it is managed all the same.
    const managed = can.includes("create") || this.#changing;
    return { description: describeMageurite(this.#found), generation, events, managed, can, places };
  }

  nameOf(avatar: string): string | undefined {
    return nameOf(avatar);
  }

  async avatars(): Promise<{ name: string; running: boolean }[]> {
    if (!this.#found) return [{ name: anyAvatar, running: false }];
    // A manager that is busy with a new avatar answers nothing.
    const names = await this.#found.keeper?.list().catch(() => []);
    const named = (names ?? []).map((name) => ({
      name: `${anyAvatar}_${name}`,
      running: this.#found?.generation === "newest" || name === this.#running,
    }));
    return [{ name: anyAvatar, running: true }, ...named];
  }

  async preview(avatar: string): Promise<Uint8Array | undefined> {
    const name = nameOf(avatar);
    return name === undefined ? undefined : await this.#found?.keeper?.preview(name);
  }

  async models(): Promise<readonly ServerModel[]> {
    const { can } = this.state;
    const drawnBy = this.#found?.model;
    const description = drawnBy
      ? `What the avatar server runs: ${drawnBy}`
      : "What the avatar server makes avatars with";
    return [{ id: anyAvatar, description, available: can.includes("create") }];
  }

  async create({ name, video }: ServerOrder, work: LongWork): Promise<void> {
    const keeper = this.#keeper();
    await this.#with(keeper, () => keeper.add(name, video, work));
  }

  async start(avatar: string, { signal }: Pick<LongWork, "signal">): Promise<void> {
    const name = nameOf(avatar);
    if (name === undefined) throw new MageuriteError("refused", "there is no such avatar");
    const keeper = this.#found?.keeper;
    if (keeper instanceof MageuriteManager)
      await this.#with(keeper, () => this.#restart(keeper, name, signal));
    else if (this.#found?.generation === "newest") await this.#places.warm(name, signal);
    else throw unmanaged();
  }

  async delete(avatar: string): Promise<boolean> {
    const name = nameOf(avatar);
    const keeper = this.#keeper();
    if (name === undefined) return false;
    if (keeper.can.includes("delete")) {
      if (!(await keeper.list()).includes(name)) return false;
      if (name === this.#running) throw new MageuriteError("refused", "the avatar is being shown");
    }
    await this.#with(keeper, () => keeper.delete(name));
    return true;
  }

  /**
   * The face that a tutor's avatar means: `mageurite` is whatever runs there, `mageurite_anna` the one called anna.
   * Undefined for other names. A face that cannot be had now may be had later.
   */
  faceOf(avatar: string): RemoteFace | undefined {
    const name = nameOf(avatar);
    if (avatar === anyAvatar) return this.#places.face(undefined);
    if (name === undefined) return undefined;
    return {
      open: async (codec, signal) => {
        if (!this.#mayShow(name))
          throw new MageuriteError("refused", "the avatar is not the one that is shown");
        return await this.#places.face(name).open(codec, signal);
      },
    };
  }

  /**
   * The newest shows each lesson the avatar it asks for. What another one shows is known where it was started from here; else
   * the tutor's avatar is believed to be it, as after a restart of ours.
   */
  #mayShow(name: string): boolean {
    return this.#found?.generation === "newest" || this.#running === undefined || name === this.#running;
  }

  #keeper(): AvatarKeeper {
    const keeper = this.#found?.keeper;
    if (!keeper || keeper.can.length === 0) throw unmanaged();
    return keeper;
  }

  /** A manager takes one change at a time: it hangs while it works. */
  async #with(keeper: AvatarKeeper, work: () => Promise<void>): Promise<void> {
    if (!(keeper instanceof MageuriteManager)) return await work();
    if (this.#changing) throw new MageuriteError("refused", "the avatar server is busy with another change");
    this.#changing = true;
    try {
      await work();
    } finally {
      this.#changing = false;
    }
  }

  /** Students go on with the embedded face from a pause of theirs, not from the moment the server drops them. */
  async #restart(manager: MageuriteManager, name: string, signal: AbortSignal): Promise<void> {
    if (!(await manager.list(signal)).includes(name))
      throw new MageuriteError("refused", "the avatar server has no such avatar");
    try {
      await this.#places.vacate(signal);
      this.#starting = true;
      this.#found = undefined;
      this.#running = undefined;
      await manager.start(name, signal);
      await this.#untilBack(signal);
      this.#running = name;
    } finally {
      this.#starting = false;
      this.#places.reopen();
      await this.look();
    }
  }

  /** "success" comes before the server can be reached, and says nothing about whether it ever will. */
  async #untilBack(signal: AbortSignal): Promise<void> {
    for (const endMs = performance.now() + backMaxMs; performance.now() < endMs; ) {
      if (await probeMageurite(this.options, signal)) return;
      await setTimeout(backPollMs, undefined, { signal });
    }
    throw new MageuriteError("unreachable", "the avatar server has not come back");
  }

  /** Looks again now. */
  async look(): Promise<void> {
    if (this.#starting) return;
    const before = this.#found;
    const found = await probeMageurite(this.options, this.#stop.signal).catch(() => undefined);
    if (this.#starting || this.#stop.signal.aborted) return;
    this.#misses = found ? 0 : this.#misses + 1;
    if (before && !found && this.#misses < missesMax) return;
    // A server that was away may have been started by somebody else, with anything.
    if (!found && before) this.#running = undefined;
    // A manager that is busy for minutes has not gone.
    this.#found = found && {
      ...found,
      keeper: found.keeper ?? (this.#changing ? before?.keeper : undefined),
    };
    this.#places.count(found?.sessions);
    const description = describeMageurite(this.#found);
    if (description !== this.#described) this.options.onChange(description);
    this.#described = description;
  }

  async #keepLooking(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.look();
      // Woken early by the end.
      const intervalMs = this.#found && this.#misses === 0 ? lookIntervalMs : lookAgainMs;
      await setTimeout(intervalMs, undefined, { signal }).catch(() => {});
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#looking;
    await this.#places[Symbol.asyncDispose]();
  }
}

const unmanaged = () =>
  new MageuriteError("unreachable", "the avatar server's avatars cannot be managed from here, or not now");
