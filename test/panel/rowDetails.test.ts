import assert from "node:assert/strict";
import type { DurationSplit } from "../../src/protocol/hubEvent";
import { prettyJson } from "../../src/protocol/prettyJson";
import { perRowLimit } from "../../webview-ui/row";
import { copied, resultText, rowDetails } from "../../webview-ui/rowDetails";
import { fold, noRows } from "../../webview-ui/rows";
import { duration } from "../../webview-ui/time";
import { atServer, requestFacts } from "../support/requestFacts";
import { log, morning, note, stamped } from "./panelFixture";

const { list } = fold(noRows, stamped(morning));
const denied = list.find(({ call }) => call?.tool === "rename");
const [line, noted] = fold(noRows, stamped([log("design", "first\nsecond", "error"), note("design", 3)])).list;

describe("an opened row", () => {
  it("shows a call's error, its arguments and who asked", () => {
    assert.ok(denied);
    assert.deepEqual(rowDetails(denied), [
      { heading: "Error (denied)", text: '"rename" was not run: you declined.' },
      { heading: "Arguments", text: '{"from":"a.md","to":"b.md"}', isJson: true },
      { heading: "Called from", text: "Language model tool" },
    ]);
  });

  it("keeps each word on a call's progress, within a bound", () => {
    const progress = (n: number) =>
      ({
        type: "call.progress",
        ...requestFacts({ call: "x", server: "a", tool: "t" }),
        progress: n,
        message: `step ${n}`,
      }) as const;
    const events = Array.from({ length: 100 }, (_, index) => progress(index));
    const [row] = fold(noRows, stamped(events)).list;
    const steps = row?.call?.steps?.map(({ text }) => text) ?? [];
    assert.deepEqual([steps[0], steps.at(-1), steps.length], ["0, step 0", "99, step 99", perRowLimit]);
  });

  it("names the thread that a call belongs to", () => {
    const ended = {
      type: "call.ended",
      ...requestFacts({ thread: "trip" }),
      outcome: "ok",
      ms: 1,
      split: atServer(1),
    } as const;
    const [row] = fold(noRows, stamped([ended])).list;
    assert.ok(row);
    assert.deepEqual(rowDetails(row).at(-1), { heading: "Thread", text: "trip" });
  });

  it("says where a call's time went, and what of it was the person's", () => {
    const time = (split: DurationSplit) => {
      const named = requestFacts({ call: "x", server: "a", tool: "t" });
      const ended = { type: "call.ended", ...named, outcome: "ok", ms: 20, split } as const;
      const [row] = fold(noRows, stamped([ended])).list;
      return row && [row.text, /Time: (.*)/.exec(copied(row))?.[1]];
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
    assert.deepEqual(rowDetails(noted), [
      { heading: "Parameters", text: '{"uri":"file:///project/3.md"}', isJson: true },
    ]);
  });

  it("shows JSON that was cut as it is", () => assert.equal(prettyJson('{"a": 1… (20 more'), '{"a": 1… (20 more'));

  it("is copied as plain text, date and all", () => {
    assert.ok(line && noted && denied);
    assert.equal(copied(line), "2026-11-21 09:05:07.042 design stderr first\nsecond");
    assert.equal(
      copied(noted),
      '2026-11-21 09:05:07.082 design notification notifications/resources/updated\nParameters: {\n  "uri": "file:///project/3.md"\n}',
    );
    const content = { parts: [{ kind: "text", text: "Chapters" }], more: 2 } as const;
    assert.match(copied(denied, resultText(content)), /\nResult: Chapters\n2 more not shown$/);
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
