import { useState } from "preact/hooks";
import type { TutorInfo } from "../school-client.ts";
import { useWords } from "./words.ts";

const startersShown = 3;

/** The tutor before the lesson. */
export function Welcome({ tutor, onStart }: { tutor: TutorInfo; onStart: (guestName: string) => void }) {
  const words = useWords();
  const [guestName, setGuestName] = useState("");
  const { name, subject, description, starters } = tutor;
  return (
    <form
      class="welcome"
      onSubmit={(event) => {
        event.preventDefault();
        onStart(guestName);
      }}
    >
      <h2>{words.welcomeTitle(name)}</h2>
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
      <button type="submit" class="primary large">
        {words.startLesson}
      </button>
      <p class="small">{words.recordNote}</p>
    </form>
  );
}
