import assert from "node:assert/strict";
import type { ServiceTrial } from "../../src/core/calls/services/serviceDoor";
import type { ToolCall } from "../../src/core/calls/toolCall";
import { emptyCatalog, type Tool } from "../../src/core/catalog/catalog";
import type { Options } from "../../src/core/config/schema/settings";
import { neverAborted } from "../../src/core/kernel/abortSignals";
import type { ToolResult } from "../../src/core/messages/toolResult";
import { trialText } from "../../src/editor/content/trialText";
import { serviceDoor } from "../../src/services/clients/serviceDoor";
import { definition } from "../support/fakeLink";
import { recordedTools, textResult } from "./replayed";

type Rows = Options["services"];

const find: Tool = {
  name: "find",
  inputSchema: { type: "object", properties: { words: {}, top: {} } },
  hints: {},
};

const row = (title: string, more: Partial<Rows[number]> = {}): Rows[number] => ({
  method: "notion.searchPages",
  tool: "find",
  arguments: { words: "{query}", top: "{size}" },
  result: { items: "$.hits[*]", fields: { id: "$.ref", title, url: "$.link" }, total: "$.all" },
  ...more,
});

const hits = textResult(
  JSON.stringify({
    all: 2,
    hits: [
      { ref: 1, head: "One", link: "https://a.test/1" },
      { ref: 2, head: "Two" },
    ],
  }),
);

/** The services over a server "wiki" with these tools. */
function door(services: Rows, tools: readonly Tool[], answer: (call: ToolCall) => ToolResult = () => hits) {
  const catalog = { ...emptyCatalog, tools };
  return serviceDoor({
    hub: { definition, catalog: () => catalog, tool: async () => assert.fail("It was there.") },
    requests: { callTool: async (call) => answer(call), readResource: async () => [] },
    options: () => ({ services }),
    note: () => {},
  });
}

const asked = (more: Partial<ServiceTrial> = {}): ServiceTrial => ({
  server: "wiki",
  method: "notion.searchPages",
  input: { query: "x", limit: 2 },
  caller: { door: "command" },
  signal: neverAborted,
  row: 0,
  ...more,
});

describe("a trial of a service mapping", () => {
  it("says what was sent, what came back, and the typed result", async () => {
    const report = await door([row("$.head")], [find]).trial(asked());
    assert.deepEqual(report.rows, [{ row: "mcpHub.services: notion.searchPages", tool: "find" }]);
    assert.deepEqual(report.sent, [{ tool: "find", args: { words: "x", top: 2 }, result: hits }]);
    assert.deepEqual(report.outcome, {
      value: {
        items: [
          { id: "1", title: "One", url: "https://a.test/1" },
          { id: "2", title: "Two", url: null },
        ],
        incomplete: false,
      },
    });
  });

  it("says where each selection leads, and where it ends", async () => {
    const { selections } = await door([row("$.name.text")], [find]).trial(asked());
    assert.deepEqual(
      selections.map(({ name, found, of, stops }) => [name, found, of, stops?.at, stops?.holds]),
      [
        ["items", 2, 1, undefined, undefined],
        ["total", 1, 1, undefined, undefined],
        ["fields.id", 2, 2, undefined, undefined],
        ["fields.title", 0, 2, "$", "an object with ref, head, link"],
        ["fields.url", 1, 2, "$", "an object with ref, head"],
      ],
    );
  });

  it("has the exact error, with the whole result, where the result cannot be read", async () => {
    const wrong = row("$.head", { result: { ...row("$.head").result, items: "$.results[*]" } });
    const report = await door([wrong], [find]).trial(asked());
    assert.ok("error" in report.outcome);
    assert.equal(report.outcome.error.code, "unreadable-result");
    assert.deepEqual(report.selections[0]?.stops, { at: "$", holds: "an object with all, hits" });
    assert.equal(report.sent[0]?.result, hits);
    const text = trialText({ server: "wiki", method: "notion.searchPages", report });
    assert.match(text, /It failed \(unreadable\\-result\)/);
    assert.match(text, /\| items \| \\\$\\\.results\\\[\\\*\\\] \| 0 \| \\\$ is an object with all\\, hits \|/);
  });

  it("tries no other row than the one of the trial, and says why it does not fit", async () => {
    const npm = recordedTools.get("notion") ?? [];
    const absent = await door([row("$.head")], npm).trial(asked());
    assert.match(absent.misfit ?? "", /^wiki has no tool "find"\. It offers: API-post-search, /);
    assert.ok("error" in absent.outcome && absent.outcome.error.code === "unsupported");
    assert.deepEqual(absent.sent, []);
    const other = { ...find, inputSchema: { type: "object", properties: { text: {} } } };
    const unlike = await door([row("$.head")], [other]).trial(asked());
    assert.equal(unlike.misfit, '"find" on wiki has no argument "words", "top". It has: text.');
  });

  it("without a row is a call as every other, with all rows that fit", async () => {
    const { row: _, ...free } = asked({ method: "jira.searchIssues", input: { jql: "x" } });
    const tools = recordedTools.get("npm-mcp-atlassian") ?? [];
    const report = await door([], tools, () => textResult('{"totalResults":0,"issues":[]}')).trial(free);
    assert.deepEqual(report.rows, [{ row: "npm-mcp-atlassian: jira.searchIssues", tool: "search_jira_issues" }]);
    assert.deepEqual(report.selections, []);
    assert.deepEqual(report.outcome, { value: { items: [], incomplete: false } });
  });

  it("has the resource that was read, and why one could not be", async () => {
    const { row: _, ...free } = asked({ method: "confluence.getPageContent", input: { pageId: "7" } });
    const resourceTemplates = [{ uriTemplate: "confluence://page/{id}", name: "page" }];
    const failure = new Error("It is gone.");
    for (const read of [
      async () => [{ uri: "confluence://page/7", text: "# A page" }],
      () => Promise.reject(failure),
    ]) {
      const report = await serviceDoor({
        hub: { definition, catalog: () => ({ ...emptyCatalog, resourceTemplates }), tool: async () => assert.fail() },
        requests: { callTool: async () => assert.fail(), readResource: read },
        options: () => ({ services: [] }),
        note: () => {},
      }).trial(free);
      const [{ tool, args, result, error } = assert.fail("nothing was sent"), ...others] = report.sent;
      assert.deepEqual([tool, args, others], ["resources/read", { uri: "confluence://page/7" }, []]);
      if (error) assert.match(error.message, /It is gone/);
      else assert.match(JSON.stringify(result), /# A page/);
    }
  });

  it("says what is wrong with the arguments, and sends nothing", async () => {
    const report = await door([row("$.head")], [find]).trial(asked({ input: {} }));
    assert.ok("error" in report.outcome);
    assert.match(report.outcome.error.message, /query/);
    assert.deepEqual(report.sent, []);
  });
});

describe("a trial as a document", () => {
  it("goes from the row to the typed result", async () => {
    const report = await door([row("$.head")], [find]).trial(asked());
    const text = trialText({ server: "wiki", method: "notion.searchPages", report });
    const parts = [
      /^# notion\\\.searchPages on wiki\n\n\*\*It works: 2 items\.\*\*\n/,
      /1\. mcpHub\\\.services\\: notion\\\.searchPages: `find`/,
      /\| fields\\\.url \| \\\$\\\.link \| 1 in 2 items \| \\\$ is an object with ref\\, head \|/,
      /"title": "Two"/,
      /## Request 1: `find`\n\nArguments as they were sent:\n\n```json\n\{\n {2}"words": "x",/,
      /What came back:\n\n```\n\{"all":2,/,
    ];
    for (const part of parts) assert.match(text, part);
  });

  it("lets no server write Markdown", async () => {
    const evil = textResult("```\n# Heading\n[x](command:evil)");
    const report = await door([row("$.head")], [find], () => evil).trial(asked());
    const text = trialText({ server: "wiki", method: "notion.searchPages", report });
    assert.match(text, /\n````\n```\n# Heading\n\[x\]\(command:evil\)\n````\n/);
    assert.doesNotMatch(text.replace(/\n````\n[\s\S]*?\n````\n/, ""), /(?<!\\)\]\(command/);
  });
});
