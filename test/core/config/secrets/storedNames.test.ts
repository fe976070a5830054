import assert from "node:assert/strict";
import { storedNames, textsIn } from "../../../../src/core/config/secrets/storedNames";
import { defined } from "../../../support/planFixture";

describe("the names of the stored values of an entry", () => {
  it("are those of its secrets and inputs, each once, and of no other variable", () => {
    const args = ["${secret:b}", "${input:a}-${env:HOME}", "${secret:b}"];
    assert.deepEqual(storedNames(defined({ command: "s", args, env: { A: null } })), ["b", "a"]);
  });

  it("are not those in what only describes the server or its tools", () => {
    const tools = { look: { description: "${secret:c}" } };
    assert.deepEqual(storedNames(defined({ command: "s", description: "${secret:d}", tools })), []);
  });
});

describe("the texts in a value", () => {
  it("are found at every depth, among values that are none", () =>
    assert.deepEqual(textsIn({ a: null, b: ["x", 7, undefined, { c: "y" }] }), ["x", "y"]));
});
