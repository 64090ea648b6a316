import { useEffect, useState } from "preact/hooks";
import { ActForm } from "./act-form.tsx";
import { ApiProblem } from "./api-problem.ts";
import type { Avatar } from "./api-types.ts";
import { isBeingMade } from "./avatar-api.ts";
import { AvatarProgress } from "./avatar-progress.tsx";
import { toKindName } from "./avatar-words.ts";
import { BusyButton } from "./busy-button.tsx";
import { describeProblem, formatBytes, formatTime, useConsole } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { VoiceOptions } from "./engine-options.tsx";
import { FacePicture } from "./face-picture.tsx";
import { ShowView, useLoaded } from "./loaded.tsx";
import { Told } from "./told.tsx";
import { Chip, Field, Heading } from "./view-parts.tsx";

/** One avatar: how it is made, what it looks like, what can be done with it. */
export function AvatarView({ avatarId }: { readonly avatarId: string }) {
  const { avatars, say, strings } = useConsole();
  const avatar = useLoaded(() => avatars.read(avatarId));
  const { reading, change } = avatar;
  const isBusy = reading.state === "there" && isBeingMade(reading.value);
  useEffect(() => {
    if (!isBusy) return;
    const stop = new AbortController();
    const follow = async () => {
      for await (const now of avatars.watch(avatarId, stop.signal)) change(() => now);
    };
    follow().catch((error: unknown) => say(describeProblem(error, strings)));
    return () => stop.abort();
  }, [isBusy, avatars, avatarId, change, say, strings]);
  return (
    <ShowView from={avatar} back={{ to: { view: "avatars" }, text: strings.sections.avatars }}>
      {(there) => <AvatarFacts avatar={there} changed={(now) => change(() => now)} />}
    </ShowView>
  );
}

interface AvatarFactsProps {
  readonly avatar: Avatar;
  readonly changed: (avatar: Avatar) => void;
}

function AvatarFacts({ avatar, changed }: AvatarFactsProps) {
  const { strings, avatars, say } = useConsole();
  const words = strings.avatars;
  const { id, displayName, kind, status, preview, sourceBytes, consent, createdAt } = avatar;
  const start = async () => {
    changed(await avatars.start(id));
    say(words.started);
  };
  const facts = [
    [words.madeOf, words.kinds[toKindName(kind)].name],
    [words.fileSize, sourceBytes > 0 ? formatBytes(sourceBytes, strings) : "—"],
    [
      words.consent,
      consent ? words.consentGiven(consent.givenBy, formatTime(consent.givenAt, strings)) : "—",
    ],
    [words.created, formatTime(createdAt, strings)],
  ];
  return (
    <>
      <Heading
        title={displayName}
        about={<Chip kind={status}>{words.statuses[status]}</Chip>}
        back={{ to: { view: "avatars" }, text: strings.sections.avatars }}
      >
        {status === "ready" && (
          <BusyButton kind="quiet" act={start}>
            {words.start}
          </BusyButton>
        )}
        <DeleteAvatar avatar={avatar} />
      </Heading>
      <div class="portrait">
        <AvatarState avatar={avatar} />
        <div class="column">
          <section class="card fact" aria-labelledby="facts">
            <h2 id="facts">{words.facts}</h2>
            <dl>
              {facts.map(([term, value]) => (
                <div key={term}>
                  <dt>{term}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            {preview && <p class="muted">{words.usedBy}</p>}
          </section>
          <AvatarForm avatar={avatar} changed={changed} />
        </div>
      </div>
    </>
  );
}

/** What may be changed of an avatar. */
function AvatarForm({ avatar, changed }: AvatarFactsProps) {
  const { strings, avatars, say } = useConsole();
  const words = strings.avatars;
  const choices = useLoaded(() => avatars.choices());
  const [displayName, setDisplayName] = useState(avatar.displayName);
  const [voice, setVoice] = useState(avatar.voice ?? "");
  const { reading } = choices;
  const submit = async () => {
    changed(await avatars.update(avatar.id, { displayName, voice: voice === "" ? null : voice }));
    say(strings.saved);
  };
  return (
    <ActForm submitText={strings.save} submit={submit}>
      <Field id="display-name" label={words.displayName} help={words.displayNameHelp}>
        {(tie) => (
          <input
            {...tie}
            required
            maxLength={80}
            autocomplete="off"
            value={displayName}
            onInput={(event) => setDisplayName(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field id="voice" label={words.voice} help={words.voiceHelp}>
        {(tie) => (
          <select {...tie} value={voice} onInput={(event) => setVoice(event.currentTarget.value)}>
            <VoiceOptions voices={reading.state === "there" ? reading.value.voices : null} chosen={voice} />
          </select>
        )}
      </Field>
    </ActForm>
  );
}

function AvatarState({ avatar }: { readonly avatar: Avatar }) {
  const { strings } = useConsole();
  const words = strings.avatars;
  const { id, displayName, status, preview, error, notes } = avatar;
  return (
    <section class="card fact" aria-live="polite">
      {preview && <FacePicture face={id} name={displayName} alt={words.pictureOf(displayName)} />}
      {isBeingMade(avatar) && <AvatarProgress avatar={avatar} />}
      {status === "processing" && <p class="muted">{words.pageMayClose}</p>}
      {status === "failed" && (
        <>
          <div class="message">
            <strong>{words.failedTitle}</strong>
            <p>
              <Told sentence={error ?? ""} />
            </p>
          </div>
          <a class="button primary" href={toHash({ view: "new-avatar" })}>
            {words.tryAnother}
          </a>
        </>
      )}
      {notes.length > 0 && (
        <>
          <h2>{words.notes}</h2>
          <ul class="muted">
            {notes.map((note) => (
              <li key={note}>
                <Told sentence={note} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function DeleteAvatar({ avatar: { id, displayName } }: { readonly avatar: Avatar }) {
  const { strings, avatars, ask, say, go } = useConsole();
  const words = strings.avatars;
  const remove = async () => {
    const question = { title: strings.deleteTitle(displayName), text: words.deleteText, yes: strings.delete };
    if (!(await ask(question))) return;
    try {
      await avatars.delete(id);
    } catch (error) {
      if (!(error instanceof ApiProblem && error.kind === "conflict")) throw error;
      return say(`${words.notDeleted} ${strings.told(error.detail ?? "")}`);
    }
    say(words.deleted);
    go({ view: "avatars" });
  };
  return (
    <BusyButton kind="danger-quiet" act={remove}>
      {strings.delete}
    </BusyButton>
  );
}
