import { Problem } from "./problem.ts";

/** Nesting that JSON may have. Deeper text is refused before it is parsed: parsing it blocks the event loop. */
const jsonDepthMax = 32;

/** Reads what somebody else wrote. Throws the problem `invalid-json`. */
export function parseJson(text: string): unknown {
  if (jsonDepth(text) > jsonDepthMax) {
    throw new Problem("invalid-json", `the body is nested more than ${jsonDepthMax} levels deep`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem("invalid-json", undefined, { cause });
  }
}

/** The deepest nesting of brackets outside strings; a single pass that stops at the limit. */
function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length && deepest <= jsonDepthMax; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 0x5c) i++;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x5b || c === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (c === 0x5d || c === 0x7d) depth--;
  }
  return deepest;
}
