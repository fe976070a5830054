import assert from "node:assert/strict";
import { endedText, progressText } from "../../../src/core/conversation/activityText";

describe("the text on a tool that ran", () => {
  const activity = { doing: "Running a on b", done: "a_b on c" };
  it("says how long it took", () => {
    assert.equal(endedText(activity, "ok", 340), "✓ a\\_b on c, 0.3 s");
    assert.equal(endedText(activity, "ok", 61_000), "✓ a\\_b on c, 61 s");
    assert.equal(endedText(activity, "ok", 9_960), "✓ a\\_b on c, 10 s");
  });

  it("says why it failed, escaped", () => {
    assert.equal(endedText(activity, "tool-error", 0), "✗ a\\_b on c, 0.0 s: the tool reported an error");
    assert.equal(endedText(activity, "failed", 0, "No *x*."), "✗ a\\_b on c: No \\*x\\*\\.");
  });

  it("counts progress with and without a total", () => {
    assert.equal(progressText(activity, { progress: 3 }), "a\\_b on c\\: 3");
    assert.equal(progressText(activity, { progress: 3, total: 9, message: "x" }), "a\\_b on c\\: 3 of 9\\, x");
  });
});
