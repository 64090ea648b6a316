import { deflateSync } from "node:zlib";
import { strToU8, type Zippable, zipSync } from "fflate";

/** A PDF (ISO 32000-1) of pages with a few lines of Latin text each, written by hand. */
export function makePdf(pages: readonly string[]): Uint8Array<ArrayBuffer> {
  return pdfOf(pages.map((text) => streamOf(contentOf(text))));
}

/** A PDF of one page, small until its content is unfolded to this many bytes. */
export function makePdfBomb(bytes: number): Uint8Array<ArrayBuffer> {
  const folded = deflateSync(Buffer.alloc(bytes, "(a) Tj "), { level: 1 }).toString("latin1");
  return pdfOf([streamOf(folded, " /Filter /FlateDecode")]);
}

function pdfOf(pages: readonly string[]): Uint8Array<ArrayBuffer> {
  const firstPage = 4;
  const kids = pages.map((_, index) => `${firstPage + 2 * index} 0 R`).join(" ");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...pages.flatMap((content, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> /Contents ${firstPage + 2 * index + 1} 0 R >>`,
      content,
    ]),
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((body, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const start = file.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  file += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(file, "latin1"));
}

const streamOf = (content: string, more = "") =>
  `<< /Length ${content.length}${more} >>\nstream\n${content}\nendstream`;

function contentOf(text: string): string {
  const lines = text.split("\n").map((line) => `(${line.replace(/[\\()]/gu, "\\$&")}) Tj T*`);
  return `BT /F1 12 Tf 14 TL 50 750 Td ${lines.join(" ")} ET`;
}

type DocxPart =
  | { readonly heading: string; readonly level: number }
  | { readonly paragraph: string }
  | { readonly table: readonly (readonly string[])[] };

/** A DOCX file (ECMA-376) with the parts that a reader needs. */
export function makeDocx(parts: readonly DocxPart[]): Uint8Array<ArrayBuffer> {
  return zipDocx(
    `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${parts.map(toXml).join("")}</w:body></w:document>`,
  );
}

/** A DOCX file around any main part, with empty files beside it. */
export function zipDocx(mainPart: string | Uint8Array, others = 0): Uint8Array<ArrayBuffer> {
  const files: Zippable = {
    "[Content_Types].xml": strToU8("<Types/>"),
    "word/document.xml": typeof mainPart === "string" ? strToU8(mainPart) : mainPart,
    ...Object.fromEntries(Array.from({ length: others }, (_, number) => [`word/${number}.xml`, strToU8("")])),
  };
  return new Uint8Array(zipSync(files, { level: 9 }));
}

const runOf = (text: string) => `<w:r><w:t xml:space="preserve">${Bun.escapeHTML(text)}</w:t></w:r>`;
const paragraphOf = (text: string) => `<w:p>${runOf(text)}</w:p>`;

function toXml(part: DocxPart): string {
  if ("heading" in part)
    return `<w:p><w:pPr><w:pStyle w:val="Heading${part.level}"/></w:pPr>${runOf(part.heading)}</w:p>`;
  if ("paragraph" in part) return paragraphOf(part.paragraph);
  const rows = part.table.map(
    (cells) => `<w:tr>${cells.map((cell) => `<w:tc>${paragraphOf(cell)}</w:tc>`).join("")}</w:tr>`,
  );
  return `<w:tbl>${rows.join("")}</w:tbl>`;
}
