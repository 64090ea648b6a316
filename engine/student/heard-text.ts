/**
 * How many characters of `answer` were heard. `heard` is the beginning of the answer as it was spoken, so that white
 * space may differ. Where the two part, the rest counts as not heard.
 */
export function heardLength(answer: string, heard: string): number {
  let at = 0;
  for (const character of heard) {
    if (/\s/u.test(character)) continue;
    let next = at;
    while (next < answer.length && /\s/u.test(answer[next]!)) next++;
    if (!answer.startsWith(character, next)) return at;
    at = next + character.length;
  }
  return at;
}
