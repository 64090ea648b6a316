import { type AttackOptions, type AttackReport, Faults, inParallel, Times } from "./attack.ts";
import type { AttackedSchool } from "./attacked-school.ts";

/** Tries for one account: fewer than the limit from strange addresses allows at once. */
const triesOfAccount = 50;
/** How much longer one of the two may take. Without the same hashing for both it is ten times and more. */
const ratioMax = { quiet: 1.25, busy: 3 };

type Kind = "admins" | "students";

/** Wrong passwords for accounts that there are and for others that there are not: nobody can tell one from the other. */
export async function guessSignIns(school: AttackedSchool, options: AttackOptions): Promise<AttackReport> {
  const faults = new Faults();
  const figures: Record<string, string> = {};
  for (const kind of ["admins", "students"] as const) {
    const accounts = await makeAccounts(school, kind, Math.ceil(options.count / triesOfAccount));
    const times = { known: new Times(), unknown: new Times() };
    const answers = new Set<string>();
    await inParallel(options, 1, async ({ number, random }) => {
      const known = accounts[number % accounts.length]!;
      const guesses = [
        { email: known, taken: times.known },
        { email: `${crypto.randomUUID()}@school.example`, taken: times.unknown },
      ];
      for (const { email, taken } of random.next() < 0.5 ? guesses : guesses.reverse()) {
        const startedAtMs = performance.now();
        const response = await guess(school, kind, email, `198.51.100.${number % 250}`);
        const text = await response.text();
        taken.add(performance.now() - startedAtMs);
        answers.add(`${response.status} ${text}`);
      }
    });
    if (answers.size !== 1 || ![...answers][0]?.startsWith("401 "))
      faults.add(`${kind} are answered in ${answers.size} ways: ${[...answers].join(" | ")}`);
    const ratio = times.known.median / times.unknown.median;
    const max = options.isMachineQuiet ? ratioMax.quiet : ratioMax.busy;
    if (Math.max(ratio, 1 / ratio) > max)
      faults.add(`${kind}: known ones take ${ratio.toFixed(2)} times as long`);
    figures[`${kind}, known`] = times.known.summary;
    figures[`${kind}, unknown`] = times.unknown.summary;
    figures[`${kind}, known to unknown`] = ratio.toFixed(3);
  }
  return { attack: "guessed sign-ins", seed: options.seed, figures, faults: faults.all };
}

/** E-mail addresses of new accounts. */
async function makeAccounts({ backend, tutorId }: AttackedSchool, kind: Kind, count: number) {
  const owner = await backend.signIn();
  const emails = Array.from({ length: count }, () => `${crypto.randomUUID()}@school.example`);
  for (const email of emails) {
    const { response } =
      kind === "admins"
        ? await owner.POST("/api/admins", { body: { email, role: "admin" } })
        : await owner.POST("/api/tutors/{tutorId}/students", {
            params: { path: { tutorId } },
            body: { email, name: "Kim" },
          });
    if (response.status !== 201) throw new Error(`an account was answered with ${response.status}`);
  }
  return emails;
}

const pathOf = { admins: "/api/auth/login", students: "/api/student/auth/login" } as const;

function guess({ backend, tutorId }: AttackedSchool, kind: Kind, email: string, address: string) {
  const account = kind === "admins" ? { email } : { email, tutorId };
  return fetch(backend.url + pathOf[kind], {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": address },
    body: JSON.stringify({ ...account, password: "a guess" }),
  });
}
