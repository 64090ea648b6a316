import type { EngineChoices } from "./api-types.ts";
import { toLanguageName, useConsole } from "./console-context.ts";

interface VoiceOptionsProps {
  /** Null where nobody knows. */
  readonly voices: EngineChoices["voices"];
  /** It is there even if the engine does not have it now. */
  readonly chosen: string;
}

/** The options of a box for voices, by language; the first leaves the choice to the engine. */
export function VoiceOptions({ voices, chosen }: VoiceOptionsProps) {
  const { strings } = useConsole();
  const toName = (language: string | null) => (language ? toLanguageName(language, strings) : "…");
  const groups = Map.groupBy(voices ?? [], ({ language }) => toName(language));
  const isKnown = chosen === "" || voices?.some(({ id }) => id === chosen);
  return (
    <>
      <option value="">{strings.avatars.usualVoice}</option>
      {!isKnown && <option value={chosen}>{strings.avatars.notThere(chosen)}</option>}
      {[...groups]
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([language, group]) => (
          <optgroup label={language} key={language}>
            {group.map(({ id, label }) => (
              <option value={id} key={id}>
                {label}
              </option>
            ))}
          </optgroup>
        ))}
    </>
  );
}

interface ModelOptionsProps {
  readonly models: EngineChoices["models"];
  readonly chosen: string;
}

/** The options of a box for language models; the first leaves the choice to the engine. */
export function ModelOptions({ models, chosen }: ModelOptionsProps) {
  const { strings } = useConsole();
  const isKnown = chosen === "" || models?.includes(chosen);
  return (
    <>
      <option value="">{strings.avatars.anyModel}</option>
      {!isKnown && <option value={chosen}>{strings.avatars.notThere(chosen)}</option>}
      {models?.map((model) => (
        <option value={model} key={model}>
          {model}
        </option>
      ))}
    </>
  );
}
