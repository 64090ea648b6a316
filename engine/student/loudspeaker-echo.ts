interface Word {
  /** In lower case. */
  readonly text: string;
  /** Where it begins, in UTF-16 units. */
  readonly at: number;
}

/** What a recogniser has understood; without `isFinal` more is to come. */
export interface Understood {
  readonly text: string;
  readonly isFinal: boolean;
}

/**
 * What is left of it without the tutor's words at its beginning: a browser's recognition hears the loudspeaker as well. `said` is what the tutor
 * says. Two words one after the other tell whose they are; up to the last such pair all is the tutor's where half of the words are, as some are
 * misheard. A single word tells nothing until it is final.
 */
export function withoutEcho({ text, isFinal }: Understood, said: string, language: string): string {
  const spoken = wordsOf(said, language).map((word) => word.text);
  if (spoken.length === 0) return text;
  const words = wordsOf(text, language);
  const pairs = new Set(spoken.slice(1).map((word, before) => `${spoken[before]} ${word}`));
  const isPair = (first: number) => pairs.has(`${words[first]?.text} ${words[first + 1]?.text}`);
  const echoes = words.flatMap((_, index) => (isPair(index) || isPair(index - 1) ? [index] : []));
  const echoEnd = (echoes.at(-1) ?? -1) + 1;
  const own = echoes.length * 2 >= echoEnd ? words.slice(echoEnd) : words;
  const [first] = own;
  const isUnclear = own.length === 1 && first && (!isFinal || spoken.includes(first.text));
  return first && !isUnclear ? text.slice(first.at) : "";
}

function wordsOf(text: string, language: string): Word[] {
  return [...new Intl.Segmenter(language, { granularity: "word" }).segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment, index }) => ({ text: segment.toLocaleLowerCase(language), at: index }));
}
