import type { HubError } from "../../../core/kernel/hubError";
import { safeData } from "../../../core/kernel/redact";
import { clippedData } from "../../../core/kernel/untrusted/clippedData";
import { isObject } from "../../../protocol/isObject";

/** What a server itself said about a failure. */
export interface ServerSaid {
  /** The status of its HTTP response, or the code of its JSON-RPC error, which is negative. */
  readonly status: number | null;
  /** Its own words, redacted and cut; untrusted. */
  readonly details: unknown;
}

export const saidNothing: ServerSaid = { status: null, details: null };

/** How much of what a server said is kept, in characters; a text goes a little beyond it, so that a secret at the cut is recognized. */
const kept = 4000;
const overhang = 4096;

/** How many causes are looked through. */
const deepest = 8;

/** Finds what the server said in what a failure was made of: a response of HTTP, or an error of JSON-RPC. */
export function serverSaid(error: HubError): ServerSaid {
  let inner = error.cause;
  for (let depth = 0; inner instanceof Error && depth < deepest; depth++) {
    const status: unknown = Reflect.get(inner, "status");
    const code: unknown = Reflect.get(inner, "code");
    const data: unknown = Reflect.get(inner, "data");
    if (typeof status === "number") {
      const body = isObject(data) && typeof data.text === "string" ? data.text : undefined;
      return { status, details: boundedWords({ status, ...(body !== undefined && { body }) }) };
    }
    if (typeof code === "number")
      return {
        status: code,
        details: boundedWords({ code, message: inner.message, ...(data !== undefined && { data }) }),
      };
    inner = inner.cause;
  }
  return saidNothing;
}

/** What a server said, without secrets and cut. */
export const boundedWords = (words: unknown): unknown =>
  safeData(clippedData(words, kept, { overhang }).value, 4 * (kept + overhang))?.data ?? null;
