import type { Format } from "../access/formats";

/** The text of a PDF or Word file, in a form that the parsers take. */
export interface FileText {
  readonly source: string;
  readonly format: Format;
}

/** The most text that is taken out of one file, in characters. */
export const mostText = 5 * 1024 * 1024;
