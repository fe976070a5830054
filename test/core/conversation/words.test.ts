import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { endedText, progressText } from "../../../src/core/conversation/activityText";
import { waitAtMost } from "../../../src/core/conversation/conversation";
import { followUps, toMemory } from "../../../src/core/conversation/followUps";
import { modelFailure } from "../../../src/core/conversation/modelFailure";
import { type ChatTurn, historyMessages, withoutPictures } from "../../../src/core/conversation/transcript";
import { never } from "../../support/chatFixture";

describe("a model's failure in words", () => {
  const withCode = (code: string, message = "", cause?: unknown) =>
    Object.assign(new Error(message, { cause }), { code });
  for (const [error, words] of [
    [withCode("NoPermissions"), /may not use it\. Allow it with .*, or choose another model\.$/],
    [withCode("Blocked"), /quota is used up or its rules forbid it/],
    [withCode("NotFound"), /is not there any more\. Choose another model/],
    [withCode("Unknown", "", new Error("context too long")), /^The model M failed: context too long\. Try again/],
    [new Error("fetch failed!"), /failed: fetch failed! Try again/],
    ["odd", /failed: odd\. Try again/],
    [new Error(), /failed: it gave no reason\./],
  ] as const)
    it(`${error instanceof Error && "code" in error ? error.code : String(error)}`, () =>
      assert.match(modelFailure(error, "M"), words));
});

describe("the line on a tool that ran", () => {
  const activity = { doing: "Running a on b", done: "a_b on c" };
  it("says how long it took", () => {
    assert.equal(endedText(activity, "ok", 340), "✓ a\\_b on c, 0.3 s");
    assert.equal(endedText(activity, "ok", 61_000), "✓ a\\_b on c, 61 s");
    assert.equal(endedText(activity, "ok", 9_960), "✓ a\\_b on c, 10 s");
  });

  it("says why it failed, escaped", () => {
    assert.equal(endedText(activity, "tool-error", 0), "✗ a\\_b on c, 0.0 s: the tool reported an error");
    assert.equal(endedText(activity, "failed", 0, "No *x*."), "✗ a\\_b on c, 0.0 s: No \\*x\\*\\.");
  });

  it("counts progress with and without a total", () => {
    assert.equal(progressText(activity, { progress: 3 }), "a\\_b on c\\: 3");
    assert.equal(progressText(activity, { progress: 3, total: 9, message: "x" }), "a\\_b on c\\: 3 of 9\\, x");
  });
});

describe("the earlier turns", () => {
  const turns = (count: number, size: number): ChatTurn[] =>
    Array.from({ length: count }, (_, n) => ({ role: n % 2 ? "assistant" : "user", text: `${n} `.padEnd(size, "x") }));
  const firsts = (list: readonly ChatTurn[], limit: number) =>
    historyMessages(list, limit).map(
      ({ role, parts: [part] }) => `${role} ${part?.kind === "text" ? part.text.split(" ")[0] : ""}`,
    );

  it("are the latest 20, oldest first", () => {
    const kept = firsts(turns(30, 10), 100_000);
    assert.equal(kept.length, 20);
    assert.deepEqual([kept[0], kept[19]], ["user 10", "assistant 29"]);
  });

  it("fit into the limit", () => assert.deepEqual(firsts(turns(6, 100), 250), ["user 4", "assistant 5"]));

  it("keep the beginning of a long one, and no empty one", () => {
    const [long] = historyMessages([{ role: "user", text: "y".repeat(50_000) }], 100_000);
    assert.equal(long?.parts[0]?.kind === "text" && long.parts[0].text.length, 8001);
    assert.deepEqual(historyMessages([{ role: "assistant", text: " " }], 100), []);
  });

  it("name pictures, and leave out their bytes", () => {
    const answer = "✓ look\n\n![image.png](data:image/png;base64,iVBO/+=)\n\n[a](b)";
    assert.equal(withoutPictures(answer), "✓ look\n\n[Picture image.png]\n\n[a](b)");
  });
});

describe("what may come next", () => {
  it("is to go on, to see the servers, or to list the tools", () => {
    assert.deepEqual(
      followUps({ kind: "answer", limitReached: true }).map(({ label }) => label),
      ["Continue"],
    );
    assert.deepEqual(
      followUps({ kind: "call", failed: true }).map(({ command }) => command),
      ["servers"],
    );
    assert.deepEqual(
      followUps({ kind: "servers" }).map(({ command }) => command),
      ["tools"],
    );
    assert.deepEqual(followUps({ kind: "answer" }), []);
  });

  it("comes from the memory of a turn, whatever was kept there", () => {
    const memory = { kind: "answer", answer: "A letter.", limitReached: true } as const;
    assert.deepEqual(toMemory({ ...memory, other: 1 }), memory);
    assert.deepEqual(toMemory(undefined), { kind: "answer" });
    assert.deepEqual(toMemory({ kind: 7, answer: {}, failed: "yes" }), { kind: "answer" });
  });
});

describe("waiting at most", () => {
  it("ends with the promise, whatever comes of it", async () => {
    await waitAtMost(Promise.resolve(), 60_000, never);
    await waitAtMost(Promise.reject(new Error("failed")), 60_000, never);
  });

  it("ends with the time or the cancel", async () => {
    const forever = new Promise<void>(() => {});
    await waitAtMost(forever, 1, never);
    const abort = new AbortController();
    const wait = waitAtMost(forever, 60_000, abort.signal);
    await turn();
    abort.abort();
    await wait;
  });
});
