import { useEffect, useRef } from "preact/hooks";
import type { ShownCitation } from "../conversation.ts";
import type { LessonScreen } from "../lesson-screen.ts";
import { useStore } from "../store.ts";
import type { Strings } from "../strings.ts";
import { useWords } from "./words.ts";

interface SourcesProps {
  readonly citations: readonly ShownCitation[];
  /** The number of the one whose passage is shown. */
  readonly opened: number | undefined;
  onToggle(number: number | undefined): void;
}

/** What an answer rests on; each opens its passage. */
export function Sources({ citations, opened, onToggle }: SourcesProps) {
  const words = useWords();
  return (
    <ol class="sources" aria-label={words.sources}>
      {citations.map((citation) => (
        <Source
          key={citation.number}
          citation={citation}
          isOpen={citation.number === opened}
          onToggle={onToggle}
        />
      ))}
    </ol>
  );
}

function Source({
  citation,
  isOpen,
  onToggle,
}: {
  citation: ShownCitation;
  isOpen: boolean;
  onToggle: SourcesProps["onToggle"];
}) {
  const words = useWords();
  const item = useRef<HTMLLIElement>(null);
  const { number, text } = citation;
  useEffect(() => {
    if (isOpen) item.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  const place = placeOf(citation, words);
  return (
    <li ref={item} value={number}>
      {text === undefined ? (
        <span class="source-place">{place}</span>
      ) : (
        <button
          type="button"
          class="source-place"
          aria-expanded={isOpen}
          onClick={() => onToggle(isOpen ? undefined : number)}
        >
          {place}
        </button>
      )}
      {isOpen && text !== undefined && <blockquote>{text}</blockquote>}
    </li>
  );
}

/** The sources of the sentence that is being said. */
export function SpokenSources({ screen: { captions, conversation } }: { screen: LessonScreen }) {
  const words = useWords();
  const spoken = useStore(captions.sources);
  const entries = useStore(conversation.entries);
  if (!spoken) return null;
  const entry = entries.findLast((entry) => "stage" in entry && entry.turn === spoken.turn);
  const citations = entry && "citations" in entry ? (entry.citations ?? []) : [];
  const places = citations
    .filter(({ number }) => spoken.numbers.includes(number))
    .map((citation) => placeOf(citation, words));
  return places.length > 0 ? <p class="spoken-sources">{places.join(" · ")}</p> : null;
}

/** "Cells.pdf, p. 2 › Mitosis" */
export function placeOf({ title, page, headings }: ShownCitation, words: Strings): string {
  const name = title ?? words.tutorNotes;
  const where = page === null ? name : `${name}, ${words.page(page)}`;
  return [where, ...headings].join(" › ");
}
