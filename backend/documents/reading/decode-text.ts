import { DocumentRefused } from "./document-refused.ts";

/** Text of a file in UTF-8 or, with a byte order mark, UTF-16; lines end with "\n". Throws DocumentRefused. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DocumentRefused("not-what-it-says", { cause });
  }
  // Programs and pictures have zeros; texts do not.
  if (text.includes("\0")) throw new DocumentRefused("not-what-it-says");
  return text.replace(/\r\n?/gu, "\n");
}
