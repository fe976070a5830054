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
    const { text } = await run("servers", "", { servers: {} });
    assert.equal(text, "No MCP server is configured yet. Add one with the command **MCP Hub: Add Server**.");
  });
});

describe("/tools", () => {
  it("shows the tools that it finds with their required arguments", async () => {
    const { text } = await run("tools", "summarize");
    assert.ok(text.includes("- **documents\\_\\_summarize** (path): Says in a few sentences what a document holds"));
  });

  it("searches by words", async () => {
    const servers = { files: { tools: [aTool("read_file"), aTool("delete_file")] }, web: { tools: [aTool("search")] } };
    const { text } = await run("tools", "delete", { servers });
    assert.equal(text, "- **files\\_\\_delete\\_file**");
  });

  it("names many tools without their descriptions, by server, and says how to see what they do", async () => {
    const about = "Reads a page. ".repeat(20);
    const tools = Array.from({ length: 120 }, (_, n) => aTool(`tool_${n}`, { description: about }));
    const servers = { many: { tools }, one: { tools: [aTool("x")] } };
    const { text } = await run("tools", "", { servers });
    assert.match(
      text,
      /^\*\*many\*\* \(120\): `many__tool_0`, `many__tool_1`, .*`many__tool_29`, and 90 more\n\n\*\*one\*\* \(1\): `one__x`\n/,
    );
    assert.doesNotMatch(text, /Reads a page/);
    assert.match(text, /add a few words after `\/tools`/);
  });

  it("shows of many that match the best 20, each in one line, and counts all", async () => {
    const about = "Reads a page. Never writes. ".repeat(20);
    const tools = Array.from({ length: 60 }, (_, n) => aTool(`page_${n}`, { description: about }));
    const { text } = await run("tools", "page", { servers: { many: { tools } } });
    const lines = text.split("\n").filter((line) => line.startsWith("- **many"));
    assert.equal(lines.length, 20);
    for (const line of lines) assert.match(line, /: Reads a page\\\.$/);
    assert.match(text, /20 of 60 tools that match\. Add more words\./);
  });

  it("says why there is nothing to show", async () => {
    assert.match((await run("tools", "zebra")).text, /No tool matches/);
    assert.match((await run("tools", "", { servers: {} })).text, /No connected server offers a tool\. See `\/servers`/);
  });

  it("escapes what servers write", async () => {
    const evil = aTool("x", { description: "[click](command:evil) ![](https://evil.example) | <b>" });
    const { text } = await run("tools", "click", { servers: { a: { tools: [evil] } } });
    assert.match(text, /click/);
    assert.doesNotMatch(text, /\]\(|<b>|!\[/);
  });
});

describe("/call", () => {
  it("runs one tool and shows its result", async () => {
    const view = await run("call", "documents__summarize path=a.md sentences=2");
    assert.deepEqual(view.lines, ["Running summarize on documents…"]);
    assert.equal(view.text, '✓ summarize on documents, 0.3 s\n\n```\nsummarize {"path":"a.md","sentences":2}\n```');
  });

  it("does not count the time that a person was asked", async () => {
    const asked: Handler = async ({ onAsked }) => {
      onAsked?.(150);
      return { content: [], isError: false };
    };
    assert.match(
      (await run("call", "summarize path=a", { callTool: asked })).text,
      /^✓ summarize on documents, 0\.1 s/,
    );
  });

  it("suggests a tool for a name only if it may be meant", async () => {
    const servers = { files: { tools: [aTool("read_file"), aTool("call_tool"), aTool("get_tool_list")] } };
    const message = async (name: string): Promise<string> => {
      const outcome = await run("call", name, { servers }).catch((error: Error) => error.message);
      return typeof outcome === "string" ? outcome : outcome.text;
    };
    assert.equal(
      await message("nosuch__tool"),
      'No connected server has a tool named "nosuch__tool". Search with mcpHub_findTools or @mcp /tools.',
    );
    assert.match(await message("files__raed_file"), /Did you mean files__read_file\?$/);
    assert.match(await message("other__read_file"), /Did you mean files__read_file\?$/);
    assert.match(await message("list_tool"), /Did you mean files__get_tool_list\?$/);
  });

  it("accepts server/tool, and the tool's own name if only one server has it", async () => {
    assert.match((await run("call", "summarize path=a.md")).text, /"path":"a\.md"/);
    assert.match((await run("call", 'documents/summarize {"path": "b.md"}')).text, /"path":"b\.md"/);
    const twice = { a: { tools: [summarize] }, b: { tools: [summarize] } };
    await assert.rejects(run("call", "summarize path=a.md", { servers: twice }), {
      code: "unknown-tool",
      message: /Did you mean a__summarize or b__summarize\?/,
    });
    await assert.rejects(run("call", "summarize path=a.md", { servers: { ...twice, c: { tools: [summarize] } } }), {
      message: /Did you mean a__summarize, b__summarize, or c__summarize\?/,
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
    assert.match(text, /The result of summarize on documents was 98 KB; the first 32 KB follow/);
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
