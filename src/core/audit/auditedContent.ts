import { isObject } from "../../protocol/isObject";
import { toJson } from "../kernel/json/exactJson";
import { safeJson } from "../kernel/redact";
import { clippedData } from "../kernel/untrusted/clippedData";

/** How much of the arguments and of a result a masked record holds, in characters. */
const maskedLimit = 4000;

/** How far past its bound a text is looked at, in characters: a secret must be whole to be recognized. */
const secretLength = 4096;

/** Of a text that is longer only the length counts, in characters. */
const longest = 1024 * 1024;

/** How much of the arguments and of a result a digest is taken of, in characters of JSON: a large result must not hold others up. */
const digestedLimit = 64 * 1024;

/** What came back from a server as a text with the values of secrets masked, cut to its bound. */
export const maskedContent = (value: unknown): string =>
  safeJson(clippedData(value, maskedLimit, { overhang: secretLength, longest }).value, maskedLimit);

/** What a digest is taken of: JSON up to a bound, with a mark where there is more. */
export function digestedContent(value: unknown): string {
  if (isShort(value)) return toJson(value) ?? "";
  const { value: beginning, isWhole } = clippedData(value, digestedLimit, { longest });
  return `${toJson(beginning) ?? ""}${isWhole ? "" : "…"}`;
}

/** Most results are one short text: written as they are, since to clip them costs several times as much. */
function isShort(value: unknown): boolean {
  if (!isObject(value) || value.structured !== undefined || !Array.isArray(value.content)) return false;
  if (value.content.length !== 1) return false;
  const [only]: unknown[] = value.content;
  return isObject(only) && typeof only.text === "string" && only.text.length <= digestedLimit;
}
