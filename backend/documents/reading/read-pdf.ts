import { getDocumentProxy } from "unpdf";
import type { Block, ReadText } from "./block.ts";
import { DocumentRefused } from "./document-refused.ts";
import { readingLimits } from "./reading-limits.ts";

/** A page with fewer letters is a picture, or nearly. */
const pageLettersMin = 20;
/** Of the pages that may be pictures, and of the letters that may be unknown. */
const poorShare = 0.2;

/** PDF (ISO 32000): the text layer, page by page. Throws DocumentRefused. */
export async function readPdf(bytes: Uint8Array): Promise<ReadText> {
  const pdf = await open(bytes);
  try {
    if (pdf.numPages > readingLimits.pagesMax) throw new DocumentRefused("too-many-pages");
    const blocks: Block[] = [];
    let characters = 0;
    let unknown = 0;
    let pictures = 0;
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number);
      const raw = await textOf(page);
      page.cleanup();
      characters += raw.length;
      if (characters > readingLimits.charactersMax) throw new DocumentRefused("too-much-text");
      // Zeros and private letters stand for glyphs whose meaning the file does not tell.
      const text = raw.replace(/[\0\uFFFD\p{Co}]/gu, "");
      unknown += raw.length - text.length;
      if ((text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < pageLettersMin) pictures++;
      blocks.push({ type: "page", page: number });
      for (const paragraph of text.split(/\n{2,}/u)) blocks.push({ type: "paragraph", text: paragraph });
    }
    const hasPoorText = pictures > pdf.numPages * poorShare || unknown > characters * poorShare;
    return { blocks, pages: pdf.numPages, hasPoorText };
  } finally {
    await pdf.loadingTask.destroy();
  }
}

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
type PdfPage = Awaited<ReturnType<Pdf["getPage"]>>;

async function open(bytes: Uint8Array): Promise<Pdf> {
  try {
    return await getDocumentProxy(bytes, { stopAtErrors: false });
  } catch (cause) {
    const isLocked = cause instanceof Error && cause.name === "PasswordException";
    throw new DocumentRefused(isLocked ? "locked" : "unreadable", { cause });
  }
}

/** The text of a page; a wider step between two lines begins a paragraph. */
async function textOf(page: PdfPage): Promise<string> {
  const { items } = await page.getTextContent();
  let text = "";
  let lastY: number | undefined;
  for (const item of items) {
    if (!("str" in item)) continue;
    const y = item.transform[5] as number;
    const step = lastY === undefined ? 0 : Math.abs(lastY - y);
    if (text !== "" && step > item.height * 1.7 && item.height > 0) text += "\n\n";
    text += item.str;
    if (item.hasEOL) text += "\n";
    if (item.str.trim() !== "") lastY = y;
  }
  return text;
}
