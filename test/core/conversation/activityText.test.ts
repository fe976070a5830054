import assert from "node:assert/strict";
import {
  askingText,
  endedText,
  progressText,
  runningText,
  stopwatch,
  throttled,
} from "../../../src/core/conversation/activityText";

describe("the text on a tool that ran", () => {
  const activity = { doing: "Running a on b", done: "a_b on c" };
  it("says how long it took", () => {
    assert.equal(endedText(activity, "ok", 340), "✓ a\\_b on c, 0.3 s");
    assert.equal(endedText(activity, "ok", 61_000), "✓ a\\_b on c, 61 s");
    assert.equal(endedText(activity, "ok", 9_960), "✓ a\\_b on c, 10 s");
  });

  it("says before that it runs, or waits for the person", () => {
    assert.equal(runningText(activity), "Running a on b…");
    assert.equal(askingText(activity), "a\\_b on c waits for your answer…");
  });

  it("has a decimal below ten seconds, and no time of a call that never ran", () => {
    assert.equal(endedText(activity, "ok", 9949), "✓ a\\_b on c, 9.9 s");
    assert.equal(endedText(activity, "ok", 9950), "✓ a\\_b on c, 10 s");
    assert.equal(endedText(activity, "failed", 49), "✗ a\\_b on c: failed");
    assert.equal(endedText(activity, "failed", 50), "✗ a\\_b on c, 0.1 s: failed");
  });

  it("has 400 characters of a reason", () => {
    assert.equal(endedText(activity, "failed", 0, "x".repeat(400)), `✗ a\\_b on c: ${"x".repeat(400)}`);
    assert.ok(endedText(activity, "failed", 0, "x".repeat(401)).startsWith(`✗ a\\_b on c: ${"x".repeat(400)}…`));
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

describe("the time of a tool that runs", () => {
  it("is told once a second, with the latest progress", () => {
    let now = 0;
    const passed: string[] = [];
    const pass = throttled(
      () => now,
      (value: string) => passed.push(value),
    );
    for (const at of [0, 999, 1000, 1001, 1999, 2000]) {
      now = at;
      pass(`${at}`);
    }
    assert.deepEqual(passed, ["0", "1000", "2000"]);
  });

  it("leaves out all times in which a person was asked, and is never below zero", () => {
    let now = 5000;
    const watch = stopwatch(() => now);
    now = 5100;
    watch.without(30);
    watch.without(20);
    assert.equal(watch.ms(), 50);
    watch.without(100);
    assert.equal(watch.ms(), 0);
  });
});
