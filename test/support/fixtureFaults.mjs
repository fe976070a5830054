// What goes wrong with single calls of the fixture servers, and what these calls did, for tests that count. A call names its own fault:
// {"key": "7", "fault": "after"}; the first `times` attempts (1 unless said) have it, and those after them succeed.
//
//   before    the line is cut before anything is done        after   it is done, then the line is cut
//   mid       it is done, and the line is cut in the answer  killed  the process is gone, nothing is done
//   hang      no answer ever comes                           garbage bytes that are no message come before the answer
//   401, 403, 429, 503  refused over HTTP, with `retryAfter` seconds (or "date": in two seconds) where given
//   forget    all sessions are over, this one too (HTTP)
//
// With --journal=FILE what was tried and done outlives the process: a line `try KEY` for each attempt that names a fault, and a line
// `done KEY` for each time that `count` took effect.
import { appendFileSync, existsSync, readFileSync } from "node:fs";

/**
 * @typedef {import("./fixtureAnswers.mjs").Switches} Switches
 * @typedef {"before" | "after" | "mid" | "killed" | "hang" | "garbage" | "forget" | 401 | 403 | 429 | 503} CallFault
 */

/** Attempts by key, of this process and of those before it. @type {Map<string, number> | undefined} */
let attempts;

/** @param {Switches} switches */
function tries({ journal }) {
  if (attempts) return attempts;
  attempts = new Map();
  const text = journal && existsSync(journal) ? readFileSync(journal, "utf8") : "";
  for (const [, key = ""] of text.matchAll(/^try (.*)$/gm)) attempts.set(key, (attempts.get(key) ?? 0) + 1);
  return attempts;
}

/** @param {"try" | "done"} word @param {string} key @param {Switches} switches */
export function note(word, key, { journal }) {
  if (journal) appendFileSync(journal, `${word} ${key}\n`);
}

/**
 * The fault of this attempt of a call.
 * @param {import("./fixtureAnswers.mjs").Message} message @param {Switches} switches @returns {CallFault | undefined}
 */
export function faultOf({ method, params }, switches) {
  const { fault, key, times = 1 } = (method === "tools/call" && params?.arguments) || {};
  if (fault === undefined) return undefined;
  const known = tries(switches);
  const made = (known.get(String(key)) ?? 0) + 1;
  known.set(String(key), made);
  note("try", String(key), switches);
  return made <= times ? fault : undefined;
}

/** The header that asks for a pause, in either form (RFC 9110, section 10.2.3). @param {unknown} retryAfter @returns {Record<string, string>} */
export function pauseHeader(retryAfter) {
  if (retryAfter === undefined) return {};
  return { "retry-after": retryAfter === "date" ? new Date(Date.now() + 2000).toUTCString() : String(retryAfter) };
}
