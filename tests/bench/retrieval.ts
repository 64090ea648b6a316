import { insertAdmin } from "../../backend/accounts/admins-repository.ts";
import { openDatabase } from "../../backend/database/open-database.ts";
import { toIndexTerms } from "../../backend/documents/document-terms.ts";
import { insertDocument, insertPassages } from "../../backend/documents/documents-repository.ts";
import { PassageSearch } from "../../backend/documents/passage-search.ts";
import { VectorShelf } from "../../backend/documents/vector-shelf.ts";
import { toSteps } from "../../backend/documents/vector-steps.ts";
import { putVectors } from "../../backend/documents/vectors-repository.ts";
import { findTutor, insertTutor, type TutorFields } from "../../backend/tutors/tutors-repository.ts";
import { databases, openPlace } from "../_support/backend.ts";
import { type Figure, median } from "./report.ts";

const passageCount = 20_000;
const passagesAtOnce = 200;
const wordsEach = 120;
const vocabulary = 20_000;
const dimensions = 768;
const questionCount = 60;
const model = "bench";

/** Finding passages among as many as a tutor may have, beside reading one row by its key. */
export async function measureRetrieval(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const database of databases) {
    await using opened = new AsyncDisposableStack();
    const db = opened.use(await openDatabase(await openPlace(database, opened)));
    const key = await fill(db);
    const search = new PassageSearch(db, new VectorShelf(db));
    const byKey = await time(() => findTutor(db, key.adminId, key.tutorId));
    const embedding = { model, vector: randomVector() };
    await search.find(key.tutorId, { question: "warm", limit: 5, embedding });
    const byWords = await time(() => search.find(key.tutorId, { question: question(), limit: 5 }));
    const byBoth = await time(() =>
      search.find(key.tutorId, {
        question: question(),
        limit: 5,
        embedding: { model, vector: randomVector() },
      }),
    );
    const budget = database === "sqlite" ? "25" : "60";
    for (const [how, times] of [["words", byWords] as const, ["words and meaning", byBoth] as const]) {
      figures.push({
        what: `retrieval by ${how} among ${passageCount} passages on ${database}, slowest of 20`,
        value: slowestOf20(times),
        unit: "ms",
        budget,
        baseline: { what: "one row by its key", value: median(byKey) },
        samples: times.length,
      });
    }
  }
  return figures;
}

type Db = Awaited<ReturnType<typeof openDatabase>>;

async function fill(db: Db): Promise<{ adminId: string; tutorId: string }> {
  return db.write(async (transaction) => {
    const admin = await insertAdmin(transaction, {
      email: "a@school.example",
      passwordHash: "-",
      role: "owner",
    });
    const adminId = admin.id;
    const { id: tutorId } = await insertTutor(transaction, adminId, tutorFields);
    const document = await insertDocument(transaction, { adminId, tutorId }, documentFields);
    const { passages } = db.tables;
    for (let done = 0; done < passageCount; done += passagesAtOnce) {
      await insertPassages(transaction, document, Array.from({ length: passagesAtOnce }, randomPassage));
    }
    const numbers = await transaction.select({ number: passages.number }).from(passages);
    for (let done = 0; done < numbers.length; done += passagesAtOnce) {
      await putVectors(
        transaction,
        numbers.slice(done, done + passagesAtOnce).map(({ number }) => {
          const { steps, stepSize } = toSteps(randomVector())!;
          return { passage: number, tutorId, model, steps: Buffer.from(steps.buffer), stepSize };
        }),
      );
    }
    return { adminId, tutorId };
  });
}

const tutorFields: TutorFields = {
  name: "Bo",
  subject: "",
  grade: "",
  description: "",
  language: "en",
  persona: "",
  greeting: "",
  starters: [],
  notes: "",
  model: null,
  temperature: 0.7,
  voice: null,
  avatar: "ada",
  access: "public",
  homework: "guide",
  guard: "rules",
  guardFailure: "rules",
  retentionDays: null,
  embedOrigins: [],
  lessonsPerStudent: 2,
};

const documentFields = {
  title: "Bench",
  kind: "text",
  bytes: 1,
  sha256: "0".repeat(64),
  pages: null,
  characters: 1,
  passages: passageCount,
  hasPoorText: false,
} as const;

/** As in a language, a few words are in nearly every passage and most are rare. */
const randomWord = () => `word${Math.floor(vocabulary * Math.random() ** 4)}`;
const words = (count: number) => Array.from({ length: count }, randomWord).join(" ");
const question = () => words(6);
const randomVector = () => Array.from({ length: dimensions }, () => Math.random() - 0.5);

function randomPassage() {
  const text = words(wordsEach);
  return { page: null, headings: [], text, terms: toIndexTerms(text) };
}

async function time(ask: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let asked = 0; asked < questionCount; asked++) {
    const startMs = performance.now();
    await ask();
    times.push(performance.now() - startMs);
  }
  return times;
}

/** The 95th percentile. */
const slowestOf20 = (times: readonly number[]) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
