const isSpoken = (character: string) => /[\p{L}\p{M}\p{N}]/u.test(character);

/**
 * How many characters of `answer` were heard. `heard` is the beginning of the answer as it was spoken: the same letters
 * and digits, while spaces and marks may differ. Where the letters part, the rest counts as not heard.
 */
export function heardLength(answer: string, heard: string): number {
  const spoken = [...heard].filter(isSpoken);
  let at = 0;
  let matched = 0;
  let end = 0;
  for (const character of answer) {
    at += character.length;
    if (!isSpoken(character)) {
      // Marks close what was said before them.
      if (end === at - character.length && !/\s/u.test(character)) end = at;
      continue;
    }
    if (spoken[matched] !== character) break;
    matched++;
    end = at;
  }
  return spoken.length === 0 ? 0 : end;
}
