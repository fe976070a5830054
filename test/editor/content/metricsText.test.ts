import assert from "node:assert/strict";
import { Metrics, type ServerFigures } from "../../../src/core/hub/metrics";
import { errorTable } from "../../../src/core/kernel/errorTable";
import { lasting } from "../../../src/core/kernel/timeLimit";
import { rendersAsMarkdown } from "../../../src/core/presentation/renderedMarkdown";
import { metricsText } from "../../../src/editor/content/metricsText";
import { markdownNodes } from "../../support/markdownNodes";

/** The figures of a server whose tools were called as told; `sync` was never called. */
function figures(more: Partial<ServerFigures> = {}): ServerFigures {
  const metrics = new Metrics();
  metrics.add({ type: "server.added", server: "files", label: "files", scope: "user", seq: 1, at: 0 });
  const [known] = metrics.figures(0);
  return { ...(known ?? assert.fail()), ...more };
}

const none = figures();
const read = {
  ...none,
  outcomes: { ...none.outcomes, ok: 2, failed: 1 },
  errors: { timeout: 1 },
  ms: { mean: 5, p50: 12.3, p95: 2345, p99: 75_000, max: 75_000 },
};

describe("the metrics", () => {
  it("say in words what failed, and how long things took", () => {
    const text = metricsText(
      [figures({ ...read, uptimeMs: 291_100, restarts: 1, tools: { read, sync: none } })],
      "None.",
    );
    assert.deepEqual(text.trim().split("\n"), [
      "# MCP Hub: metrics",
      "",
      "## files",
      "",
      "Connected for 4 min 51 s. Restarts: 1.",
      "",
      "Failures: took too long (1).",
      "",
      "| Tool | Calls | Failed | Retried | In flight | p50 | p95 | p99 | Breaker |",
      "|---|---:|---:|---:|---:|---:|---:|---:|---|",
      "| all | 3 | 1 | 0 | 0 | 12 ms | 2.3 s | 1 min 15 s | calls pass |",
      "| read | 3 | 1 | 0 | 0 | 12 ms | 2.3 s | 1 min 15 s | calls pass |",
    ]);
  });

  it("have no table of zeros", () => {
    const text = metricsText([figures({ uptimeMs: 5000, tools: { sync: none }, toolsBeyond: none })], "None.");
    assert.equal(text, "# MCP Hub: metrics\n\n## files\n\nConnected for 5.0 s. No calls yet.\n");
    assert.match(metricsText([], "None."), /None\.$/m);
  });

  it("have times only of calls that were answered, with a result or an error of the tool", () => {
    const tools = {
      unanswered: { ...read, outcomes: { ...none.outcomes, failed: 2 } },
      wrong: { ...read, outcomes: { ...none.outcomes, "tool-error": 1 } },
      right: { ...read, outcomes: { ...none.outcomes, ok: 1 } },
      both: { ...read, outcomes: { ...none.outcomes, ok: 1, "tool-error": 1 } },
      running: { ...none, inFlight: 1 },
    };
    const text = metricsText([figures({ ...read, tools, toolsBeyond: { ...read, breaker: "open" } })], "None.");
    const times = "12 ms | 2.3 s | 1 min 15 s";
    assert.deepEqual(text.trim().split("\n").slice(-6), [
      "| unanswered | 2 | 2 | 0 | 0 |  |  |  | calls pass |",
      `| wrong | 1 | 0 | 0 | 0 | ${times} | calls pass |`,
      `| right | 1 | 0 | 0 | 0 | ${times} | calls pass |`,
      `| both | 2 | 0 | 0 | 0 | ${times} | calls pass |`,
      "| running | 0 | 0 | 0 | 1 |  |  |  | calls pass |",
      `| others | 3 | 1 | 0 | 0 | ${times} | calls are refused |`,
    ]);
  });

  it("name each kind of failure in words, with how often it happened", () => {
    const errors = Object.fromEntries(Object.keys(errorTable).map((code) => [code, 7]));
    const text = metricsText([figures({ ...read, errors })], "None.");
    const named = /^Failures: (.*)\.$/m.exec(text)?.[1]?.split(", ") ?? [];
    assert.equal(new Set(named).size, Object.keys(errors).length);
    for (const one of named) assert.match(one, /^[a-z][-a-z ]+ \(7\)$/);
  });

  it("say what waits", () =>
    assert.match(
      metricsText([figures({ waiting: 2 })], "None."),
      /^Not connected\. Waiting calls: 2\. No calls yet\.$/m,
    ));

  it("use units that are read at a glance", () => {
    const rows: [ms: number, text: string][] = [
      [0.84, "0.8 ms"],
      [999, "999 ms"],
      [59_900, "59.9 s"],
      [7_500_000, "2 h 5 min"],
      [273_600_000, "3 days 4 h"],
    ];
    for (const [ms, text] of rows) assert.equal(lasting(ms), text);
  });

  it("open rendered, with the names that servers give as text", () => {
    const name = "<img src=x> | ![x](http://e.example/p) [a](command:b) `c` https://e.example";
    const text = metricsText([figures({ ...read, server: "<b>**files**", tools: { [name]: read } })], "None.");
    assert.ok(rendersAsMarkdown(text), text);
    const nodes = markdownNodes(text);
    assert.deepEqual([...new Set(nodes.map(({ type }) => type))].sort(), [
      "heading",
      "paragraph",
      "root",
      "table",
      "tableCell",
      "tableRow",
      "text",
    ]);
    const cells = nodes.filter(
      ({ type, children }) => type === "tableCell" && children?.[0]?.value?.startsWith("<img"),
    );
    assert.equal(cells.length, 1);
    assert.ok(nodes.some(({ value }) => value === "<b>**files**"));
  });
});
