import type { FieldError } from "./api-problem.ts";
import type { EngineChoices } from "./api-types.ts";
import { useConsole } from "./console-context.ts";
import type { ConsoleStrings } from "./console-strings.ts";
import { ModelOptions, VoiceOptions } from "./engine-options.tsx";
import { FaceChoice } from "./face-choice.tsx";
import { useLoaded } from "./loaded.tsx";
import {
  readPointer,
  type TutorFieldGroup,
  type TutorFieldName,
  type TutorFieldProps,
  type TutorTexts,
  tutorFields,
} from "./tutor-fields.ts";
import { Field } from "./view-parts.tsx";

/** What is said beside the fields that were refused. */
export type TutorErrors = Readonly<Partial<Record<TutorFieldName, string>>>;

interface TutorFormProps {
  readonly texts: TutorTexts;
  readonly errors: TutorErrors;
  readonly write: (name: TutorFieldName, text: string) => void;
}

/** The boxes of a tutor's fields, with help and errors beside each. */
export function TutorForm({ texts, errors, write }: TutorFormProps) {
  const { strings, avatars } = useConsole();
  // Until they are there, and where the engine does not answer, the form has what the tutor has.
  const { reading } = useLoaded(() => avatars.choices());
  const choices = reading.state === "there" ? reading.value : undefined;
  return (
    <div class="groups">
      {Object.entries(tutorFields).map(([group, fields]) => (
        <fieldset class="card" key={group}>
          <legend>{strings.groups[group as TutorFieldGroup]}</legend>
          {fields.map((field) => {
            const box = {
              field,
              text: texts[field.name],
              error: errors[field.name],
              write: (text: string) => write(field.name, text),
            };
            if (field.from === "faces")
              return <FaceChoice key={field.name} {...box} drawn={choices?.faces} />;
            return <TutorBox key={field.name} {...box} choices={choices} />;
          })}
        </fieldset>
      ))}
    </div>
  );
}

interface TutorBoxProps extends TutorFieldProps {
  readonly choices: EngineChoices | undefined;
}

function TutorBox({ field, text, error, write, choices }: TutorBoxProps) {
  const { strings } = useConsole();
  const { name, kind, maxLength, rows, required, range, values, from } = field;
  const { label, help } = strings.fields[name];
  const words = required ? (
    <>
      {label} <span class="muted small">({strings.required})</span>
    </>
  ) : (
    label
  );
  const isLong = kind === "text" || kind === "list";
  return (
    <Field id={`field-${name}`} label={words} help={help} error={error} wide={isLong}>
      {(tie) => {
        const box = {
          ...tie,
          value: text,
          onInput: (event: { currentTarget: { value: string } }) => write(event.currentTarget.value),
        };
        if (from === "voices") {
          return (
            <select {...box}>
              <VoiceOptions voices={choices?.voices ?? null} chosen={text} />
            </select>
          );
        }
        if (from === "models") {
          return (
            <select {...box}>
              <ModelOptions models={choices?.models ?? null} chosen={text} />
            </select>
          );
        }
        if (kind === "choice") {
          return (
            <select {...box}>
              {values?.map((value) => (
                <option key={value} value={value}>
                  {toChoiceText(name, value, strings)}
                </option>
              ))}
            </select>
          );
        }
        // A list's limit is for each of its lines, which a box cannot check.
        if (kind === "list") return <textarea {...box} rows={rows} />;
        if (kind === "text") return <textarea {...box} rows={rows} maxLength={maxLength} />;
        if (kind === "number") return <input {...box} type="number" inputMode="decimal" {...range} />;
        return <input {...box} type="text" maxLength={maxLength} required={required} autocomplete="off" />;
      }}
    </Field>
  );
}

function toChoiceText(name: TutorFieldName, value: string, { choices }: ConsoleStrings): string {
  const known: Readonly<Partial<Record<string, Readonly<Partial<Record<string, string>>>>>> = choices;
  return known[name]?.[value] ?? value;
}

/** Sorts what the backend refused to the fields that it is about; what belongs to none comes back as words. */
export function sortErrors(
  refused: readonly FieldError[],
  strings: ConsoleStrings,
): { errors: TutorErrors; others: string } {
  const errors: Partial<Record<TutorFieldName, string>> = {};
  let others = "";
  for (const { pointer, detail } of refused) {
    const { name, entry } = readPointer(pointer);
    if (!name) others += ` ${pointer} ${detail}.`;
    else {
      const { rule } = strings.fields[name];
      errors[name] = entry === undefined ? rule : `${strings.entry(entry + 1)}: ${rule}`;
    }
  }
  return { errors, others };
}
