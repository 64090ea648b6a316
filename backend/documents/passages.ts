import type { Block } from "./reading/block.ts";

/** A part of a document that is found, quoted and shown as a whole. */
export interface DocumentPassage {
  readonly page: number | null;
  /** Outermost first. */
  readonly headings: readonly string[];
  readonly text: string;
}

/** About as much as a model reads in a glance, in its tokens by our estimate. */
const passageTokensMax = 300;
/** A last sentence no longer than this is said again in the next passage, so that neither loses its context. */
const overlapTokensMax = 60;
const headingsMax = 6;
const headingCharsMax = 200;
const passageCharsMax = 4_000;

/**
 * Divides a document: at headings and pages first, then between paragraphs, then between sentences. A passage never crosses a heading or a
 * page, and rows of tables stay whole.
 */
export function* passagesOf(blocks: Iterable<Block>): Generator<DocumentPassage> {
  const headings: string[] = [];
  let page: number | null = null;
  let open: string[] = [];
  let size = 0;
  const close = function* (): Generator<DocumentPassage> {
    const text = joined(open).slice(0, passageCharsMax);
    open = [];
    size = 0;
    if (/[\p{L}\p{N}]/u.test(text)) yield { page, headings: headings.filter(Boolean), text };
  };
  for (const block of blocks) {
    if (block.type === "page" || block.type === "heading") {
      yield* close();
      if (block.type === "page") page = block.page;
      else putHeading(headings, block);
      continue;
    }
    for (const piece of piecesOf(block)) {
      const tokens = tokensOf(piece);
      if (size > 0 && size + tokens > passageTokensMax) {
        const last = open.at(-1) ?? "";
        yield* close();
        if (block.type === "paragraph" && tokensOf(last) <= overlapTokensMax) {
          open.push(last);
          size = tokensOf(last);
        }
      }
      open.push(piece);
      size += tokens;
    }
    // A paragraph's end is a better place to divide than the middle of the next one.
    if (size > passageTokensMax / 2) yield* close();
  }
  yield* close();
}

function putHeading(headings: string[], { level, text }: { level: number; text: string }): void {
  const depth = Math.min(level, headingsMax) - 1;
  headings.length = Math.min(headings.length, depth);
  while (headings.length < depth) headings.push("");
  headings.push(clean(text).slice(0, headingCharsMax));
}

/** The sentences of a paragraph, or the row as it is; none longer than a passage. */
function piecesOf(block: Extract<Block, { type: "paragraph" | "row" }>): string[] {
  const text = clean(block.text);
  if (text === "") return [];
  const whole =
    block.type === "row" ? [text] : [...segmenter.segment(text)].map(({ segment }) => segment.trim());
  return whole
    .flatMap((piece) => (tokensOf(piece) > passageTokensMax ? cut(piece) : [piece]))
    .filter(Boolean);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });

/** Cuts what has no sentence ends, such as a long listing. */
function cut(piece: string): string[] {
  const share = Math.ceil(tokensOf(piece) / passageTokensMax);
  const characters = [...piece];
  const length = Math.ceil(characters.length / share);
  return Array.from({ length: share }, (_, index) =>
    characters
      .slice(index * length, (index + 1) * length)
      .join("")
      .trim(),
  );
}

/** An estimate: four letters of an alphabet, or one Chinese, Japanese or Korean character, make one. */
function tokensOf(text: string): number {
  const wide =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  return Math.ceil((text.length - wide) / 4) + wide;
}

function joined(pieces: readonly string[]): string {
  return pieces.reduce((text, piece) => {
    const touching = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。！？；：、」』）]$/u.test(
      text,
    );
    return text === "" ? piece : `${text}${touching ? "" : " "}${piece}`;
  }, "");
}

/**
 * Letters without a picture: they hide words from whoever looks for them, and whole sentences from whoever reads. Joiners and variation
 * selectors belong to some scripts and to emojis, but three in a row do not.
 */
const invisible = /(?!\p{Join_Control})\p{Cf}|[\p{Join_Control}\p{Variation_Selector}]{3,}/gu;

/** One line of what can be seen; a word that was divided at a line's end is whole again; Chinese lines touch. */
function clean(text: string): string {
  return text
    .replace(invisible, "")
    .replace(/(\p{Ll})-\n(?=\p{Ll})/gu, "$1")
    .replace(/(?<=[\p{Script=Han}，。！？；：、])\s*\n\s*(?=[\p{Script=Han}，。！？；：、])/gu, "")
    .replace(/\p{Cc}/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
}
