import { escapeMarkdown } from "../chat/markdown";

export const isWebAddress = (uri: string): boolean => /^https?:\/\//i.test(uri) && URL.canParse(uri);

/** A link to a web address that a server named, for Markdown; the editor asks before it leaves for one. */
export const webLink = (words: string, uri: string): string =>
  `[${escapeMarkdown(words) || escapeMarkdown(uri)}](<${new URL(uri).href.replaceAll("\\", "%5C")}>)`;
