import assert from "node:assert/strict";
import { hubTools } from "../../../src/core/conversation/hubTools";
import { toolInputs } from "../../../src/core/conversation/toolInputs";
import { offeredTools } from "../../../src/core/conversation/toolOffer";
import { HubError } from "../../../src/core/kernel/hubError";
import { chatFixture, type FixtureOptions, never, summarize } from "../../support/chatFixture";
import { aTool } from "../../support/fakeLink";
import { unfenced } from "../../support/unfenced";

async function setUp(given?: FixtureOptions) {
  const fixture = await chatFixture(given);
  const tools = hubTools(fixture.deps, fixture.search, { door: "agent" });
  const run = async (name: keyof typeof toolInputs, input: unknown, signal = never) =>
    unfenced((await tools[name].run(input, { signal, limit: 100_000 })).text);
  return { ...fixture, tools, run };
}

describe("the language-model tools", () => {
  it("list the servers with state and resources", async () => {
    const { run } = await setUp({
      servers: {
        documents: { tools: [summarize], resources: [{ uri: "doc://a", name: "A", mimeType: "text/markdown" }] },
        files: { resourceTemplates: [{ uriTemplate: "file:///{path}", name: "Any file" }] },
      },
    });
    assert.equal(
      await run("mcpHub_listServers", {}),
      [
        "documents: Ready, 1 tool",
        "  doc://a (A, text/markdown)",
        "files: Ready, 0 tools",
        "  file:///{path} (template: Any file)",
      ].join("\n"),
    );
  });

  it("list 30 resources of many, each on a line of its own", async () => {
    const resources = Array.from({ length: 40 }, (_, n) => ({ uri: `doc://${n}`, name: `line\nbreak ${n}` }));
    const { run } = await setUp({ servers: { documents: { resources } } });
    const lines = (await run("mcpHub_listServers", {})).split("\n");
    assert.equal(lines.length, 32);
    assert.equal(lines[1], "  doc://0 (line break 0)");
    assert.equal(lines[31], "  and 10 more resources");
  });

  it("pass on the instructions of a server", async () => {
    const { run } = await setUp({ instructions: "Ask for\none page at a time." });
    assert.match(await run("mcpHub_listServers", {}), /^ {2}Its instructions: Ask for one page at a time\.$/m);
  });

  it("keep from a model what changed since the person agreed to it", async () => {
    const { run, deps } = await setUp({
      servers: { documents: { tools: [summarize, aTool("count", { description: "Counts the words." })] } },
      instructions: "Be careful.",
      withholds: (_, { kind, name }) => kind === "instructions" || name === "summarize",
    });
    assert.doesNotMatch(await run("mcpHub_findTools", { query: "summarize a document" }), /documents__summarize/);
    assert.match(await run("mcpHub_findTools", { query: "count" }), /documents__count/);
    await assert.rejects(run("mcpHub_describeTool", { tool: "documents__summarize" }), {
      code: "denied",
      message: /changed since you allowed it/,
    });
    const servers = await run("mcpHub_listServers", {});
    assert.match(servers, /Its instructions changed, and are withheld/);
    assert.doesNotMatch(servers, /Be careful/);
    assert.deepEqual(
      offeredTools(deps).map(({ modelName }) => modelName),
      ["documents__count"],
    );
  });

  it("do not give a call that is meant for a server to a tool of another server that is named like its own", async () => {
    const { run, hub } = await setUp({
      servers: { files: { tools: [aTool("write_file")] }, other: { tools: [aTool("files__write_file")] } },
    });
    const input = { tool: "files__write_file", arguments: { text: "secret" } };
    assert.match(await run("mcpHub_callTool", input), /^write_file/);
    await hub.disconnect("files");
    for (const tool of ["files__write_file", "files/write_file"])
      await assert.rejects(run("mcpHub_callTool", { ...input, tool }), { code: "not-connected" }, tool);
    await assert.rejects(run("mcpHub_describeTool", { tool: "files__write_file" }), { code: "not-connected" });
    assert.match(
      await run("mcpHub_callTool", { ...input, tool: "other__files__write_file" }),
      /^files__write_file/,
      "By its own name it can be called.",
    );
  });

  it("say what to do where no server is configured", async () => {
    const { run } = await setUp({ servers: {} });
    assert.match(await run("mcpHub_listServers", undefined), /^No MCP server is configured\./);
  });

  it("find tools, with their required arguments", async () => {
    const { run } = await setUp();
    assert.equal(
      await run("mcpHub_findTools", { query: "summarize a document" }),
      "documents__summarize (needs path): Says in a few sentences what a document holds.",
    );
    assert.match(await run("mcpHub_findTools", { query: "weather" }), /^No tool matches "weather" \(1 searched\)\./);
    const empty = await setUp({ servers: {} });
    assert.match(await empty.run("mcpHub_findTools", { query: "weather" }), /^No connected server offers a tool\./);
  });

  it("find no more than requested", async () => {
    const tools = Array.from({ length: 30 }, (_, n) => aTool(`read_${n}`));
    const { run } = await setUp({ servers: { files: { tools } } });
    assert.equal((await run("mcpHub_findTools", { query: "read" })).split("\n").length, 10);
    assert.equal((await run("mcpHub_findTools", { query: "read", limit: 3 })).split("\n").length, 3);
  });

  it("describe a tool by its model name", async () => {
    const { run } = await setUp();
    const definition = JSON.parse(await run("mcpHub_describeTool", { tool: "documents__summarize" }));
    assert.equal(definition.server, "documents");
    assert.deepEqual(definition.inputSchema, summarize.inputSchema);
  });

  it("call a tool through the hub's path", async () => {
    const { run, stream } = await setUp();
    const input = { tool: "documents__summarize", arguments: { path: "a.md" } };
    assert.equal(await run("mcpHub_callTool", input), 'summarize {"path":"a.md"}');
    const started = stream.history.find(({ type }) => type === "call.started");
    assert.ok(started?.type === "call.started");
    assert.deepEqual([started.server, started.tool, started.caller.door], ["documents", "summarize", "agent"]);
  });

  it("validate the arguments of a tool by its own schema", async () => {
    const { run } = await setUp();
    await assert.rejects(run("mcpHub_callTool", { tool: "documents__summarize" }), { code: "bad-arguments" });
  });

  it("read a resource", async () => {
    const { run } = await setUp();
    assert.equal(await run("mcpHub_readResource", { server: "documents", uri: "doc://a" }), "[Resource doc://a]\ntext");
  });

  it("suggest similar names for an unknown tool", async () => {
    const { run } = await setUp();
    await assert.rejects(run("mcpHub_callTool", { tool: "documents__sumarize" }), {
      code: "unknown-tool",
      message: 'No connected server has a tool named "documents__sumarize". Did you mean documents__summarize?',
    });
  });

  it("report why a server is unavailable", async () => {
    const { run, hub } = await setUp();
    await hub.disconnect("documents");
    await assert.rejects(run("mcpHub_callTool", { tool: "documents__summarize" }), {
      code: "not-connected",
      message: /^"documents" is not connected\. Connect it/,
    });
  });

  it("blame the server whose name is the longer match", async () => {
    const { run, hub } = await setUp({ servers: { a: { tools: [summarize] }, a__b: { tools: [summarize] } } });
    await hub.disconnect("a__b");
    await assert.rejects(run("mcpHub_callTool", { tool: "a__b__summarize_0123abcd" }), {
      message: /^"a__b" is not connected/,
    });
  });

  it("wait for a server that is connecting", async () => {
    const { run, hub } = await setUp();
    await hub.disconnect("documents");
    const connecting = hub.connect("documents");
    const input = { tool: "documents__summarize", arguments: { path: "b.md" } };
    assert.equal(await run("mcpHub_callTool", input), 'summarize {"path":"b.md"}');
    await connecting;
  });

  it("start a server that starts on use", async () => {
    const { run, hub } = await setUp({ options: { start: "lazy" } });
    assert.deepEqual(hub.tools(), []); // it was never connected, so its tools are unknown
    const input = { tool: "documents__summarize", arguments: { path: "b.md" } };
    assert.equal(await run("mcpHub_callTool", input), 'summarize {"path":"b.md"}');
  });

  it("stop waiting for it when the caller cancels", async () => {
    const { run, hub } = await setUp();
    await hub.disconnect("documents");
    const connecting = hub.connect("documents");
    const gone = run("mcpHub_callTool", { tool: "documents__summarize" }, AbortSignal.abort());
    await assert.rejects(gone, { code: "cancelled" });
    await connecting;
  });

  for (const [name, input, words] of [
    ["mcpHub_findTools", {}, /^mcpHub_findTools was not run, because its input is not valid: "query": .*string.*\.$/],
    ["mcpHub_findTools", { query: "  " }, /"query"/],
    ["mcpHub_findTools", { query: "a", limit: 0 }, /"limit"/],
    ["mcpHub_findTools", { query: "a", limit: 51 }, /"limit"/],
    ["mcpHub_describeTool", { tool: " " }, /"tool"/],
    ["mcpHub_callTool", { tool: "" }, /"tool"/],
    ["mcpHub_readResource", { server: "documents", uri: " " }, /"uri"/],
    ["mcpHub_readResult", { result: " " }, /"result"/],
    ["mcpHub_readResult", { result: "r", from: -1 }, /"from"/],
    ["mcpHub_callTool", { tool: "a__b", arguments: "all" }, /"arguments": .*record/],
    ["mcpHub_describeTool", "documents__summarize", /"input"/],
    ["mcpHub_readResource", { server: "", uri: "x:y" }, /"server"/],
    ["mcpHub_readResource", { server: "documents" }, /"uri"/],
  ] as const)
    it(`${name} refuses ${JSON.stringify(input)} in one sentence`, async () => {
      const { run } = await setUp();
      await assert.rejects(run(name, input), (error) => {
        assert.ok(error instanceof HubError);
        assert.equal(error.code, "bad-arguments");
        assert.match(error.message, words);
        return true;
      });
    });

  it("take the most and the least that they may be given", () => {
    const taken: [name: keyof typeof toolInputs, input: object][] = [
      ["mcpHub_findTools", { query: "a", limit: 50 }],
      ["mcpHub_findTools", { query: "a", limit: 1 }],
      ["mcpHub_describeTool", { tool: "a" }],
      ["mcpHub_callTool", { tool: "a" }],
      ["mcpHub_readResource", { server: "a", uri: "b" }],
      ["mcpHub_readResult", { result: "r", from: 0 }],
    ];
    for (const [name, input] of taken) assert.deepEqual(toolInputs[name].parse(input), input, name);
  });

  it("describe what they do", async () => {
    const { tools } = await setUp();
    const doing = (name: keyof typeof toolInputs, input: unknown) => tools[name].activity(input).doing;
    assert.equal(doing("mcpHub_callTool", { tool: "documents__summarize" }), "Calling summarize on documents");
    assert.equal(doing("mcpHub_callTool", { tool: "other" }), "Calling other");
    assert.equal(doing("mcpHub_findTools", { query: "pdf" }), "Searching the tools for pdf");
    assert.equal(doing("mcpHub_readResource", { server: "a", uri: "b:c" }), "Reading b:c from a");
    assert.equal(doing("mcpHub_callTool", 7), "Call MCP tool");
  });
});
