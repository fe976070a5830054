import { prettyJson } from "../../protocol/prettyJson";
import { isJson } from "./fileName";

/** The longest line of JSON that is broken into lines, in characters: beyond this, the time that it takes would be noticed. */
const longest = 2 * 1024 * 1024;

/** A text for people to read: JSON that a server wrote in one line is indented; everything else is as it came. */
export const readable = (text: string): string =>
  text.length <= longest && !text.trim().includes("\n") && isJson(text) ? prettyJson(text) : text;
