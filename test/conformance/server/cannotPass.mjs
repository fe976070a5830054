// The scenarios that cannot pass by their nature, or not with each of their checks, with the reason. One that passes all the same is to be
// taken off.

/**
 * @typedef {object} Exception
 * @property {RegExp} names
 * @property {string} [revision] at this revision of the suite only
 * @property {"legacy" | "modern"} [era] with a server of this era behind the gateway only
 * @property {boolean} [fixture] the fixture by itself does not pass either
 * @property {RegExp} [checks] only these checks of the scenario cannot pass; all, where it is missing
 * @property {string} why
 */

/** @type {readonly Exception[]} */
const exceptions = [
  {
    names: /^server-stateless$/,
    era: "legacy",
    checks: /^sep-2575-(server-rejects-undeclared-capability|missing-capability-http-400)$/,
    why: "a server with a handshake says in a tool's result, not by an error of the protocol, that the client lacks a capability",
  },
  {
    names: /^input-required-result-basic-elicitation$/,
    era: "legacy",
    checks: /^sep-2322-elicitation-incomplete$/,
    why: "the name of a question is not on the wire before 2026-07-28, so the gateway gives it one of its own",
  },
  {
    names: /^input-required-result-ignore-extra-params$/,
    era: "legacy",
    why: "it answers before it is asked, by the name of the question, which is not on the wire before 2026-07-28",
  },
  {
    names: /^server-sse-polling$/,
    why: "the gateway keeps the stream of a running call open, so that there is nothing to come back to, and nothing to check",
  },
  {
    names: /^tasks-/,
    fixture: true,
    why: "the extension for tasks: no server of the official SDK has it, so there is none to put behind the gateway",
  },
];

/**
 * What cannot pass of a scenario, and why; nothing where it must pass.
 *
 * @param {import("./serverScenarios.mjs").ServerScenario} scenario
 * @param {"legacy" | "modern" | "fixture"} where
 * @returns {Exception | undefined}
 */
export const cannotPass = ({ name, revision }, where) =>
  exceptions.find(
    (one) =>
      one.names.test(name) &&
      (!one.revision || one.revision === revision) &&
      (where === "fixture" ? one.fixture : !one.era || one.era === where),
  );
