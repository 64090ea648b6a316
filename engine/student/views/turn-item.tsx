import { Component } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { ShownTurn, TurnEnd } from "../conversation.ts";
import { heardLength } from "../heard-text.ts";
import type { MessageOf } from "../lesson-messages.ts";
import { RichText } from "../rich-text.ts";
import { Owned } from "./owned.tsx";
import { useWords } from "./words.ts";

interface TurnItemProps {
  readonly entry: ShownTurn;
  readonly tutor: { readonly name: string; readonly language: string };
  /** Undefined while nothing can be asked. */
  readonly onAskAgain: ((question: string) => void) | undefined;
}

/** One question and its answer. Only the newest of many changes, so the others are not compared. */
export class TurnItem extends Component<TurnItemProps> {
  override shouldComponentUpdate({ entry, onAskAgain }: TurnItemProps): boolean {
    const canAskChanged = !onAskAgain !== !this.props.onAskAgain;
    return entry !== this.props.entry || (entry.stage === "undelivered" && canAskChanged);
  }

  override render() {
    const { entry, tutor, onAskAgain } = this.props;
    return (
      <li class="turn">
        {entry.question !== null && <Question entry={entry} onAskAgain={onAskAgain} />}
        {(entry.stage === "open" || entry.stage === "ended") && <Answer entry={entry} tutor={tutor} />}
      </li>
    );
  }
}

function Question({ entry: { question, stage }, onAskAgain }: Omit<TurnItemProps, "tutor">) {
  const words = useWords();
  return (
    <>
      <p class="question">
        <Speaker name={words.you} />
        {question}
      </p>
      {stage === "undelivered" && (
        <p class="tag undelivered">
          {words.notDelivered}
          {question !== null && onAskAgain && (
            <button type="button" class="quiet" onClick={() => onAskAgain(question)}>
              {words.askAgain}
            </button>
          )}
        </p>
      )}
    </>
  );
}

/** A screen reader gets the answer once, when it is whole. */
function Answer({ entry: { answer, end, stage }, tutor }: Omit<TurnItemProps, "onAskAgain">) {
  const words = useWords();
  const isOpen = stage === "open";
  const heardTo =
    end?.outcome === "interrupted" ? (end.heardTo ?? heardLength(answer, end.heard)) : undefined;
  const unheard = heardTo === undefined ? "" : answer.slice(heardTo).trim();
  return (
    <div class={isOpen && answer === "" ? "answer waiting" : "answer"} aria-busy={isOpen}>
      <Speaker name={tutor.name} />
      <div class="text" lang={tutor.language}>
        <Rich source={answer.slice(0, heardTo)} isWhole={!isOpen} />
        {heardTo !== undefined && <p class="tag stopped">{words.interrupted}</p>}
        {unheard !== "" && (
          <div class="unheard">
            <span class="visually-hidden"> {words.notHeard} </span>
            <Rich source={unheard} isWhole />
          </div>
        )}
      </div>
      {end && <Tags end={end} isEmpty={answer === ""} />}
      {end?.latency && <Waterfall latency={end.latency} />}
    </div>
  );
}

function Tags({ end: { outcome, source }, isEmpty }: { end: TurnEnd; isEmpty: boolean }) {
  const words = useWords();
  const isCut = outcome === "cut" || outcome === "open";
  return (
    <>
      {isCut && <p class="tag">{words.cutOff}</p>}
      {outcome === "failed" && <p class="trouble">{words.answerFailed}</p>}
      {source === "notes" && !isEmpty && <p class="tag">{words.fromNotes}</p>}
      {source === "guardrail" && !isEmpty && <p class="tag">{words.declined}</p>}
    </>
  );
}

/** Markdown with formulas, drawn once a picture of the screen while it grows. */
function Rich({ source, isWhole }: { source: string; isWhole: boolean }) {
  const [text] = useState(() => new RichText());
  useLayoutEffect(() => {
    text.source = source;
    if (isWhole) text.flush();
  }, [text, source, isWhole]);
  return <Owned node={text.element} />;
}

/** Who speaks, for those who do not see whose bubble it is. */
const Speaker = ({ name }: { name: string }) => <span class="visually-hidden">{name}: </span>;

/** Where the time of a turn went, folded away. */
function Waterfall({ latency }: { latency: MessageOf<"turn-end">["latency"] }) {
  const { stages, waited } = useWords();
  const reached = Object.entries(stages).flatMap(([stage, label]) => {
    const ms = latency[stage as keyof typeof stages];
    return typeof ms === "number" ? [{ stage, label, ms }] : [];
  });
  return (
    <details class="waterfall">
      <summary>{waited}</summary>
      <dl>
        {reached.map(({ stage, label, ms }) => (
          <div key={stage}>
            <dt>{label}</dt>
            <dd>{Math.round(ms)} ms</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
