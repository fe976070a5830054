import assert from "node:assert/strict";
import { readEarlier } from "../../../../src/core/operations/history/earlierActivity";
import { type HistoryLine, writeHistoryLine } from "../../../../src/core/operations/history/historyLine";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { ended, started } from "../../../support/operationEvents";

const at = (time: number, seq: number, event: HubEvent, window = "w"): HistoryLine => ({
  window,
  event: { ...event, at: time, seq },
});

async function read(files: readonly (readonly HistoryLine[])[], since = 0) {
  async function* texts() {
    for (const lines of files) yield lines.map(writeHistoryLine).join("\n");
  }
  const earlier = await readEarlier(texts(), { window: "own", since });
  return { ...earlier, calls: earlier.events.map((event) => ("call" in event ? event.call : "")) };
}

describe("earlier activity", () => {
  it("is in the order of its times over all files, and of its numbers within one window", async () => {
    const { calls, events } = await read([
      [at(5, 2, ended({ call: "d" })), at(5, 1, ended({ call: "c" })), at(1, 9, ended({ call: "b" }))],
      [at(0, 4, ended({ call: "a" })), at(7, 0, ended({ call: "e" }))],
    ]);
    assert.deepEqual(calls, ["a", "b", "c", "d", "e"]);
    assert.deepEqual(
      events.map(({ seq }) => seq),
      [-5, -4, -3, -2, -1],
    );
  });

  it("keeps the order of the files where two windows published at the same time", async () => {
    const { calls } = await read([[at(5, 9, ended({ call: "a" }), "x")], [at(5, 1, ended({ call: "b" }), "y")]]);
    assert.deepEqual(calls, ["a", "b"]);
  });

  it("leaves out this window, and what is too old, also among what was dropped", async () => {
    const { calls, dropped } = await read(
      [
        [
          at(99, 1, ended({ call: "old" })),
          at(100, 2, ended({ call: "just" })),
          at(100, 3, ended({ call: "own" }), "own"),
          ...[
            { window: "w", at: 99, dropped: 1 },
            { window: "w", at: 100, dropped: 20 },
            { window: "own", at: 100, dropped: 300 },
          ],
          { window: "x", at: 101, dropped: 4000 },
        ],
      ],
      100,
    );
    assert.deepEqual([calls, dropped], [["just"], 4020]);
  });

  it("has the arguments of a call that ended, where they can be read", async () => {
    const withArgs = (event: HubEvent, json: string): HistoryLine => ({
      window: "w",
      event: { ...event, at: 1, seq: 1 },
      args: { json, isWhole: true },
    });
    const earlier = await read([
      [
        withArgs(ended({ call: "good", tool: "write" }), '{"a":1}'),
        withArgs(ended({ call: "broken" }), '{"a":'),
        withArgs(ended({ call: "list" }), "[1]"),
        withArgs(started({ call: "begun" }), "{}"),
        at(1, 1, ended({ call: "without" })),
      ],
    ]);
    assert.deepEqual(earlier.call("good"), {
      ...{ server: "files", method: "tools/call", tool: "write", args: { a: 1 }, isWhole: true },
    });
    for (const call of ["broken", "list", "begun", "without", "unknown"])
      assert.equal(earlier.call(call), undefined, call);
  });
});
