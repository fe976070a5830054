// The scenarios that fail, and why. Exact in both directions: one that begins to pass must leave this list.

/** By why; a name alone stands for all revisions, `name 2025-11-25` for one. @type {Readonly<Record<string, readonly string[]>>} */
const failing = {};

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
