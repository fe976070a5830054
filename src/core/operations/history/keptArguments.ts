import { isExactInteger } from "../../kernel/json/exactInteger";
import { toJson } from "../../kernel/json/exactJson";
import { isSecretName, withoutSecrets } from "../../kernel/redact";

/** Arguments of a call as they may stand on disk. */
export interface KeptArguments {
  readonly json: string;
  /** Nothing had to be left out: the call can be made again from them. */
  readonly isWhole: boolean;
}

/** Longer arguments are not kept on disk, in characters of JSON. */
const limit = 64 * 1024;
const depthLimit = 100;

/**
 * The arguments without every value that is or looks like a secret. Such a value is left out and not masked, so that no call can be made
 * with a mask in its place. `undefined` where they are too large, too deep, or a secret would remain.
 */
export function keptArguments(args: Readonly<Record<string, unknown>>): KeptArguments | undefined {
  let isWhole = true;
  let characters = 0;
  const leaveOut = () => {
    isWhole = false;
    return undefined;
  };
  const kept = (value: unknown, name: string, depth: number): unknown => {
    characters += name.length + (typeof value === "string" ? value.length : 1);
    if (depth > depthLimit || characters > limit) throw tooMuch; // before it costs more
    const isStructure = typeof value === "object" && value !== null && !isExactInteger(value);
    if (!isStructure) {
      const isEmpty = value === null || value === "";
      const isSecret = (isSecretName(name) && !isEmpty) || (typeof value === "string" && hasSecret(value));
      return isSecret ? leaveOut() : value;
    }
    if (Array.isArray(value))
      return value.map((item: unknown) => kept(item, name, depth + 1)).filter((item) => item !== undefined);
    const entries = Object.entries(value).flatMap(([key, inner]) => {
      if (inner === undefined) return [];
      const after = hasSecret(key) ? leaveOut() : kept(inner, key, depth + 1);
      return after === undefined ? [] : [[key, after]];
    });
    return Object.fromEntries(entries);
  };
  try {
    const json = toJson(kept(args, "", 0)) ?? "{}";
    return json.length > limit || hasSecret(json) ? undefined : { json, isWhole };
  } catch (error) {
    if (error === tooMuch || error instanceof RangeError) return undefined;
    throw error;
  }
}

const tooMuch = new Error("The arguments are too large.");

const hasSecret = (text: string): boolean => withoutSecrets(text) !== text;
