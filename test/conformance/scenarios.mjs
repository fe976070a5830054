// What of the conformance suite is run: what each revision requires of a client (frozen, shipped with the suite), and the rest.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The suite, as it is installed. */
export const suiteFolder = "node_modules/@modelcontextprotocol/conformance";

/**
 * @typedef {object} Scenario
 * @property {string} name as the suite calls it
 * @property {string} set the heading that it stands under in the table
 * @property {string} [revision] the revision that it runs at; the suite's own choice where it is missing
 */

/** The scenarios beside the required ones: extensions, revisions before 2025-11-25, and what came after a revision's release. */
const others = [
  ...["client-credentials-jwt", "client-credentials-basic", "enterprise-managed-authorization"].map((n) => `auth/${n}`),
  ...["dpop", "dpop-nonce", "wif-jwt-bearer"].map((n) => `auth/${n}`),
  ...["no-prefetch", "verify-digest", "verify-size", "verify-frontmatter"].map((n) => `sep-2640-client-${n}`),
  ...["oauth-metadata-backcompat", "oauth-endpoint-fallback"].map((n) => `auth/2025-03-26-${n}`),
];

const revisions = ["2025-11-25", "2026-07-28"];

/** @type {readonly Scenario[]} */
export const scenarios = [
  ...revisions.flatMap((revision) => required(revision).map((name) => ({ name, set: revision, revision }))),
  ...others.map((name) => ({ name, set: "extensions, back-compatibility" })),
  ...revisions.map((revision) => ({
    name: "json-schema-2020-12-preservation",
    set: "later than its revision",
    revision,
  })),
];

/**
 * What `npm test` runs: every scenario, but of those of signing in that several revisions require each at one of these, in turn: each
 * revision keeps some of every kind.
 *
 * @type {readonly Scenario[]}
 */
export const shortForm = scenarios.filter((scenario) => {
  const { name } = scenario;
  const same = scenarios.filter((one) => one.name === name);
  if (!name.startsWith("auth/") || same.length === 1) return true;
  const turn = [...new Set(scenarios.map((one) => one.name))].indexOf(name);
  return same.indexOf(scenario) === turn % same.length;
});

/**
 * The client scenarios that a revision requires.
 *
 * @param {string} revision
 * @returns {string[]}
 */
function required(revision) {
  const text = readFileSync(join(suiteFolder, "requirements", `${revision}.yaml`), "utf8");
  const list = /^client:\n((?: {2}- .+\n)+)/m.exec(text)?.[1] ?? "";
  return [...list.matchAll(/- (.+)/g)].map(([, name = ""]) => name);
}
