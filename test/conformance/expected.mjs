// The scenarios that fail, and why. Exact in both directions: one that begins to pass must leave this list.

/** By why; a name alone stands for all revisions, `name 2025-11-25` for one. @type {Readonly<Record<string, readonly string[]>>} */
const failing = {
  "the hub answers no elicitation yet": ["elicitation-sep1034-client-defaults", "sep-2322-client-request-state"],
  "the hub knows no skills yet": [
    "sep-2640-client-no-prefetch",
    "sep-2640-client-verify-digest",
    "sep-2640-client-verify-size",
    "sep-2640-client-verify-frontmatter",
  ],
};

/**
 * Why a scenario is expected to fail; `undefined` where it must pass.
 *
 * @param {import("./scenarios.mjs").Scenario} scenario
 * @returns {string | undefined}
 */
export function expectedToFail({ name, revision }) {
  const isMeant = (/** @type {string} */ entry) => entry === name || entry === `${name} ${revision}`;
  return Object.entries(failing).find(([, names]) => names.some(isMeant))?.[0];
}
