import { chromiumOffer } from "../../engine/media/offer-samples.ts";
import type { Random } from "../_support/random.ts";
import { patience } from "../_support/until.ts";
import { type AttackOptions, type AttackReport, Faults, inParallel, type Times } from "./attack.ts";
import type { AttackedSchool } from "./attacked-school.ts";
import { GoodTraffic } from "./good-traffic.ts";

const atOnce = 24;
/** What one address and one ticket may have before they are told to wait, and a little that comes back meanwhile. */
const acceptedMax = { chat: 120 + 30, visit: 120 + 600 };
/** Others are served before the attack as often as this, to compare. */
const roundsBefore = 8;
/** Nobody waits longer, on a machine that has nothing else to do. */
const waitMaxMs = 20_000;
const longQuestion = "why ".repeat(25_000);

const kinds = ["chat", "chat", "chat", "chat", "chat", "chat", "large", "visit", "offer", "guess"] as const;
type Kind = (typeof kinds)[number];

/**
 * One student with one ticket and one address who takes all that can be had: questions, lessons, visits, sign-ins and questions of a
 * hundred kilobytes. A lesson, chats, sign-ins and the console of others go on beside it.
 */
export async function takeEverything(school: AttackedSchool, options: AttackOptions): Promise<AttackReport> {
  const faults = new Faults();
  await using good = await GoodTraffic.open(school);
  for (let round = 0; round < roundsBefore; round++) await good.round(faults);
  const before = good.takeTimes();
  const ticket = await school.openTicket();
  const answers = new Map<string, number>();
  let isOver = false;
  const attack = inParallel(options, atOnce, async ({ random }) => {
    const kind = random.pick(kinds);
    const response = await take(kind, { school, ticket, random });
    await response.arrayBuffer();
    const name = `${kind} ${response.status}`;
    answers.set(name, (answers.get(name) ?? 0) + 1);
    if (response.status >= 500 && response.status !== 503) faults.add(name);
  }).finally(() => {
    isOver = true;
  });
  do await good.round(faults);
  while (!isOver);
  await attack;
  const during = good.takeTimes();
  for (const [kind, max] of Object.entries(acceptedMax)) {
    const accepted = (answers.get(`${kind} 200`) ?? 0) + (answers.get(`${kind} 201`) ?? 0);
    if (accepted > max) faults.add(`${accepted} times "${kind}" were taken from one`);
  }
  for (const taken of ["large 200", "guess 200"]) if (answers.has(taken)) faults.add(taken);
  for (const [kind, { longest }] of Object.entries(during))
    if (longest > waitMaxMs * patience()) faults.add(`somebody else's ${kind} took ${longest.toFixed(0)} ms`);
  for (const surprise of school.takeSurprises()) faults.add(surprise);
  return {
    attack: "greedy student",
    seed: options.seed,
    figures: {
      requests: options.count,
      answers: [...answers]
        .toSorted()
        .map(([name, count]) => `${name}: ${count}`)
        .join(", "),
      ...figuresOf("before", before),
      ...figuresOf("beside", during),
    },
    faults: faults.all,
  };
}

const figuresOf = (when: string, times: Record<string, Times>) =>
  Object.fromEntries(Object.entries(times).map(([kind, { summary }]) => [`${kind}, ${when}`, summary]));

function take(
  kind: Kind,
  {
    school: { engine, backend, tutorId },
    ticket,
    random,
  }: { school: AttackedSchool; ticket: string; random: Random },
): Promise<Response> {
  const tutor = `${engine.url}/api/tutors/${tutorId}`;
  const authorization = `Bearer ${ticket}`;
  const post = (url: string, type: string, body: string) =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": type, "x-forwarded-for": "203.0.113.66", authorization },
      body,
    });
  const json = (url: string, body: unknown) => post(url, "application/json", JSON.stringify(body));
  switch (kind) {
    case "chat":
      return json(`${tutor}/chat`, { message: "What is light?" });
    case "large":
      return json(`${tutor}/chat`, { message: longQuestion });
    case "visit":
      return json(`${backend.url}/api/tutors/${tutorId}/visits`, {});
    case "offer":
      return post(`${tutor}/webrtc`, "application/sdp", chromiumOffer);
    case "guess":
      return json(`${backend.url}/api/auth/login`, {
        email: `${Math.floor(random.next() * 1e9)}@school.example`,
        password: "a guess",
      });
  }
}
