import { setTimeout } from "node:timers/promises";
import type {
  AvatarServer,
  AvatarServerState,
  ServerModel,
  ServerOrder,
} from "../../avatar/avatar-server.ts";
import type { RemoteFace } from "../../avatar/remote-face.ts";
import type { openUpstreamPeer } from "../../media/upstream-peer.ts";
import { MageuriteError } from "./mageurite-call.ts";
import { MageuriteManager } from "./mageurite-manager.ts";
import { MageuritePlaces } from "./mageurite-places.ts";
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

export interface MageuriteOptions extends MageuriteAddresses {
  openPeer: typeof openUpstreamPeer;
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
  #described: string | undefined;
  /** The avatar that was started last, by us. */
  #running: string | undefined;
  #changing = false;
  #starting = false;

  /** Does not wait for the server: it may come later, or never. */
  constructor(private readonly options: MageuriteOptions) {
    this.#places = new MageuritePlaces({
      url: options.url,
      openPeer: options.openPeer,
      capabilities: () => this.#found,
    });
    this.#looking = this.#keepLooking();
  }

  get state(): AvatarServerState {
    const { generation, events = false, managerUrl } = this.#found ?? {};
    const places = this.#places.state;
    // While it is changed the server may not be there; it is managed all the same.
    const managed = managerUrl !== undefined || this.#changing;
    return { description: describeMageurite(this.#found), generation, events, managed, places };
  }

  async avatars(): Promise<{ name: string; running: boolean }[]> {
    const found = this.#found;
    if (!found) return [{ name: anyAvatar, running: false }];
    // A manager that is busy with a new avatar answers nothing.
    const names = await this.#manager?.list().catch(() => []);
    const named = (names ?? []).map((name) => ({
      name: `${anyAvatar}_${name}`,
      running: found.generation === "newest" || name === this.#running,
    }));
    return [{ name: anyAvatar, running: true }, ...named];
  }

  async preview(avatar: string): Promise<Uint8Array | undefined> {
    const name = nameOf(avatar);
    return name === undefined ? undefined : await this.#manager?.preview(name);
  }

  async models(): Promise<readonly ServerModel[]> {
    const available = this.state.managed;
    return [{ id: anyAvatar, description: "What the avatar server makes avatars with", available }];
  }

  async create({ name, video }: ServerOrder, signal: AbortSignal): Promise<void> {
    await this.#exclusively(() => this.#managed().add(name, video, signal));
  }

  /** Its students go on with the embedded face from the beginning, not from the moment the server drops them. */
  async start(avatar: string, signal: AbortSignal): Promise<void> {
    const name = nameOf(avatar);
    if (name === undefined) throw new MageuriteError("refused", "there is no such avatar");
    await this.#exclusively(async () => {
      const manager = this.#managed();
      this.#starting = true;
      try {
        this.#found = undefined;
        await this.#places.clear();
        this.#running = undefined;
        await manager.start(name, signal);
        await this.#untilBack(signal);
        this.#running = name;
      } finally {
        this.#starting = false;
        await this.look();
      }
    });
  }

  async delete(avatar: string): Promise<boolean> {
    const name = nameOf(avatar);
    const manager = this.#managed();
    if (name === undefined || !(await manager.list()).includes(name)) return false;
    if (name === this.#running) throw new MageuriteError("refused", "the avatar is being shown");
    await this.#exclusively(() => manager.delete(name));
    return true;
  }

  /**
   * The face that a tutor's avatar means: `mageurite` is whatever runs there, `mageurite_anna` the one called anna.
   * Undefined for other names, and for an avatar that another one has taken the place of.
   */
  faceOf(avatar: string): RemoteFace | undefined {
    const name = nameOf(avatar);
    if (avatar === anyAvatar) return this.#places.face(undefined);
    if (name === undefined) return undefined;
    if (this.#found?.generation === "newest") return this.#places.face(name);
    return name === this.#running ? this.#places.face(undefined) : undefined;
  }

  get #manager(): MageuriteManager | undefined {
    const url = this.#found?.managerUrl;
    return url === undefined ? undefined : new MageuriteManager(url);
  }

  #managed(): MageuriteManager {
    const manager = this.#manager;
    if (!manager) throw new MageuriteError("unreachable", "the avatar server's manager cannot be reached");
    return manager;
  }

  /** The manager does one thing at a time, and hangs meanwhile. */
  async #exclusively(work: () => Promise<void>): Promise<void> {
    if (this.#changing) throw new MageuriteError("refused", "the avatar server is busy with another change");
    this.#changing = true;
    try {
      await work();
    } finally {
      this.#changing = false;
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
  async look(): Promise<MageuriteCapabilities | undefined> {
    const { signal } = this.#stop;
    if (this.#starting) return undefined;
    const before = this.#found;
    const found = await probeMageurite(this.options, signal).catch(() => undefined);
    // A manager that is busy for minutes has not gone.
    const managerUrl = found?.managerUrl ?? (this.#changing ? before?.managerUrl : undefined);
    this.#found = this.#starting || !found ? undefined : { ...found, managerUrl };
    const description = describeMageurite(this.#found);
    if (description !== this.#described && !signal.aborted) this.options.onChange(description);
    this.#described = description;
    return this.#found;
  }

  async #keepLooking(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.look();
      // Woken early by the end.
      await setTimeout(this.#found ? lookIntervalMs : lookAgainMs, undefined, { signal }).catch(() => {});
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#looking;
    await this.#places[Symbol.asyncDispose]();
  }
}
