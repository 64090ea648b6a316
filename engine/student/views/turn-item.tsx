import { Component } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { ShownTurn, TurnEnd } from "../conversation.ts";
import { heardLength } from "../heard-text.ts";
import { RichText } from "../rich-text.ts";
import { GoodMark, PoorMark } from "./marks.tsx";
import { Owned } from "./owned.tsx";
import { Sources } from "./sources.tsx";
import type { TurnActions } from "./turns.tsx";
import { Waterfall } from "./waterfall.tsx";
import { useWords } from "./words.ts";

interface TurnItemProps {
  readonly entry: ShownTurn;
  readonly tutor: { readonly name: string; readonly language: string };
  readonly actions: TurnActions | undefined;
}

/** One question and its answer. Only the newest of many changes, so the others are not compared. */
export class TurnItem extends Component<TurnItemProps> {
  override shouldComponentUpdate({ entry, actions }: TurnItemProps): boolean {
    return entry !== this.props.entry || actions !== this.props.actions;
  }

  override render() {
    const { entry, tutor, actions } = this.props;
    return (
      <li class="turn">
        {entry.question !== null && <Question entry={entry} actions={actions} />}
        {(entry.stage === "open" || entry.stage === "ended") && (
          <Answer entry={entry} tutor={tutor} actions={actions} />
        )}
      </li>
    );
  }
}

function Question({ entry, actions }: Omit<TurnItemProps, "tutor">) {
  const words = useWords();
  return (
    <>
      <p class="question">
        <Speaker name={words.you} />
        {entry.question}
      </p>
      {entry.stage === "undelivered" && (
        <p class="tag undelivered">
          {words.notDelivered}
          {actions && (
            <button type="button" class="quiet" onClick={() => actions.askAgain(entry)}>
              {words.askAgain}
            </button>
          )}
        </p>
      )}
    </>
  );
}

function Answer({ entry, tutor, actions }: TurnItemProps) {
  const words = useWords();
  const { answer, end, stage } = entry;
  const isOpen = stage === "open";
  const heardTo = end && endsInside(end) ? (end.heardTo ?? heardLength(answer, end.heard)) : undefined;
  const unheard = heardTo === undefined ? "" : answer.slice(heardTo).trim();
  const citations = entry.citations ?? [];
  const passages = citations.flatMap(({ text }) => text ?? []);
  const [opened, setOpened] = useState<number>();
  const onClick = ({ target }: { target: EventTarget | null }) => {
    const mark = target instanceof Element ? target.closest<HTMLButtonElement>("button.source-mark") : null;
    if (mark) setOpened(Number(mark.value));
  };
  return (
    <div class={isOpen && answer === "" ? "answer waiting" : "answer"} aria-busy={isOpen}>
      <Speaker name={tutor.name} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons are inside, and built by the answer's text */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a button's key press is a click */}
      <div class="text" lang={tutor.language} onClick={onClick}>
        <Rich source={answer.slice(0, heardTo)} passages={passages} isWhole={!isOpen} />
        {heardTo !== undefined && (
          <p class="tag stopped">{end?.outcome === "interrupted" ? words.interrupted : words.cutOff}</p>
        )}
        {unheard !== "" && (
          <div class="unheard">
            <span class="visually-hidden"> {words.notHeard} </span>
            <Rich source={unheard} passages={passages} isWhole />
          </div>
        )}
      </div>
      {citations.length > 0 && <Sources citations={citations} opened={opened} onToggle={setOpened} />}
      {end && <Tags end={end} isEmpty={answer === ""} />}
      {end && answer !== "" && end.source !== "greeting" && <Rating entry={entry} actions={actions} />}
      {end?.latency && <Waterfall latency={end.latency} />}
    </div>
  );
}

/** What was heard is known, and is not all. Of an answer that was just lost it is known once another engine has told of it. */
const endsInside = ({ outcome, heard }: TurnEnd) =>
  outcome === "interrupted" || ((outcome === "cut" || outcome === "open") && heard !== "");

function Tags({ end, isEmpty }: { end: TurnEnd; isEmpty: boolean }) {
  const words = useWords();
  const { outcome, source } = end;
  const isCut = (outcome === "cut" || outcome === "open") && !endsInside(end);
  return (
    <>
      {isCut && <p class="tag">{words.cutOff}</p>}
      {outcome === "failed" && <p class="trouble">{words.answerFailed}</p>}
      {source === "notes" && !isEmpty && <p class="tag">{words.fromNotes}</p>}
      {source === "guardrail" && !isEmpty && <p class="tag">{words.declined}</p>}
    </>
  );
}

interface RichProps {
  readonly source: string;
  readonly passages: readonly string[];
  readonly isWhole: boolean;
}

/** Markdown with formulas, drawn once a picture of the screen while it grows. */
function Rich({ source, passages, isWhole }: RichProps) {
  const [text] = useState(() => new RichText());
  useLayoutEffect(() => {
    text.passages = passages;
    text.source = source;
    if (isWhole) text.flush();
  }, [text, source, passages, isWhole]);
  return <Owned node={text.element} />;
}

/** Who speaks, for those who do not see whose bubble it is. */
const Speaker = ({ name }: { name: string }) => <span class="visually-hidden">{name}: </span>;

/** What the student thinks of the answer; only shown where it cannot be said now. */
function Rating({ entry: { turn, rating }, actions }: Omit<TurnItemProps, "tutor">) {
  const words = useWords();
  if (turn === undefined || !actions) {
    return rating ? <p class="tag">{rating === "good" ? words.ratedGood : words.ratedPoor}</p> : null;
  }
  return (
    <fieldset class="rating" aria-label={words.rateAnswer}>
      {(["good", "poor"] as const).map((name) => {
        const label = name === "good" ? words.ratedGood : words.ratedPoor;
        return (
          <button
            type="button"
            class="icon"
            key={name}
            title={label}
            aria-label={label}
            aria-pressed={rating === name}
            onClick={() => actions.rate(turn, rating === name ? null : name)}
          >
            {name === "good" ? <GoodMark /> : <PoorMark />}
          </button>
        );
      })}
    </fieldset>
  );
}
