import type { Tutor } from "./api-client.ts";
import { type ConsoleContext, formatTime } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { make, makeButton } from "./element.ts";
import { fillList } from "./more-list.ts";

/** The admin's tutors, newest first. */
export async function openTutorList(context: ConsoleContext): Promise<HTMLElement> {
  const { strings, api } = context;
  const list = make("ul", { class: "cards" });
  const read = (cursor?: string) => api.tutors(cursor);
  const { isEmpty, more } = await fillList(list, context, read, (tutor) => toCard(tutor, context));
  const create = make(
    "a",
    { class: "button primary", href: toHash({ view: "new-tutor" }) },
    strings.newTutor,
  );
  const heading = make("div", { class: "heading" }, make("h1", { tabindex: -1 }, strings.tutors), create);
  const content = isEmpty ? make("p", { class: "card empty" }, strings.noTutors) : list;
  return make("div", {}, heading, content, more);
}

function toCard(tutor: Tutor, context: ConsoleContext): HTMLElement {
  const { strings, engineUrl } = context;
  const { id: tutorId, name, subject, access, language, updatedAt } = tutor;
  const pageUrl = `${engineUrl}/tutors/${tutorId}`;
  const initial = [...name.trim()][0]?.toUpperCase() ?? "";
  const facts = [subject, language].filter((text) => text !== "").join(" · ");
  const edit = make("a", { href: toHash({ view: "tutor", tutorId }) }, name);
  return make(
    "li",
    { class: "card tutor" },
    make("span", { class: "initial", "aria-hidden": "true" }, initial),
    make(
      "div",
      { class: "words" },
      make("h2", {}, edit),
      make("p", { class: "muted" }, facts),
      make("p", { class: "muted small" }, strings.changed(formatTime(updatedAt, strings))),
    ),
    make("span", { class: `chip ${access}` }, strings.choices.access[access]),
    make(
      "div",
      { class: "actions" },
      make(
        "a",
        {
          class: "button quiet",
          href: toHash({ view: "tutor", tutorId }),
          "aria-label": `${strings.edit}: ${name}`,
        },
        strings.edit,
      ),
      make(
        "a",
        {
          class: "button quiet",
          href: toHash({ view: "students", tutorId }),
          "aria-label": `${strings.students}: ${name}`,
        },
        strings.students,
      ),
      make(
        "a",
        {
          class: "button quiet",
          href: toHash({ view: "sessions", tutorId }),
          "aria-label": `${strings.sessions}: ${name}`,
        },
        strings.sessions,
      ),
      make(
        "a",
        {
          class: "button quiet",
          href: pageUrl,
          target: "_blank",
          rel: "noopener",
          "aria-label": `${strings.studentPage}: ${name}`,
        },
        `${strings.studentPage} ↗`,
      ),
      makeButton("quiet", strings.copyLink, async () => {
        await navigator.clipboard.writeText(pageUrl).then(
          () => context.say(strings.linkCopied),
          () => context.say(pageUrl),
        );
      }),
    ),
  );
}
