import { AvatarList, AvatarModelList, ModelList, VoiceList } from "../../generated/engine.peers.js";
import type { components } from "../../generated/engine.types.ts";
import { isAvatarId } from "../avatars/avatar-view.ts";
import type { EngineAvatars } from "../avatars/engine-avatars.ts";
import type { Schemas } from "../backend-handlers.ts";
import { NotFound } from "../not-found.ts";

type Choices = Schemas["SystemChoices"];
type EngineSchemas = components["schemas"];

/** Whoever asks again sooner gets the same answer. */
const freshMs = 5_000;
const patienceMs = 3_000;

/** What the engine has for tutors. */
export class EngineChoices {
  #asked: Promise<Choices> | undefined;
  #askedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly engine: Pick<EngineAvatars, "list" | "preview">) {}

  /** Never fails: what nobody tells is null. */
  list(): Promise<Choices> {
    if (!this.#asked || performance.now() - this.#askedAtMs > freshMs) {
      this.#askedAtMs = performance.now();
      this.#asked = this.#ask();
    }
    return this.#asked;
  }

  /** A PNG. Throws NotFound for a face that not every engine has, such as a school's own; EngineUnreachable, EngineRefused. */
  async preview(face: string): Promise<Blob> {
    const { faces } = await this.list();
    if (faces && !faces.includes(face)) throw new NotFound("avatar");
    return this.engine.preview(face);
  }

  async #ask(): Promise<Choices> {
    const signal = AbortSignal.timeout(patienceMs);
    const read = async <List extends { items: unknown[] }>(
      path: Parameters<EngineAvatars["list"]>[0],
      isList: (body: unknown) => boolean,
    ): Promise<List["items"] | null> => {
      const body = await this.engine.list(path, signal).catch(() => undefined);
      return isList(body) ? (body as List).items : null;
    };
    const [voices, models, faces, kinds] = await Promise.all([
      read<EngineSchemas["VoiceList"]>("/api/tts/voices", VoiceList),
      read<EngineSchemas["ModelList"]>("/api/chat/models", ModelList),
      read<EngineSchemas["AvatarList"]>("/api/avatar/list", AvatarList),
      read<EngineSchemas["AvatarModelList"]>("/api/avatar/models", AvatarModelList),
    ]);
    return {
      voices: voices?.map(({ id, label, language }) => ({ id, label, language })) ?? null,
      models,
      faces: faces?.map(({ name }) => name).filter((name) => !isOwned(name)) ?? null,
      kinds:
        kinds
          ?.filter(({ available }) => available)
          .map(({ id, accepts, bytesMax }) => ({ id, accepts, bytesMax })) ?? null,
    };
  }
}

/** Whether a school made it: its name on the engine is the avatar's id, after the prefix of an avatar server. */
const isOwned = (name: string) => isAvatarId(name.replace(/^mageurite_/, ""));
