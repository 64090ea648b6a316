import { Unzip, UnzipInflate } from "fflate";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { Block, ReadText } from "./block.ts";
import { DocumentRefused } from "./document-refused.ts";
import { readingLimits } from "./reading-limits.ts";

const mainPart = "word/document.xml";
const feedBytes = 64 * 1024;

/** DOCX (ECMA-376, WordprocessingML): headings, paragraphs and tables of the main part, without what Word hides; nothing is fetched. Throws DocumentRefused. */
export function readDocx(bytes: Uint8Array): ReadText {
  const body = new DocxBody();
  let isFound = false;
  unpack(bytes, mainPart, (part) => {
    isFound = true;
    body.write(part);
  });
  if (!isFound) throw new DocumentRefused("not-what-it-says");
  return { blocks: body.close(), pages: null, hasPoorText: false };
}

/** Unpacks one entry of a ZIP archive piece by piece, so that a bomb is met before it is unpacked. */
function unpack(bytes: Uint8Array, wanted: string, onData: (part: Uint8Array) => void): void {
  let entries = 0;
  let unpacked = 0;
  const unzip = new Unzip((entry) => {
    if (++entries > readingLimits.entriesMax) throw new DocumentRefused("too-large-inside");
    if (entry.name !== wanted) return;
    entry.ondata = (error, part) => {
      if (error) throw error;
      unpacked += part.length;
      const isBomb =
        unpacked > readingLimits.ratioFreeBytes && unpacked > bytes.length * readingLimits.packingRatioMax;
      if (isBomb || unpacked > readingLimits.unpackedBytesMax) throw new DocumentRefused("too-large-inside");
      onData(part);
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let from = 0; from < bytes.length; from += feedBytes)
      unzip.push(bytes.subarray(from, from + feedBytes), from + feedBytes >= bytes.length);
  } catch (cause) {
    throw cause instanceof DocumentRefused ? cause : new DocumentRefused("unreadable", { cause });
  }
}

/** Reads the elements of WordprocessingML that carry text. */
class DocxBody {
  readonly #blocks: Block[] = [];
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  readonly #parser = new SaxesParser({ xmlns: false });
  #depth = 0;
  #characters = 0;
  #inText = false;
  /** Of each run that is open, whether Word hides it; the properties of a paragraph's mark say nothing of its text. */
  readonly #runs: boolean[] = [];
  #inParagraphProperties = false;
  #paragraph = "";
  #level = 0;
  #tables = 0;
  #header: string[] | undefined;
  #row: string[] = [];
  #cell: string[] = [];

  constructor() {
    // Entities of a document type are not needed by any DOCX and are a way to blow a small file up.
    this.#parser.on("doctype", () => {
      throw new DocumentRefused("unreadable");
    });
    this.#parser.on("error", (cause) => {
      throw new DocumentRefused("unreadable", { cause });
    });
    this.#parser.on("opentag", (tag) => this.#open(tag));
    this.#parser.on("closetag", (tag) => this.#close(tag.name));
    this.#parser.on("text", (text) => {
      if (this.#inText) this.#add(text);
    });
  }

  write(part: Uint8Array): void {
    try {
      this.#parser.write(this.#decoder.decode(part, { stream: true }));
    } catch (cause) {
      throw cause instanceof DocumentRefused ? cause : new DocumentRefused("unreadable", { cause });
    }
  }

  close(): Block[] {
    try {
      this.#parser.close();
    } catch (cause) {
      throw cause instanceof DocumentRefused ? cause : new DocumentRefused("unreadable", { cause });
    }
    return this.#blocks;
  }

  #add(text: string): void {
    if (this.#runs.includes(true)) return;
    this.#characters += text.length;
    if (this.#characters > readingLimits.charactersMax) throw new DocumentRefused("too-much-text");
    this.#paragraph += text;
  }

  #open({ name, attributes }: SaxesTagPlain): void {
    if (++this.#depth > readingLimits.elementDepthMax) throw new DocumentRefused("unreadable");
    if (name === "w:t" || name === "m:t") this.#inText = true;
    else if (name === "w:r") this.#runs.push(false);
    else if (name === "w:pPr") this.#inParagraphProperties = true;
    else if (name === "w:vanish" && !this.#inParagraphProperties) this.#hide(attributes["w:val"]);
    else if (name === "w:tab") this.#add("\t");
    else if (name === "w:br" || name === "w:cr") this.#add("\n");
    else if (name === "w:pStyle") this.#level = levelOf(attributes["w:val"] ?? "");
    else if (name === "w:tbl" && this.#tables++ === 0) this.#header = undefined;
    else if (name === "w:tr" && this.#tables === 1) this.#row = [];
    else if (name === "w:tc" && this.#tables === 1) this.#cell = [];
  }

  #close(name: string): void {
    this.#depth--;
    if (name === "w:t" || name === "m:t") this.#inText = false;
    else if (name === "w:r") this.#runs.pop();
    else if (name === "w:pPr") this.#inParagraphProperties = false;
    else if (name === "w:p") this.#endParagraph();
    else if (name === "w:tc" && this.#tables === 1) this.#row.push(this.#cell.join(" ").trim());
    else if (name === "w:tr" && this.#tables === 1) this.#endRow();
    else if (name === "w:tbl") this.#tables--;
  }

  /** A switch without a value is on (ECMA-376, part 1, §17.17.4). */
  #hide(value = "true"): void {
    if (this.#runs.length > 0) this.#runs[this.#runs.length - 1] = !/^(?:false|0|off)$/u.test(value);
  }

  #endParagraph(): void {
    const text = this.#paragraph;
    const level = this.#level;
    this.#paragraph = "";
    this.#level = 0;
    if (this.#tables > 0) this.#cell.push(text.trim());
    else if (level > 0) this.#blocks.push({ type: "heading", level, text });
    else this.#blocks.push({ type: "paragraph", text });
  }

  /** The first row of a table names its columns. */
  #endRow(): void {
    const header = this.#header;
    if (!header) {
      this.#header = this.#row;
      return;
    }
    const cells = this.#row.map((cell, column) => (header[column] ? `${header[column]}: ${cell}` : cell));
    this.#blocks.push({ type: "row", text: cells.join("; ") });
  }
}

/** Of the paragraph styles "Title", "Heading1" … "Heading9", and of the names that Word translates them to; 0 for any other. */
function levelOf(style: string): number {
  if (/^title$/iu.test(style)) return 1;
  const digit = /^(?:heading|überschrift|berschrift|titre|ttulo|título|标题)\s?([1-9])$/iu.exec(style)?.[1];
  return digit ? Number(digit) : /^[1-9]$/u.test(style) ? Number(style) : 0;
}
