import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

/** @param {string} name @returns {any[]} */
const lines = (name) =>
  readFileSync(new URL(`../../services/recorded/${name}.jsonl`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

/** What a server listed when it was recorded. @param {string} server @returns {{ name: string }[]} */
export const recordedTools = (server) => lines("tools").find((one) => one.server === server)?.tools ?? [];

/**
 * Answers as the recorded server did: to the same arguments, or else to any that found something.
 * @param {string} server @param {string} tool
 */
export function recordedAnswer(server, tool) {
  const known = lines("results").filter((one) => one.server === server && one.tool === tool);
  return (/** @type {Record<string, unknown>} */ args) => {
    const exact = known.find((one) => isDeepStrictEqual(one.arguments, args));
    const asked = known.find((one) => one.arguments.query !== undefined && one.arguments.query === args.query);
    const any = known.find((one) => one.result.isError !== true && one.arguments.query !== "EMPTY");
    const found = exact ?? asked ?? any;
    if (!found) throw { code: -32603, message: `nothing was recorded of ${tool}` };
    return found.result;
  };
}
