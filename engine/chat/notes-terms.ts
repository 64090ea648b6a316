/** Words that carry no topic, in the languages that tutors most often teach in. */
const emptyWords = new Set(
  [
    "a about am an and any are as at be been but by can could did do does explain for from give had has have he her him his how i if in into is it its just know let like make me mean means more much my need not of on or our out please say she should show so some tell than that the their them then there these they this those to understand up us use very want was we were what when where which who whose why will with would you your",
    "der die das ein eine und ist sind was wie warum wer wo wann mit von zu im den dem des auf für nicht ich du er sie es wir ihr",
    "el la los las un una y es son qué que como cómo por para con de del en no yo tú lo se su",
    "le la les un une et est sont que quoi comment pourquoi qui où avec de du des en pas je tu il elle nous vous ce cette",
  ].flatMap((list) => list.split(" ")),
);

/** Chinese question words and particles; they would only make bigrams without meaning. */
const emptyChinese =
  /请问|什么|怎么样|怎么|如何|为何|为什么|哪些|哪个|多少|解释|一下|告诉|可以|这个|那个|我们|你们|他们|[的了吗呢吧是在和与请我你他她它]/gu;

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
const word = /[\p{L}\p{N}]+/gu;

/**
 * The terms of a text, in order and with repetitions: words of alphabets in a rough stem without
 * accents; Chinese, Japanese and Korean as overlapping pairs of characters, for want of spaces.
 */
export function termsOf(text: string): string[] {
  const folded = text.normalize("NFKC").toLowerCase();
  const pairs = [...folded.replace(emptyChinese, " ").matchAll(wide)].flatMap(([run]) => pairsOf(run));
  const rest = folded
    .replace(wide, " ")
    .normalize("NFD")
    .replace(/\p{M}+/gu, "");
  const stems = [...rest.matchAll(word)].map(([found]) => found).filter((found) => !emptyWords.has(found));
  return [...stems.map(stemOf), ...pairs];
}

/** How long a text is when spoken: words of alphabets, and Chinese characters at three to five words. */
export function wordCount(text: string): number {
  const characters = text.match(wide)?.reduce((sum, run) => sum + [...run].length, 0) ?? 0;
  return (text.replace(wide, " ").match(word)?.length ?? 0) + Math.ceil(characters * 0.6);
}

function pairsOf(run: string): string[] {
  const characters = [...run];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

/** English endings only; what matters is that a question and the notes lose the same ones. */
function stemOf(term: string): string {
  if (term.length < 4 || /\d/u.test(term)) return term;
  const stem = term
    .replace(/(?:sses|shes|ches|xes)$/u, (end) => end.slice(0, -2))
    .replace(/ies$/u, "y")
    .replace(/(?<![siu])s$/u, "")
    .replace(/(?<=\p{L}{3})(?:ing|ed|ly)$/u, "");
  return stem.replace(/([b-df-hj-km-np-rtv-z])\1$/u, "$1").replace(/(?<=\p{L}{3})e$/u, "");
}
