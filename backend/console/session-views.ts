import type { components } from "../../generated/backend.types.ts";
import type { Session } from "./api-client.ts";
import { type ConsoleContext, formatTime } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { make } from "./element.ts";
import { fillList } from "./more-list.ts";

type Turn = components["schemas"]["Turn"];

/** A tutor's sessions, newest first. */
export async function openSessions(context: ConsoleContext, tutorId: string): Promise<HTMLElement> {
  const { strings, api } = context;
  const body = make("tbody");
  const read = (cursor?: string) => api.sessions(tutorId, cursor);
  const [{ tutor }, { isEmpty, more }] = await Promise.all([
    api.tutor(tutorId),
    fillList(body, context, read, (session) => toRow(session, context)),
  ]);
  const titles = [strings.started, strings.guest, strings.turnCount, strings.lastTurn];
  const head = make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title)));
  const table = make("table", {}, make("thead", {}, head), body);
  return make(
    "div",
    {},
    make("a", { class: "back", href: toHash({ view: "tutor", tutorId }) }, `← ${tutor.name}`),
    make("div", { class: "heading" }, make("h1", { tabindex: -1 }, `${strings.sessions}: ${tutor.name}`)),
    isEmpty
      ? make("p", { class: "card empty" }, strings.noSessions)
      : make(
          "div",
          { class: "card table", tabindex: 0, role: "region", "aria-label": strings.sessions },
          table,
        ),
    more,
  );
}

function toRow(session: Session, { strings }: ConsoleContext): HTMLElement {
  const { tutorId, id: sessionId, startedAt, lastTurnAt, guestName, turnCount } = session;
  const href = toHash({ view: "transcript", tutorId, sessionId });
  return make(
    "tr",
    {},
    make("td", {}, make("a", { href }, formatTime(startedAt, strings))),
    make("td", {}, guestName ?? strings.anonymous),
    make("td", {}, String(turnCount)),
    make("td", {}, lastTurnAt ? formatTime(lastTurnAt, strings) : "—"),
  );
}

/** What was asked in a session and what was heard. */
export async function openTranscript(
  context: ConsoleContext,
  tutorId: string,
  sessionId: string,
): Promise<HTMLElement> {
  const { strings, api } = context;
  const { session, turns } = await api.transcript(tutorId, sessionId);
  const about = `${session.guestName ?? strings.anonymous} · ${formatTime(session.startedAt, strings)}`;
  return make(
    "div",
    {},
    make("a", { class: "back", href: toHash({ view: "sessions", tutorId }) }, `← ${strings.sessions}`),
    make(
      "div",
      { class: "heading" },
      make("h1", { tabindex: -1 }, strings.transcript),
      make("p", { class: "muted" }, about),
    ),
    turns.length === 0
      ? make("p", { class: "card empty" }, strings.noTurns)
      : make("ol", { class: "turns" }, ...turns.map((turn) => toTurn(turn, context))),
  );
}

function toTurn(turn: Turn, { strings }: ConsoleContext): HTMLElement {
  const { question, heard, answer, outcome, source, flags, startedAt } = turn;
  const tags = make(
    "p",
    { class: "tags" },
    make("span", { class: `chip ${outcome}` }, strings.outcomes[outcome]),
    make("span", { class: "chip" }, strings.sources[source]),
    ...flags.map((flag) => make("span", { class: "chip flag" }, strings.flags[flag])),
    make("time", { class: "muted small", datetime: startedAt }, formatTime(startedAt, strings)),
  );
  const element = make("li", { class: "card turn" }, tags);
  if (question !== null) {
    element.append(
      make("h2", { class: "muted small" }, strings.question),
      make("p", { class: "question" }, question),
    );
  }
  element.append(
    make("h2", { class: "muted small" }, strings.heard),
    heard ? make("p", { class: "answer" }, heard) : make("p", { class: "muted" }, strings.nothingHeard),
  );
  if (answer.trim() !== heard.trim() && answer !== "") {
    element.append(
      make(
        "details",
        {},
        make("summary", {}, strings.wholeAnswer),
        make("p", { class: "answer muted" }, answer),
      ),
    );
  }
  return element;
}
