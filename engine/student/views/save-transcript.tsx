import type { Entry } from "../conversation.ts";
import { toMarkdown } from "../transcript-markdown.ts";
import { SaveMark } from "./marks.tsx";
import { useWords } from "./words.ts";

/** Saves a conversation as a file on the student's device. `at`: when it took place; now unless given. */
export function SaveTranscript({
  tutor,
  entries,
  at,
}: {
  tutor: string;
  entries: readonly Entry[];
  at?: string;
}) {
  const words = useWords();
  const save = () => {
    const day = at ? new Date(at) : new Date();
    const heading = `${tutor} · ${day.toLocaleDateString(words.language, { dateStyle: "long" })}`;
    const text = toMarkdown(heading, entries, { tutor, words });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
    link.download = `${tutor.replace(/[^\p{L}\p{N}]+/gu, "-")}-${day.toISOString().slice(0, 10)}.md`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <button
      type="button"
      class="icon"
      title={words.saveTranscript}
      aria-label={words.saveTranscript}
      onClick={save}
    >
      <SaveMark />
    </button>
  );
}
