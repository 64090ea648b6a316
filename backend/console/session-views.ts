import type { components } from "../../generated/backend.types.ts";
import type { Listed, Session } from "./api-client.ts";
import { type ConsoleContext, describeProblem, formatTime } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { make, makeButton } from "./element.ts";
import { fillList } from "./more-list.ts";
import { saveFile } from "./person-form.ts";

type Turn = components["schemas"]["Turn"];

/** A tutor's sessions, newest first. */
export async function openSessions(context: ConsoleContext, tutorId: string): Promise<HTMLElement> {
  const { strings, api } = context;
  const { tutor } = await api.tutor(tutorId);
  return makeSessionList(context, {
    title: `${strings.sessions}: ${tutor.name}`,
    back: make("a", { class: "back", href: toHash({ view: "tutor", tutorId }) }, `← ${tutor.name}`),
    read: (cursor) => api.sessions(tutorId, cursor),
  });
}

/** The sessions of one student, newest first. */
export async function openSessionsOfStudent(
  context: ConsoleContext,
  tutorId: string,
  studentId: string,
): Promise<HTMLElement> {
  const { strings, school } = context;
  const { name } = await school.student(tutorId, studentId);
  const href = toHash({ view: "students", tutorId });
  return makeSessionList(context, {
    title: `${strings.sessions}: ${name}`,
    back: make("a", { class: "back", href }, `← ${strings.students}`),
    read: (cursor) => school.sessionsOfStudent(tutorId, studentId, cursor),
  });
}

async function makeSessionList(
  context: ConsoleContext,
  {
    title,
    back,
    read,
  }: { title: string; back: HTMLElement; read: (cursor?: string) => Promise<Listed<Session>> },
): Promise<HTMLElement> {
  const { strings } = context;
  const body = make("tbody");
  const { isEmpty, more } = await fillList(body, context, read, (session) => toRow(session, context));
  const titles = [strings.started, strings.guest, strings.turnCount, strings.lastTurn];
  const head = make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title)));
  const table = make("table", {}, make("thead", {}, head), body);
  return make(
    "div",
    {},
    back,
    make("div", { class: "heading" }, make("h1", { tabindex: -1 }, title)),
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

function toWho({ studentName, guestName }: Session, { strings }: ConsoleContext): string {
  return studentName ?? guestName ?? strings.anonymous;
}

function toRow(session: Session, context: ConsoleContext): HTMLElement {
  const { strings } = context;
  const { tutorId, id: sessionId, startedAt, lastTurnAt, turnCount } = session;
  const href = toHash({ view: "transcript", tutorId, sessionId });
  return make(
    "tr",
    {},
    make("td", {}, make("a", { href }, formatTime(startedAt, strings))),
    make("td", {}, toWho(session, context)),
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
  const about = `${toWho(session, context)} · ${formatTime(session.startedAt, strings)}`;
  const save = makeButton("quiet", strings.school.downloadMarkdown, async () => {
    try {
      saveFile(await context.school.transcriptText(tutorId, sessionId), "transcript.md");
    } catch (error) {
      context.say(describeProblem(error, strings));
    }
  });
  return make(
    "div",
    {},
    make("a", { class: "back", href: toHash({ view: "sessions", tutorId }) }, `← ${strings.sessions}`),
    make(
      "div",
      { class: "heading" },
      make("h1", { tabindex: -1 }, strings.transcript),
      make("p", { class: "muted" }, about),
      save,
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
