import { useConsole } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { FacePicture, toFaceName } from "./face-picture.tsx";
import { useList } from "./loaded.tsx";
import type { TutorFieldProps } from "./tutor-fields.ts";
import { MoreButton } from "./view-parts.tsx";

interface FaceChoiceProps extends TutorFieldProps {
  /** Names of drawn tutors; nothing where nobody knows. */
  readonly drawn: readonly string[] | null | undefined;
}

/** The faces that a tutor can have, as pictures: drawn ones, the school's own, and the one it has now. */
export function FaceChoice({ field, text, error, write, drawn }: FaceChoiceProps) {
  const { strings, avatars } = useConsole();
  const { reading, more } = useList((cursor) => avatars.list(cursor));
  const own = reading.state === "there" ? reading.value.items : [];
  const faces = [
    ...(drawn ?? []).map((face) => ({ face, name: toFaceName(face) })),
    ...own
      .filter(({ status }) => status !== "failed" && status !== "deleting")
      .map(({ id, displayName, preview }) => ({
        face: id,
        name: preview ? displayName : strings.avatars.beingMade(displayName),
      })),
  ];
  const isKnown = faces.some(({ face }) => face === text);
  const shown = isKnown ? faces : [...faces, { face: text, name: text }];
  const { label, help } = strings.fields[field.name];
  return (
    <div class="field wide" role="radiogroup" aria-labelledby="faces-label" aria-describedby="faces-help">
      <span class="label" id="faces-label">
        {label}
      </span>
      <div class="options pictures">
        {shown.map(({ face, name }) => (
          <label class="option picture" key={face}>
            <input
              type="radio"
              name="avatar"
              value={face}
              checked={face === text}
              onInput={() => write(face)}
              aria-invalid={error && face === text ? true : undefined}
            />
            <FacePicture face={face} name={name} />
            <span>{name}</span>
          </label>
        ))}
      </div>
      <MoreButton more={more} />
      <p class="muted small" id="faces-help">
        {help} <a href={toHash({ view: "new-avatar" })}>{strings.avatars.new}</a>
      </p>
      {error && <p class="field-error">{error}</p>}
    </div>
  );
}
