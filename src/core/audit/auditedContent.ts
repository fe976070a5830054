import { isObject } from "../../protocol/isObject";
import { toJson } from "../kernel/json/exactJson";
import { safeJson } from "../kernel/redact";

/** How much of the arguments and of a result a masked record holds, in characters. */
const maskedLimit = 4000;

/** A text counts for a digest up to this length, and then by its length only, in characters. */
const digestedText = 16 * 1024;

/** What came back from a server as a text with the values of secrets masked, cut to its bound. */
export const maskedContent = (value: unknown): string => safeJson(value, maskedLimit);

/** What a digest is taken of: JSON in which long texts are cut. */
export const digestedContent = (value: unknown): string =>
  (isShort(value) ? toJson(value) : toJson(value, undefined, cut)) ?? "";

const cut = (_: string, value: unknown): unknown =>
  typeof value === "string" && value.length > digestedText ? `${value.slice(0, digestedText)}\n${value.length}` : value;

/** Most results are one short text: written without a look at each value by a function, which costs several times as much. */
function isShort(value: unknown): boolean {
  if (!isObject(value) || value.structured !== undefined || !Array.isArray(value.content)) return false;
  if (value.content.length !== 1) return false;
  const [only]: unknown[] = value.content;
  return isObject(only) && typeof only.text === "string" && only.text.length <= digestedText;
}
