/** How a document is written. Plain text is whatever is neither of the others. */
export const formats = ["markdown", "html", "text"] as const;
export type Format = (typeof formats)[number];

const byExtension: Readonly<Record<string, Format>> = {
  md: "markdown",
  markdown: "markdown",
  mdown: "markdown",
  html: "html",
  htm: "html",
  xhtml: "html",
  txt: "text",
  text: "text",
  rst: "text",
  adoc: "text",
  org: "text",
  tex: "text",
};

const extension = (name: string) => /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";

/** The format that a file's name promises. */
export const formatOf = (name: string): Format => byExtension[extension(name)] ?? "text";

/** Whether a file counts as a document when a folder is gone through. Any other text file can still be named. */
export const isDocumentName = (name: string): boolean => extension(name) in byExtension;

export const mediaTypes: Readonly<Record<Format, string>> = {
  markdown: "text/markdown",
  html: "text/html",
  text: "text/plain",
};
