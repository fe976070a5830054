import { getDocumentProxy } from "unpdf";
import { type FileText, mostText } from "./fileText";

/** The most pages that are read. */
const mostPages = 2000;

/** A run of text on a page, as the library gives it. */
export interface TextRun {
  readonly str: string;
  readonly hasEOL: boolean;
  /** A matrix: the last two numbers are where the run begins, and the fourth is its height. */
  readonly transform: readonly number[];
}

/** The text of a PDF file, page after page. A page that is only a picture has none. */
export async function pdfText(bytes: Uint8Array): Promise<FileText> {
  const pdf = await getDocumentProxy(bytes);
  try {
    if (pdf.numPages > mostPages) throw new Error(`it has ${pdf.numPages} pages; at most ${mostPages} are read`);
    const pages: string[] = [];
    let length = 0;
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      const text = pageText(items.filter((item): item is typeof item & TextRun => "str" in item));
      page.cleanup();
      length += text.length;
      if (length > mostText) throw new Error("it has too much text");
      if (text !== "") pages.push(text);
    }
    if (pages.length === 0) throw new Error("it has no text: its pages may be pictures");
    return { source: pages.join("\n\n"), format: "text" };
  } finally {
    await pdf.destroy();
  }
}

/** A gap between two lines that is this much wider than a line is high begins a paragraph. */
const paragraphGap = 1.6;

/** The runs of a page as lines, with an empty line where a paragraph begins: PDF knows lines only by where they are. */
export function pageText(runs: readonly TextRun[]): string {
  const lines: string[] = [];
  let line = "";
  let above: number | undefined;
  for (const { str, hasEOL, transform } of runs) {
    const [, , , height = 0, , at = 0] = transform;
    if (line === "" && str.trim() !== "") {
      if (above !== undefined && Math.abs(above - at) > paragraphGap * Math.abs(height || 12)) lines.push("");
      above = at;
    }
    line += str;
    if (!hasEOL) continue;
    if (line.trim() !== "") lines.push(line.trimEnd());
    line = "";
  }
  if (line.trim() !== "") lines.push(line.trimEnd());
  return lines.join("\n");
}
