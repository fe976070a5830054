import assert from "node:assert/strict";
import type { SentRequest, TrialReport } from "../../../src/core/calls/services/serviceDoor";
import { HubError } from "../../../src/core/kernel/hubError";
import { trialText } from "../../../src/editor/content/trialText";
import { textResult } from "../../services/replayed";

const written = (report: Partial<TrialReport>): string =>
  trialText({
    server: "wiki",
    method: "notion.searchPages",
    report: { rows: [], sent: [], selections: [], outcome: { value: {} }, ...report },
  });

const outcomeOf = (outcome: TrialReport["outcome"]) => /^\*\*.*$/m.exec(written({ outcome }))?.[0];

describe("the document of a trial", () => {
  it("says at the beginning whether it worked, and how much came", () => {
    assert.equal(outcomeOf({ value: { title: "One" } }), "**It works.**");
    assert.equal(outcomeOf({ value: ["One"] }), "**It works.**");
    assert.equal(outcomeOf({ value: { items: [] } }), "**It works: 0 items.**");
    assert.equal(outcomeOf({ value: { items: [1], incomplete: false } }), "**It works: 1 item.**");
    assert.equal(
      outcomeOf({ value: { items: [1, 2], incomplete: true } }),
      "**It works: 2 items, and the server has more that it does not return.**",
    );
    assert.match(outcomeOf({ error: new HubError("timeout", "Late.") }) ?? "", /^\*\*It failed \(timeout\)\.\*\* Late/);
  });

  it("has the typed result only where there is one", () => {
    assert.match(
      written({ outcome: { value: { id: "x7" } } }),
      /## Typed result\n\n```json\n\{\n {2}"id": "x7"\n\}\n```/,
    );
    assert.doesNotMatch(written({ outcome: { error: new HubError("timeout", "Late.") } }), /Typed result/);
  });

  it("lists the rows in the order in which they are tried", () => {
    const rows = [{ row: "first", tool: "find" }, { row: "second", resource: "wiki://all" }, { row: "third" }];
    const text = written({ rows });
    assert.match(text, /^1\. first: `find`$/m);
    assert.match(text, /^2\. second: `wiki:\/\/all` \(tried if the server does not know the tools before it\)$/m);
    assert.match(text, /^3\. third: .*\(tried if/m);
  });

  it("says why no row fits, or that none was looked for", () => {
    assert.match(written({ misfit: "It has no tool." }), /## Rows that fit this server\n\nIt has no tool\\\./);
    assert.match(written({}), /## Rows that fit this server\n\nNone was looked for\\\./);
  });

  it("says where each selection led", () => {
    const selections = [
      { name: "items", path: "a", found: 3, of: 1 },
      { name: "fields.title", path: "b", found: 1, of: 3, stops: { at: "c", holds: "a text" } },
    ];
    const text = written({ selections });
    assert.match(text, /## Selections in the last result\n/);
    assert.match(text, /^\| items \| a \| 3 \| {1,2}\|$/m);
    assert.match(text, /^\| fields\\\.title \| b \| 1 in 3 items \| c is a text \|$/m);
    assert.doesNotMatch(written({}), /Selections/);
  });

  it("shows the first ten requests whole, and counts the others", () => {
    const request = (n: number): SentRequest => ({ tool: `t${n}`, args: { n }, result: textResult(`answer ${n}`) });
    const sent = (count: number) => written({ sent: Array.from({ length: count }, (_, n) => request(n)) });
    assert.match(sent(10), /## Request 10: `t9`\n\nArguments as they were sent:\n\n```json\n\{\n {2}"n": 9\n\}\n```/);
    assert.match(sent(10), /What came back:\n\n```\nanswer 9\n```\n$/);
    assert.doesNotMatch(sent(11), /Request 11/);
    assert.match(sent(11), /\n1 more request is not shown\.\n$/);
    assert.match(sent(12), /\n2 more requests are not shown\.\n$/);
  });

  it("says why a request failed", () => {
    const sent = [{ tool: "find", args: {}, error: new HubError("timeout", "Late (again).") }];
    assert.match(written({ sent }), /What came back:\n\nLate \\\(again\\\)\\\.\n$/);
  });
});
