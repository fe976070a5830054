import assert from "node:assert/strict";
import type { SamplingAsk } from "../../../src/core/questions/clientFeatures";
import { noClientFeatures } from "../../../src/core/questions/noClientFeatures";

const never = new AbortController().signal;

describe("the client features of a hub without a person", () => {
  it("declare nothing, so that no server asks", () => {
    assert.deepEqual(noClientFeatures.can, { roots: false, sampling: false, forms: false, urls: false });
    assert.deepEqual(noClientFeatures.roots("far"), []);
  });

  it("decline whatever a server asks all the same", async () => {
    const form = { server: "far", message: "Who are you?", schema: {} };
    assert.deepEqual(await noClientFeatures.fill(form, never), { action: "decline" });
    const address = { server: "far", message: "Go", url: "https://id.test/", untilDone: false };
    assert.equal(await noClientFeatures.visit(address, never), "decline");
    const sampling: SamplingAsk = {
      server: "far",
      messages: [],
      maxTokens: 10,
      hints: [],
      tools: [],
      toolChoice: "auto",
    };
    assert.equal(await noClientFeatures.consent(sampling, never), false);
    await assert.rejects(noClientFeatures.sample(sampling, never), {
      code: "denied",
      message: 'The request of "far" was declined: there is no person to answer it.',
    });
  });
});
