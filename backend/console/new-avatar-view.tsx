import { useEffect, useRef, useState } from "preact/hooks";
import { ActForm } from "./act-form.tsx";
import { ApiProblem } from "./api-problem.ts";
import type { EngineChoices } from "./api-types.ts";
import type { NewAvatarFields } from "./avatar-api.ts";
import { describeAvatar, fileNames, toKindName } from "./avatar-words.ts";
import { formatBytes, useConsole, useGuard } from "./console-context.ts";
import { VoiceOptions } from "./engine-options.tsx";
import { Show, useLoaded } from "./loaded.tsx";
import { Progress } from "./progress.tsx";
import { Empty, Field, Heading } from "./view-parts.tsx";

type Kinds = NonNullable<EngineChoices["kinds"]>;

/** Making an avatar from a file. */
export function NewAvatar() {
  const { strings, avatars } = useConsole();
  const words = strings.avatars;
  const choices = useLoaded(() => avatars.choices());
  return (
    <>
      <Heading
        title={words.new}
        about={words.newAbout}
        back={{ to: { view: "avatars" }, text: strings.sections.avatars }}
      />
      <Show from={choices}>
        {(there) => {
          const kinds = there.kinds?.filter(({ accepts }) => accepts.length > 0) ?? [];
          return kinds.length > 0 ? (
            <AvatarForm kinds={kinds} choices={there} />
          ) : (
            <Empty>{words.noKinds}</Empty>
          );
        }}
      </Show>
    </>
  );
}

interface AvatarFormProps {
  readonly kinds: Kinds;
  readonly choices: EngineChoices;
}

function AvatarForm({ kinds, choices }: AvatarFormProps) {
  const { strings } = useConsole();
  const words = strings.avatars;
  const [values, setValues] = useState({
    displayName: "",
    kind: kinds[0]?.id ?? "",
    voice: "",
    consentBy: "",
    tutorName: "",
  });
  const [file, setFile] = useState<File>();
  const kind = kinds.find(({ id }) => id === values.kind);
  const { sent, stop, send } = useAvatarUpload();
  const write = (name: keyof typeof values) => (event: { currentTarget: { value: string } }) =>
    setValues({ ...values, [name]: event.currentTarget.value });
  const types = kind?.accepts.map((type) => fileNames[type] ?? type).join(", ") ?? "";
  const fileHelp = words.fileHelp(types, formatBytes(kind?.bytesMax ?? 0, strings));
  const submit = async () => {
    if (!file || !kind) return;
    // Not sent for nothing. Browsers know no type for some files: the engine looks at those.
    if (file.type !== "" && !kind.accepts.includes(file.type)) {
      throw new ApiProblem("unsupported-media-type", { detail: fileHelp });
    }
    if (file.size > kind.bytesMax) throw new ApiProblem("too-large");
    await send({ ...values, file });
  };
  return (
    <ActForm submitText={words.make} submit={submit} describe={describeAvatar}>
      <KindChoice kinds={kinds} chosen={values.kind} write={write("kind")} />
      <Field id="file" label={words.file} help={fileHelp}>
        {(tie) => (
          <input
            {...tie}
            type="file"
            accept={kind?.accepts.join(",")}
            required
            onChange={(event) => setFile(event.currentTarget.files?.[0])}
          />
        )}
      </Field>
      <Field id="display-name" label={words.displayName} help={words.displayNameHelp}>
        {(tie) => (
          <input {...tie} required maxLength={80} autocomplete="off" onInput={write("displayName")} />
        )}
      </Field>
      <Field id="voice" label={words.voice} help={words.voiceHelp}>
        {(tie) => (
          <select {...tie} value={values.voice} onInput={write("voice")}>
            <VoiceOptions voices={choices.voices} chosen={values.voice} />
          </select>
        )}
      </Field>
      <Field id="tutor-name" label={words.tutorName} help={words.tutorNameHelp}>
        {(tie) => <input {...tie} maxLength={80} autocomplete="off" onInput={write("tutorName")} />}
      </Field>
      <Consent write={write("consentBy")} />
      {sent !== undefined && <Sending file={file} sent={sent} stop={stop} />}
    </ActForm>
  );
}

type Write = (event: { currentTarget: { value: string } }) => void;

function Consent({ write }: { readonly write: Write }) {
  const { strings } = useConsole();
  const words = strings.avatars;
  return (
    <fieldset class="plain">
      <legend>{words.consent}</legend>
      <div class="check">
        <input type="checkbox" id="consent" required />
        <label for="consent">{words.consentCheck}</label>
      </div>
      <Field id="consent-by" label={words.consentBy} help={words.consentByHelp}>
        {(tie) => <input {...tie} required maxLength={120} autocomplete="off" onInput={write} />}
      </Field>
    </fieldset>
  );
}

interface SendingProps {
  readonly file: File | undefined;
  /** From 0 to 1. */
  readonly sent: number;
  readonly stop: () => void;
}

function Sending({ file, sent, stop }: SendingProps) {
  const { strings } = useConsole();
  const words = strings.avatars;
  const label = sent < 1 ? words.sendingFile(file?.name ?? "") : words.checking;
  return (
    <>
      <Progress label={label} share={sent < 1 ? sent : undefined} />
      <div class="actions">
        <button type="button" class="quiet" onClick={stop}>
          {words.stop}
        </button>
      </div>
    </>
  );
}

/** Sends the form; `sent` is how much of it has left, undefined while nothing is under way. Leaving the view stops it. */
function useAvatarUpload() {
  const { strings, avatars, go } = useConsole();
  const [sent, setSent] = useState<number>();
  const upload = useRef<AbortController | undefined>(undefined);
  useGuard(sent !== undefined);
  useEffect(() => () => upload.current?.abort(), []);
  const send = async (avatar: NewAvatarFields) => {
    upload.current = new AbortController();
    const { signal } = upload.current;
    setSent(0);
    try {
      const { id: avatarId } = await avatars.create(avatar, setSent, signal);
      setSent(undefined);
      go({ view: "avatar", avatarId });
    } catch (error) {
      setSent(undefined);
      throw signal.aborted ? new Error(strings.avatars.stopped) : error;
    }
  };
  return { sent, send, stop: () => upload.current?.abort() };
}

interface KindChoiceProps {
  readonly kinds: Kinds;
  readonly chosen: string;
  readonly write: Write;
}

function KindChoice({ kinds, chosen, write }: KindChoiceProps) {
  const { strings } = useConsole();
  const words = strings.avatars;
  return (
    <fieldset class="plain options">
      <legend>{words.kind}</legend>
      {kinds.map(({ id }) => (
        <label class="option" key={id}>
          <input type="radio" name="kind" value={id} checked={id === chosen} onInput={write} />
          <strong>{words.kinds[toKindName(id)].name}</strong>
          <span class="muted small">{words.kinds[toKindName(id)].use}</span>
        </label>
      ))}
    </fieldset>
  );
}
