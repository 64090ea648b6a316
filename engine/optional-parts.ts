import type { components } from "../generated/engine.types.ts";
import type { AvatarServerState } from "./avatar/avatar-server.ts";
import { type LanguageModel, ModelUnavailable } from "./chat/language-model.ts";

export type OptionalPart = components["schemas"]["OptionalPart"];

/** A part that takes longer than this to answer is down. */
const patienceMs = 2_000;
/** Whoever asks again sooner gets the same answer: asking costs nobody but us. */
const freshMs = 2_000;
/** Names of models that are told; the others are counted. */
const modelNamesMax = 5;
const detailCharsMax = 500;

/** What the engine can do without, looked at when somebody asks. */
export function watchOptionalParts(
  model: Pick<LanguageModel, "models">,
  avatarServer: (() => Pick<AvatarServerState, "description" | "generation">) | undefined,
): () => Promise<readonly OptionalPart[]> {
  let asked: Promise<readonly OptionalPart[]> | undefined;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  const look = async () => [await lookAtModel(model), lookAtAvatarServer(avatarServer?.())];
  return () => {
    if (!asked || performance.now() - askedAtMs > freshMs) {
      asked = look();
      askedAtMs = performance.now();
    }
    return asked;
  };
}

async function lookAtModel(model: Pick<LanguageModel, "models">): Promise<OptionalPart> {
  try {
    const names = await model.models(AbortSignal.timeout(patienceMs));
    if (names.length === 0) return part("ollama", "down", "it has no model that converses");
    const more = names.length > modelNamesMax ? ` and ${names.length - modelNamesMax} more` : "";
    return part("ollama", "ok", `models: ${names.slice(0, modelNamesMax).join(", ")}${more}`);
  } catch (error) {
    const detail = error instanceof ModelUnavailable ? error.message : "it does not answer";
    return part("ollama", "down", detail);
  }
}

function lookAtAvatarServer(
  state: Pick<AvatarServerState, "description" | "generation"> | undefined,
): OptionalPart {
  if (!state) return part("mageurite", "off", "MAGEURITE_URL is not set");
  return part("mageurite", state.generation === undefined ? "down" : "ok", state.description);
}

const part = (name: OptionalPart["name"], state: OptionalPart["state"], detail: string): OptionalPart => ({
  name,
  state,
  detail: detail.slice(0, detailCharsMax),
});
