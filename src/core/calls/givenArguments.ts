import { isObject } from "../../protocol/isObject";
import { parseJson } from "../kernel/json/exactJson";

/** A text that holds the JSON of a text that holds the arguments is read as well, but no more than this often. */
const deepest = 2;

/**
 * The arguments that a caller gave: an object as it is, the object in a JSON text, and none for nothing, `null` or an empty text. Anything
 * else is returned as it is: the check of the arguments says what is wrong with it.
 */
export function givenArguments(given: unknown): unknown {
  let args = given;
  for (let depth = 0; depth < deepest && typeof args === "string"; depth++) {
    if (args.trim() === "") return {};
    try {
      args = parseJson(args);
    } catch {
      return given; // not JSON
    }
  }
  if (args === undefined || args === null) return {};
  return isObject(args) ? args : given;
}
