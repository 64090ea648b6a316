import { setTimeout } from "node:timers/promises";
import type { RemoteFace } from "../../avatar/remote-face.ts";
import type { openUpstreamPeer } from "../../media/upstream-peer.ts";
import { MageuritePlaces, type PlacesState } from "./mageurite-places.ts";
import {
  describeMageurite,
  type MageuriteAddresses,
  type MageuriteCapabilities,
  probeMageurite,
} from "./mageurite-probe.ts";

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

export interface MageuriteState {
  found: MageuriteCapabilities | undefined;
  description: string;
  places: PlacesState;
}

/** One avatar server: what it is, its faces and its places. */
export class Mageurite implements AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #places: MageuritePlaces;
  readonly #looking: Promise<void>;
  #found: MageuriteCapabilities | undefined;
  #described: string | undefined;
  /** The avatar that was started last, by us. */
  #running: string | undefined;

  /** Does not wait for the server: it may come later, or never. */
  constructor(private readonly options: MageuriteOptions) {
    this.#places = new MageuritePlaces({
      url: options.url,
      openPeer: options.openPeer,
      capabilities: () => this.#found,
    });
    this.#looking = this.#keepLooking();
  }

  get state(): MageuriteState {
    return { found: this.#found, description: describeMageurite(this.#found), places: this.#places.state };
  }

  /**
   * The face that a tutor's avatar means: `mageurite` is whatever runs there, `mageurite_anna` the one called anna.
   * Undefined for other names, and for an avatar that another one has taken the place of.
   */
  faceOf(avatar: string): RemoteFace | undefined {
    const [, name] = avatarPattern.exec(avatar) ?? [];
    if (avatar === "mageurite") return this.#places.face(undefined);
    if (name === undefined) return undefined;
    if (this.#found?.generation === "newest") return this.#places.face(name);
    return name === this.#running ? this.#places.face(undefined) : undefined;
  }

  /** Looks again now. */
  async look(): Promise<MageuriteCapabilities | undefined> {
    const { signal } = this.#stop;
    this.#found = await probeMageurite(this.options, signal).catch(() => undefined);
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
