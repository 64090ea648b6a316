import { expect, test } from "bun:test";
import { SentenceSplitter } from "./sentence-splitter.ts";
import { type Sentence, sentences, type Timer } from "./sentences.ts";

const never = new AbortController().signal;
/** A clock that stands still. */
const stopped: Timer = { after: () => () => {} };

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
}

async function split(text: string, { size = 4, language = "en" } = {}): Promise<Sentence[]> {
  return await Array.fromAsync(sentences(inPieces(text, size), never, { language, timer: stopped }));
}

const spoken = (list: readonly Sentence[]) => list.map(({ speech }) => speech).filter(Boolean);

test("the first clause comes at once, later ones as whole sentences", async () => {
  const list = await split(
    "Let me see, a plant needs light. It makes sugar. Then it grows, and it blooms in spring.",
  );
  expect(list.map(({ text }) => text)).toEqual([
    "Let me see, ",
    "a plant needs light. ",
    "It makes sugar. Then it grows, and it blooms in spring.",
  ]);
});

test("a short first sentence is said by itself, a shorter one waits", async () => {
  expect(spoken(await split("Great question! Water is wet."))).toEqual(["Great question!", "Water is wet."]);
  expect(spoken(await split("Yes. Water is wet. It flows down the hill to the sea."))).toEqual([
    "Yes. Water is wet.",
    "It flows down the hill to the sea.",
  ]);
});

test("a first sentence without a pause is cut after twelve words", async () => {
  const [first] = await split(
    "The small green plant on the window sill by the door drinks water every single day.",
  );
  expect(first?.text).toBe("The small green plant on the window sill by the door drinks ");
});

test("abbreviations, figures and dots do not end a sentence", async () => {
  expect(
    spoken(
      await split("Look here! Dr. Lee measured 3.14 m, e.g. with a ruler... or so. It was fine for all."),
    ),
  ).toEqual([
    "Look here!",
    "Doctor Lee measured three point one four meters, for example, with a ruler, or so.",
    "It was fine for all.",
  ]);
});

test("Chinese is cut at its own marks", async () => {
  const list = await split("好问题。光合作用是植物利用光能，把水和二氧化碳变成糖的过程。它在叶子里发生。", {
    language: "zh",
    size: 1,
  });
  expect(list.map(({ text }) => text)).toEqual([
    "好问题。",
    "光合作用是植物利用光能，把水和二氧化碳变成糖的过程。",
    "它在叶子里发生。",
  ]);
});

test("code is shown, not said", async () => {
  const text = "Here is a loop:\n\n```js\nfor (;;) {}\nlet a = 1;\n```\n\nIt runs for ever and never ends.";
  const list = await split(text);
  expect(list.map(({ speech }) => speech)).toEqual([
    "Here is a loop:",
    "I've put the code on the screen.",
    "",
    "It runs for ever and never ends.",
  ]);
  expect(list[1]?.text).toBe("\n```js\n");
});

test("names in code are said, other code is not", async () => {
  expect(spoken(await split("Use `my_list` and `a[i] += 1` there, please do."))).toEqual([
    "Use my list and the code on the screen there,",
    "please do.",
  ]);
});

test("simple formulas are said, others are on the screen", async () => {
  expect(spoken(await split("We know $a^2 + b^2 = c^2$. And also $\\int_0^1 f$ matters a lot."))).toEqual([
    "We know a squared plus b squared equals c squared.",
    "And also the formula on the screen matters a lot.",
  ]);
});

test("a table is shown, not said", async () => {
  expect(spoken(await split("See this:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThat was it."))).toEqual([
    "See this:",
    "I've put the table on the screen.",
    "That was it.",
  ]);
});

test("thoughts are neither said nor lost", async () => {
  const text = "<think>The student asks. I wonder.</think>Plants need light.";
  const list = await split(text);
  expect(spoken(list)).toEqual(["Plants need light."]);
  expect(list.map((sentence) => sentence.text).join("")).toBe(text);
});

test("list items are said one after the other", async () => {
  expect(spoken(await split("You need three things:\n1. Water\n2. Air from outside\n3. Light"))).toEqual([
    "You need three things:",
    "one, Water. two, Air from outside",
    "three, Light",
  ]);
});

test("a paragraph ends a sentence however short", async () => {
  expect(spoken(await split("Water is wet.\n\nYes.\n\nReally it is so."))).toEqual([
    "Water is wet.",
    "Yes.",
    "Really it is so.",
  ]);
});

test("no piece is longer than 220 characters, and cuts fall between words", async () => {
  const list = await split(`Well then. ${"wonderful ".repeat(100)}end.`);
  expect(list.every(({ text }) => text.trim().length <= 220)).toBe(true);
  expect(list.every(({ text }) => !/\p{L}$/u.test(text))).toBe(true);
});

/** A clock whose timers run when the test says so. */
function manualTimer() {
  const waiting = new Map<() => void, number>();
  const timer: Timer = {
    after(ms, run) {
      waiting.set(run, ms);
      return () => waiting.delete(run);
    },
  };
  const fire = (wantedMs: number) => {
    for (const [run, ms] of waiting) {
      if (ms !== wantedMs) continue;
      waiting.delete(run);
      run();
    }
  };
  return { timer, fire, waiting };
}

/** Text that comes when the test says so. */
function manualSource() {
  const many = { highWaterMark: 100 };
  const { readable, writable } = new TransformStream<string, string>(undefined, many, many);
  const writer = writable.getWriter();
  return { texts: readable, write: (text: string) => writer.write(text), close: () => writer.close() };
}

const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setImmediate(done));
};

test("after 350 ms a few words are enough for a beginning", async () => {
  const { timer, fire } = manualTimer();
  const source = manualSource();
  const iterator = sentences(source.texts, never, { timer });
  const first = iterator.next();
  await source.write("The tiny green leaf of a pl");
  await settle();
  fire(350);
  expect((await first).value).toMatchObject({ text: "The tiny green leaf of a " });
  await source.write("ant.");
  await source.close();
  expect((await iterator.next()).value).toMatchObject({ text: "plant." });
});

test("after 600 ms of silence what is there is said", async () => {
  const { timer, fire } = manualTimer();
  const source = manualSource();
  const iterator = sentences(source.texts, never, { timer });
  await source.write("Good idea! We");
  expect((await iterator.next()).value).toMatchObject({ text: "Good idea! " });
  const next = iterator.next();
  await source.write(" can go on.");
  await settle();
  fire(600);
  expect((await next).value).toMatchObject({ text: "We can go on." });
  await source.close();
  expect((await iterator.next()).done).toBe(true);
});

test("an abort ends the sentences without an error and leaves no timer", async () => {
  const { timer, waiting } = manualTimer();
  const stop = new AbortController();
  const source = manualSource();
  const iterator = sentences(source.texts, stop.signal, { timer });
  await source.write("Good idea! We can");
  await iterator.next();
  const next = iterator.next();
  await settle();
  stop.abort();
  expect((await next).done).toBe(true);
  expect(waiting.size).toBe(0);
});

test("leaving the loop closes the source", async () => {
  let closed = false;
  async function* source() {
    try {
      for (;;) yield "Good idea! ";
    } finally {
      closed = true;
    }
  }
  for await (const _ of sentences(source(), never, { timer: stopped })) break;
  expect(closed).toBe(true);
});

test("an error of the source is thrown on", async () => {
  async function* source() {
    yield "Good idea! ";
    throw new Error("broken");
  }
  expect(Array.fromAsync(sentences(source(), never, { timer: stopped }))).rejects.toThrow("broken");
});

const alphabet = [
  ..."abcdefgh AB.,!? \n\n*_#-:;`$|\\()[]<>1234水火好。，！🌱é…—“”",
  " the ",
  " water ",
  "Dr. ",
  "e.g. ",
  "```",
  "$$",
  "\n- ",
  "\n1. ",
  "https://a.b/c?d ",
  "[x](y)",
  "<think>",
  "</think>",
  "$x^2$",
  "`code`",
  "\n| a | b |\n",
  "...",
  "𝛼",
];

test("nothing of the reply is lost, and only what a voice can say is spoken", async () => {
  for (let round = 0; round < 1_500; round += 1) {
    const text = Array.from(
      { length: round % 150 },
      () => alphabet[Math.floor(Math.random() * alphabet.length)],
    ).join("");
    const list = await split(text, { size: 1 + (round % 9), language: round % 3 === 0 ? "zh" : "en" });
    expect(list.map((sentence) => sentence.text).join("")).toBe(text);
    let at = 0;
    for (const [index, sentence] of list.entries()) {
      expect(sentence).toMatchObject({ index, displayFrom: at, displayTo: at + sentence.text.length });
      expect(sentence.text).not.toBe("");
      expect(sentence.speech.length).toBeLessThanOrEqual(600);
      if (round % 3 !== 0) expect(sentence.speech).toMatch(/^[A-Za-z0-9 .,!?;:'-]*$/);
      expect(sentence.speech).not.toMatch(/[`$|\\#*<>[\]_~]|https?:\/\/|www\./);
      at = sentence.displayTo;
    }
  }
});

test("a breath that ends where the model pauses, or is in a hurry, parts no figure from its unit, and no sign from its sides", () => {
  const breaths = (text: string, cut: (splitter: SentenceSplitter) => { text: string }[]) => {
    const splitter = new SentenceSplitter("en");
    return [...splitter.push(text), ...cut(splitter)].map((breath) => breath.text);
  };
  const flushed = (text: string) => breaths(text, (splitter) => splitter.flush());
  const hurried = (text: string) => breaths(text, (splitter) => splitter.hurry());
  expect(flushed("The Moon is about 384,400 k")).toEqual(["The Moon is about "]);
  expect(flushed("So we have x = 5 + ")).toEqual(["So we have "]);
  expect(flushed("It is near to ")).toEqual(["It is near to "]);
  expect(hurried("The Moon is about 384,400 k")).toEqual(["The Moon is about "]);
  expect(hurried("At 12 ")).toEqual([]);
});
