import { chromiumOffer, firefoxOffer, safariOffer } from "../../engine/media/offer-samples.ts";
import { until } from "../_support/until.ts";
import { type AttackOptions, type AttackReport, Faults, inParallel, Times } from "./attack.ts";
import type { AttackedSchool } from "./attacked-school.ts";
import { makeHostileOffer } from "./hostile-offers.ts";

const atOnce = 8;
/** Of the lessons that begin by a lucky offer one in so many is left to end by itself, since nobody ever comes. */
const leftAloneOneIn = 50;
/** A connection that is never made is given up after ten seconds; a busy machine takes its time. */
const forgottenMaxMs = 60_000;
/** Connections that clients keep for a while, and files of other work: far fewer than the lessons that have begun. */
const descriptorsSlack = 30;

/** Offers that are wrong in every way, by the door that a student's page uses. Each is answered, or refused with a reason. */
export async function attackWithOffers(
  school: AttackedSchool,
  options: AttackOptions,
): Promise<AttackReport> {
  const samples = [chromiumOffer, firefoxOffer, safariOffer];
  const faults = new Faults();
  const times = new Times();
  const counts = { answered: 0, refused: 0 };
  const tickets: string[] = [];
  const offer = (ticket: string, body: BodyInit) =>
    fetch(`${school.engine.url}/api/tutors/${school.tutorId}/webrtc`, {
      method: "POST",
      headers: { "content-type": "application/sdp", authorization: `Bearer ${ticket}` },
      body,
    });
  // The first one is slow, and not what is measured.
  await end(school, await offer(await school.openTicket(), chromiumOffer), "");
  await until("an empty engine", async () => (await school.holdings()).peers === 0, {
    withinMs: forgottenMaxMs,
  });
  const before = await school.holdings();
  await inParallel(options, atOnce, async ({ number, random }, worker) => {
    tickets[worker] ||= await school.openTicket();
    const ticket = tickets[worker];
    const body = makeHostileOffer(random, samples);
    const startedAtMs = performance.now();
    const response = await offer(ticket, new Uint8Array(body));
    const text = await response.text();
    times.add(performance.now() - startedAtMs);
    const fault = faultOf(response, text);
    if (fault) faults.add(`offer ${number}: ${fault}: ${JSON.stringify(text.slice(0, 200))}`);
    if (response.status !== 201) {
      counts.refused++;
      return;
    }
    counts.answered++;
    tickets[worker] = "";
    if (counts.answered % leftAloneOneIn !== 0) await end(school, response, ticket);
  });
  await until(
    "the last lesson to be given up",
    async () => {
      const { lessons, peers } = await school.holdings();
      return lessons === 0 && peers === 0;
    },
    { withinMs: forgottenMaxMs },
  ).catch((error: Error) => faults.add(error.message));
  const after = await school.holdings();
  if (after.descriptors > before.descriptors + descriptorsSlack)
    faults.add(`${after.descriptors - before.descriptors} descriptors were left open`);
  for (const surprise of school.takeSurprises()) faults.add(surprise);
  return {
    attack: "offers",
    seed: options.seed,
    figures: {
      ...counts,
      time: times.summary,
      "peers left": after.peers,
      "descriptors before and after": `${before.descriptors}, ${after.descriptors}`,
      "MB before and after": `${before.residentMb.toFixed(0)}, ${after.residentMb.toFixed(0)}`,
    },
    faults: faults.all,
  };
}

async function end(school: AttackedSchool, response: Response, ticket: string): Promise<void> {
  const location = response.headers.get("location") ?? "";
  await fetch(school.engine.url + location, {
    method: "DELETE",
    headers: { authorization: `Bearer ${ticket}` },
  });
}

/** What is wrong with an answer; undefined: nothing. */
function faultOf(response: Response, text: string): string | undefined {
  const type = response.headers.get("content-type") ?? "";
  if (response.status === 201) {
    if (!type.startsWith("application/sdp")) return `an answer of type ${type}`;
    const sections = text.match(/^m=(audio|video|application) 9 /gm) ?? [];
    const isUsable =
      sections.length === 3 && text.startsWith("v=0\r\n") && text.includes("a=setup:passive\r\n");
    if (!isUsable) return "an answer that is none";
    if (
      /a=candidate/.test(
        text.replace(
          /^a=candidate:\d+ 1 (udp|tcp) \d+ 127\.0\.0\.1 \d+ typ host( tcptype passive)?\r?$/gm,
          "",
        ),
      )
    )
      return "an answer with a stranger's candidate";
    return undefined;
  }
  if (response.status < 400 || response.status >= 500) return `status ${response.status}`;
  if (type !== "application/problem+json") return `a refusal of type ${type}`;
  return text.length > 1_000 || /passwd|<script>|__proto__/.test(text)
    ? "a refusal that repeats what it was told"
    : undefined;
}
