// What of the conformance suite is run against a server: what each revision requires (frozen, shipped with the suite), and what it counts
// for nobody: extensions, and scenarios that came later or that the suite's own example does not pass.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { suiteFolder } from "../scenarios.mjs";

export const revisions = /** @type {const} */ (["2025-11-25", "2026-07-28"]);

/**
 * @typedef {object} ServerScenario
 * @property {string} name as the suite calls it
 * @property {string} revision whose requirement it is
 * @property {string} [unscored] why the suite does not count it
 */

/** @type {readonly ServerScenario[]} */
export const serverScenarios = revisions.flatMap((revision) => {
  /** @type {{ server: string[], not_scored: { scenario: string, leg: string, reason: string }[] }} */
  const { server, not_scored: others } = parse(
    readFileSync(join(suiteFolder, "requirements", `${revision}.yaml`), "utf8"),
  );
  return [
    ...server.map((name) => ({ name, revision })),
    ...others
      .filter(({ leg }) => leg === "server")
      .map(({ scenario: name, reason: unscored }) => ({ name, revision, unscored })),
  ];
});

/** The scenarios that name no tool, prompt or resource of the fixture: the merged endpoint, which renames, must pass them as well. */
export const nameFree = [
  ...["server-initialize", "logging-set-level", "ping", "tools-list", "resources-list", "prompts-list"],
  ...["dns-rebinding-protection", "server-session-lifecycle", "server-sse-multiple-streams"],
  ...["http-header-validation", "caching", "sep-2164-resource-not-found", "input-required-result-unsupported-methods"],
];
