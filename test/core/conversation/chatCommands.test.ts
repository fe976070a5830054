import assert from "node:assert/strict";
import type { Handler } from "../../../src/core/calls/toolCall";
import { chatCommands, type PlainCommandName } from "../../../src/core/conversation/chatCommands";
import { HubError } from "../../../src/core/kernel/hubError";
import { chatFixture, type FixtureOptions, never, SeenView, summarize } from "../../support/chatFixture";
import { aTool } from "../../support/fakeLink";

async function run(command: PlainCommandName, prompt: string, given?: FixtureOptions, signal = never) {
  const { deps, search } = await chatFixture(given);
  const view = new SeenView();
  let time = 0;
  await chatCommands[command](prompt, { deps, search, view, signal, now: () => (time += 250) });
  return view;
}

describe("/servers", () => {
  it("shows every server and its state", async () => {
    const resources = [{ uri: "doc://a", name: "A" }];
    const { text } = await run("servers", "", { servers: { documents: { tools: [summarize], resources } } });
    assert.equal(text, "| Server | State |\n| --- | --- |\n| documents | Ready\\, 1 tool\\, 1 resource |");
  });

  it("says how to add one if there is none", async () => {
    assert.match(
      (await run("servers", "", { servers: {} })).text,
      /Add one with the command \*\*MCP Hub: Add Server\*\*/,
    );
  });
});

describe("/tools", () => {
  it("lists the tools with their required arguments", async () => {
    const { text } = await run("tools", "");
    assert.ok(text.includes("- **documents\\_\\_summarize** (path): Says in a few sentences what a document holds"));
  });

  it("searches by words", async () => {
    const servers = { files: { tools: [aTool("read_file"), aTool("delete_file")] }, web: { tools: [aTool("search")] } };
    const { text } = await run("tools", "delete", { servers });
    assert.equal(text, "- **files\\_\\_delete\\_file**");
  });

  it("shows 50 of many and says how to see the rest", async () => {
    const tools = Array.from({ length: 120 }, (_, n) => aTool(`tool_${n}`));
    const { text } = await run("tools", "", { servers: { many: { tools } } });
    assert.equal(text.split("\n").filter((line) => line.startsWith("- **many")).length, 50);
    assert.match(text, /50 of 120 tools\. To search, add a few words after `\/tools`\./);
  });

  it("says why there is nothing to show", async () => {
    assert.match((await run("tools", "zebra")).text, /No tool matches/);
    assert.match((await run("tools", "", { servers: {} })).text, /No connected server offers a tool\. See `\/servers`/);
  });

  it("escapes what servers write", async () => {
    const evil = aTool("x", { description: "[click](command:evil) ![](https://evil.example) | <b>" });
    const { text } = await run("tools", "", { servers: { a: { tools: [evil] } } });
    assert.doesNotMatch(text, /\]\(|<b>|!\[/);
  });
});

describe("/call", () => {
  it("runs one tool and shows its result", async () => {
    const view = await run("call", "documents__summarize path=a.md sentences=2");
    assert.deepEqual(view.lines, ["Running summarize on documents…"]);
    assert.equal(view.text, '✓ summarize on documents, 0.3 s\n\n```\nsummarize {"path":"a.md","sentences":2}\n```');
  });

  it("accepts server/tool, and the tool's own name if only one server has it", async () => {
    assert.match((await run("call", "summarize path=a.md")).text, /"path":"a\.md"/);
    assert.match((await run("call", 'documents/summarize {"path": "b.md"}')).text, /"path":"b\.md"/);
    const twice = { a: { tools: [summarize] }, b: { tools: [summarize] } };
    await assert.rejects(run("call", "summarize path=a.md", { servers: twice }), {
      code: "unknown-tool",
      message: /Did you mean a__summarize or b__summarize\?/,
    });
  });

  it("shows JSON as JSON, and an error of the tool as an error", async () => {
    const json: Handler = async () => ({ content: [], structured: { a: [1] }, isError: false });
    assert.match(
      (await run("call", "summarize path=a", { callTool: json })).text,
      /```json\n\{\n {2}"a": \[\n {4}1\n {2}\]\n\}\n```$/,
    );
    const no: Handler = async () => ({ content: [{ type: "text", text: "```\n[x](command:y)" }], isError: true });
    const { text } = await run("call", "summarize path=a", { callTool: no });
    assert.match(text, /^✗ summarize on documents, .*: the tool reported an error/);
    assert.match(text, /\n````\nThe tool reported an error\.\n\n```\n\[x\]\(command:y\)\n````$/);
  });

  it("shortens a long result", async () => {
    const long: Handler = async () => ({ content: [{ type: "text", text: "x".repeat(100_000) }], isError: false });
    const { text } = await run("call", "summarize path=a", { callTool: long });
    assert.match(text, /The result of documents\/summarize was 98 KB; the first 32 KB follow/);
    assert.ok(text.length < 34_000);
    const small = await run("call", "summarize path=a", { callTool: long, options: { resultLimitKb: 1 } });
    assert.ok(small.text.length < 1300);
  });

  it("shows progress, at most once a second", async () => {
    const counting: Handler = async ({ onProgress }) => {
      for (let progress = 1; progress <= 10; progress++) onProgress?.({ progress, total: 10, message: "page *1*" });
      return { content: [], isError: false };
    };
    const { lines } = await run("call", "summarize path=a", { callTool: counting });
    assert.equal(lines[1], "summarize on documents\\: 1 of 10\\, page \\*1\\*");
    assert.ok(lines.length >= 3 && lines.length < 8, `${lines.length} lines for 10 in 2.5 s`);
  });

  it("rejects with the hub's own message", async () => {
    const refused: Handler = () => Promise.reject(new HubError("denied", '"summarize" was not run: you declined.'));
    await assert.rejects(run("call", "summarize path=a", { callTool: refused }), { code: "denied" });
    await assert.rejects(run("call", ""), { code: "bad-arguments" });
    await assert.rejects(run("call", "summarize sentences=2"), { code: "bad-arguments" });
  });

  it("passes the person's cancel on to the call", async () => {
    const abort = new AbortController();
    const hangs: Handler = ({ signal }) => {
      abort.abort();
      return Promise.reject(new HubError(signal.aborted ? "cancelled" : "internal", "Stopped."));
    };
    await assert.rejects(run("call", "summarize path=a", { callTool: hangs }, abort.signal), { code: "cancelled" });
  });
});
