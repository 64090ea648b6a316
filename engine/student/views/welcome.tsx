import { useState } from "preact/hooks";
import type { TutorInfo } from "../school-client.ts";
import { useStore } from "../store.ts";
import type { StudentApp } from "../student-app.ts";
import { PastLessons } from "./past-lessons.tsx";
import { useWords } from "./words.ts";

const startersShown = 3;

/** The tutor before the lesson. */
export function Welcome({ app, tutor }: { app: StudentApp; tutor: TutorInfo }) {
  const words = useWords();
  const { student } = useStore(app.home.view);
  const [guestName, setGuestName] = useState("");
  const { name, subject, description, starters } = tutor;
  return (
    <form
      class="welcome"
      onSubmit={(event) => {
        event.preventDefault();
        app.start(guestName);
      }}
    >
      <h2>{student ? words.welcomeBack(student.name) : words.welcomeTitle(name)}</h2>
      <p class="about">{description || words.welcomeAbout(name, subject)}</p>
      {starters.length > 0 && (
        <div class="asks">
          <h3>{words.youCanAsk}</h3>
          <ul>
            {starters.slice(0, startersShown).map((starter) => (
              <li key={starter}>{starter}</li>
            ))}
          </ul>
        </div>
      )}
      {tutor.access === "public" && (
        <label class="field">
          {words.guestName(name)}
          <input
            type="text"
            maxLength={80}
            autoComplete="given-name"
            placeholder={words.optional}
            value={guestName}
            onInput={({ currentTarget }) => setGuestName(currentTarget.value)}
          />
        </label>
      )}
      <button type="submit" class="primary large">
        {words.startLesson}
      </button>
      <p class="small">{words.recordNote}</p>
      {student && <PastLessons app={app} />}
    </form>
  );
}
