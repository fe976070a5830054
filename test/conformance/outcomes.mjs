import { runScenario } from "./runScenario.mjs";

/** How many run at the same time: for two cores. */
const lanes = 2;

/** It measures the time between two requests within 50 ms: nothing else may run beside it. */
const alone = "sse-retry";

/**
 * Starts scenarios at once, a few at a time, in their order; those that need the machine for themselves come last.
 *
 * @param {readonly import("./scenarios.mjs").Scenario[]} scenarios
 * @returns {(scenario: import("./scenarios.mjs").Scenario) => Promise<import("./runScenario.mjs").Outcome>} how one of them ended
 */
export function outcomes(scenarios, signal = new AbortController().signal) {
  /** @type {Map<import("./scenarios.mjs").Scenario, PromiseWithResolvers>} */
  const ends = new Map(scenarios.map((scenario) => [scenario, withResolvers()]));
  const run = async (/** @type {import("./scenarios.mjs").Scenario[]} */ queue) => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const end = ends.get(next);
      await runScenario(next, signal).then(end?.resolve, end?.reject);
    }
  };
  const beside = scenarios.filter(({ name }) => name !== alone);
  void Promise.all(Array.from({ length: lanes }, () => run(beside))).then(() =>
    run(scenarios.filter(({ name }) => name === alone)),
  );
  return (scenario) => ends.get(scenario)?.promise ?? runScenario(scenario, signal);
}

/**
 * @typedef {object} PromiseWithResolvers
 * @property {Promise<import("./runScenario.mjs").Outcome>} promise
 * @property {(outcome: import("./runScenario.mjs").Outcome) => void} resolve
 * @property {(error: unknown) => void} reject
 */

/** @returns {PromiseWithResolvers} */
function withResolvers() {
  /** @type {PromiseWithResolvers["resolve"]} */
  let resolve = () => {};
  /** @type {PromiseWithResolvers["reject"]} */
  let reject = () => {};
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {}); // told to the code that asks for it
  return { promise, resolve, reject };
}
