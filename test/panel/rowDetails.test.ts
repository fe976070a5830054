import assert from "node:assert/strict";
import type { DurationSplit } from "../../src/protocol/hubEvent";
import { prettyJson } from "../../src/protocol/prettyJson";
import { copied, rowDetails } from "../../webview-ui/rowDetails";
import { fold, noRows } from "../../webview-ui/rows";
import { duration } from "../../webview-ui/time";
import { requestFacts } from "../support/requestFacts";
import { log, morning, note, stamped } from "./panelFixture";

const { list } = fold(noRows, stamped(morning));
const denied = list.find(({ call }) => call?.tool === "rename");
const [line, noted] = fold(noRows, stamped([log("design", "first\nsecond", "error"), note("design", 3)])).list;

describe("an opened row", () => {
  it("shows a call's error, its arguments and who asked", () => {
    assert.ok(denied);
    assert.deepEqual(rowDetails(denied), [
      { heading: "Error (denied)", text: '"rename" was not run: you declined.' },
      { heading: "Arguments", text: '{\n  "from": "a.md",\n  "to": "b.md"\n}' },
      { heading: "Called from", text: "Language model tool" },
    ]);
  });

  it("shows the last word on a call's progress, if there was one", () => {
    const progress = {
      type: "call.progress",
      ...requestFacts({ call: "x", server: "a", tool: "t" }),
      progress: 1,
    } as const;
    const headings = (message?: string) => {
      const [row] = fold(noRows, stamped([{ ...progress, ...(message && { message }) }])).list;
      return row && rowDetails(row).map(({ heading }) => heading);
    };
    assert.deepEqual(headings("halfway"), ["Arguments", "Last progress"]);
    assert.deepEqual(headings(), ["Arguments"]);
  });

  it("says where a call's time went, and what of it was the person's", () => {
    const time = (split: DurationSplit) => {
      const named = requestFacts({ call: "x", server: "a", tool: "t" });
      const ended = { type: "call.ended", ...named, outcome: "ok", ms: 20, split } as const;
      const [row] = fold(noRows, stamped([ended])).list;
      return row && [row.text, rowDetails(row).find(({ heading }) => heading === "Time")?.text];
    };
    assert.deepEqual(time({ server: 20, queue: 0, waits: 0, approval: 16_224 }), [
      "t: ok in 20 ms",
      "20 ms at the server, not counted: 16.2 s while you were asked",
    ]);
    assert.deepEqual(
      time({ server: 12, queue: 8, waits: 1500, approval: 0 })?.[1],
      "12 ms at the server, 8 ms in the queue, 1.5 s until it could be sent",
    );
    assert.deepEqual(time({ server: 20, queue: 0, waits: 0, approval: 0 })?.[1], undefined);
  });

  it("shows a notification's parameters", () => {
    assert.ok(noted);
    assert.deepEqual(rowDetails(noted), [{ heading: "Parameters", text: '{\n  "uri": "file:///project/3.md"\n}' }]);
  });

  it("shows JSON that was cut as it is", () => assert.equal(prettyJson('{"a": 1… (20 more'), '{"a": 1… (20 more'));

  it("is copied as plain text, date and all", () => {
    assert.ok(line && noted && denied);
    assert.equal(copied(line), "2026-11-21 09:05:07.042 design stderr first\nsecond");
    assert.equal(
      copied(noted),
      '2026-11-21 09:05:07.082 design notification notifications/resources/updated\nParameters: {\n  "uri": "file:///project/3.md"\n}',
    );
    assert.match(copied(denied), /^2026-11-21 09:05:07\.722 documents call rename: denied\. .*\nError \(denied\)/);
  });
});

describe("a duration in words", () => {
  const rows: [ms: number, words: string][] = [
    [0.4, "0 ms"],
    [12, "12 ms"],
    [999.4, "999 ms"],
    [999.6, "1.0 s"],
    [1449, "1.4 s"],
    [59_949, "59.9 s"],
    [59_960, "1 min 0 s"],
    [125_000, "2 min 5 s"],
  ];
  for (const [ms, words] of rows) it(`${ms} ms: ${words}`, () => assert.equal(duration(ms), words));
});
