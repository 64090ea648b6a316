import type { Tutor } from "./api-types.ts";
import { BusyButton } from "./busy-button.tsx";
import { CardList } from "./card-list.tsx";
import { toLanguageName, useConsole } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { FacePicture } from "./face-picture.tsx";
import { useList } from "./loaded.tsx";
import { Chip } from "./view-parts.tsx";

/** The admin's tutors, newest first. */
export function TutorList() {
  const { strings, tutors } = useConsole();
  const list = useList((cursor) => tutors.list(cursor));
  return (
    <CardList
      list={list}
      title={strings.sections.tutors}
      about={strings.tutorsAbout}
      none={strings.noTutors}
      create={{ to: { view: "new-tutor" }, text: strings.newTutor }}
      kind="cards"
      card={(tutor) => <TutorCard tutor={tutor} key={tutor.id} />}
    />
  );
}

function TutorCard({ tutor }: { readonly tutor: Tutor }) {
  const { strings, say } = useConsole();
  const { id: tutorId, name, subject, access, language, pageUrl, avatar } = tutor;
  const copy = () =>
    navigator.clipboard.writeText(pageUrl).then(
      () => say(strings.linkCopied),
      () => say(pageUrl),
    );
  const to = (view: "students" | "sessions") => (
    <a class="button quiet" href={toHash({ view, tutorId })} aria-label={`${strings.tabs[view]}: ${name}`}>
      {strings.tabs[view]}
    </a>
  );
  return (
    <li class="card tutor">
      <FacePicture face={avatar} name={name} />
      <div>
        <h2>
          <a href={toHash({ view: "tutor", tutorId })}>{name}</a>
        </h2>
        {subject && <p class="muted subject">{subject}</p>}
        <p class="tags">
          <Chip kind={access}>{strings.choices.access[access]}</Chip>
          <Chip>{toLanguageName(language, strings)}</Chip>
        </p>
      </div>
      <div class="actions">
        {to("students")}
        {to("sessions")}
        <a
          class="button quiet"
          href={pageUrl}
          target="_blank"
          rel="noopener"
          aria-label={`${strings.studentPage}: ${name}`}
        >
          {strings.studentPage} ↗
        </a>
        <BusyButton kind="quiet" act={copy} label={`${strings.copyLink}: ${name}`}>
          {strings.copyLink}
        </BusyButton>
      </div>
    </li>
  );
}
