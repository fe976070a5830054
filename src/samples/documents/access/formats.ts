/** How a document is written. Plain text is whatever is neither of the others. */
export const formats = ["markdown", "html", "text"] as const;
export type Format = (typeof formats)[number];

/** Files whose text has to be taken out of them first. */
export type PackedType = "pdf" | "word";

/** What a file is, and with it how its text is taken. */
export const fileTypes = [...formats, "pdf", "word"] as const;
export type FileType = (typeof fileTypes)[number];

const packed = new Map<string, PackedType>([
  ["pdf", "pdf"],
  ["docx", "word"],
]);

const byExtension = new Map<string, Format>([
  ["md", "markdown"],
  ["markdown", "markdown"],
  ["mdown", "markdown"],
  ["html", "html"],
  ["htm", "html"],
  ["xhtml", "html"],
  ["txt", "text"],
  ["text", "text"],
  ["rst", "text"],
  ["adoc", "text"],
  ["org", "text"],
  ["tex", "text"],
]);

const extension = (name: string) => /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";

/** The format that a file's name promises. */
export const formatOf = (name: string): Format => byExtension.get(extension(name)) ?? "text";

/** What has to be done to a file before it can be read, by its name; `undefined`: nothing. */
export const packedTypeOf = (name: string): PackedType | undefined => packed.get(extension(name));

/** The endings of the names of documents. */
export const extensions: readonly string[] = [...byExtension.keys(), ...packed.keys()];

/** Whether a file counts as a document when a folder is gone through. Any other text file can still be named. */
export const isDocumentName = (name: string): boolean => extensions.includes(extension(name));

export const mediaTypes: Readonly<Record<Format, string>> = {
  markdown: "text/markdown",
  html: "text/html",
  text: "text/plain",
};

/** The media type of what is read of a document: a Word file is read as HTML, a PDF file as text. */
export const mediaTypeOf = (name: string): string =>
  mediaTypes[packedTypeOf(name) === "word" ? "html" : formatOf(name)];
