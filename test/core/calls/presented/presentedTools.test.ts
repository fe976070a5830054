import assert from "node:assert/strict";
import { broadcast } from "../../../../src/core/calls/callMany";
import { newCall } from "../../../../src/core/calls/toolCall";
import type { Tool } from "../../../../src/core/catalog/catalog";
import { ServerConfig } from "../../../../src/core/config/schema/serverConfig";
import type { Options } from "../../../../src/core/config/schema/settings";
import { hubTools } from "../../../../src/core/conversation/hubTools";
import { serverTool } from "../../../../src/core/conversation/modelTool";
import { resolveTool } from "../../../../src/core/conversation/resolveTool";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { chatFixture, never } from "../../../support/chatFixture";
import { aTool, definition } from "../../../support/fakeLink";
import { unfenced } from "../../../support/unfenced";

const find: Tool = aTool("jira_search", {
  description: "Searches.",
  inputSchema: {
    type: "object",
    properties: { site: { type: "string" }, query: { type: "string" } },
    required: ["site", "query"],
  },
});
const ours = { alias: "find_tickets", description: "Finds tickets by words.", defaults: { site: "acme" } };

async function setUp(options: Partial<Options> = {}, tools: object = { jira_search: ours }) {
  const fixture = await chatFixture({ servers: { tickets: { tools: [find, aTool("other")] } }, options });
  const events: HubEvent[] = [];
  fixture.stream.onEvent((event) => events.push(event));
  const configure = (said: object) => {
    const config = ServerConfig.parse({ command: "tickets", tools: said });
    fixture.hub.configure([definition("tickets", { entry: { kind: "valid", config } })]);
  };
  configure(tools);
  const { requests } = fixture.deps;
  const call = async (tool: string, args: object = { query: "a" }) => {
    const made = newCall({ server: "tickets", tool, args: { ...args }, caller: { door: "agent" }, signal: never });
    const { content } = await requests.callTool(made);
    return content[0]?.type === "text" ? content[0].text : "";
  };
  return { ...fixture, events, configure, call };
}

const sent = 'jira_search {"query":"a","site":"acme"}';

describe("a tool that the settings present otherwise", () => {
  it("is called by its alias and by its own name, with the defaults below the caller's arguments", async () => {
    const { call } = await setUp();
    assert.equal(await call("find_tickets"), sent);
    assert.equal(await call("jira_search"), sent);
    assert.equal(await call("find_tickets", { query: "a", site: "other" }), 'jira_search {"query":"a","site":"other"}');
    assert.equal(await call("find_tickets", { query: "a", site: undefined }), sent);
    await assert.rejects(call("find_tickets", {}), { code: "bad-arguments", message: /query/ });
    await assert.rejects(call("nothing"), { code: "unknown-tool" });
  });

  it("has its own name and all of its arguments in events, and in rules", async () => {
    const { call, events } = await setUp();
    await call("find_tickets");
    const started = events.flatMap((event) => (event.type === "call.started" ? [[event.tool, event.args]] : []));
    assert.deepEqual(started, [["jira_search", '{"query":"a","site":"acme"}']]);

    const byName = await setUp({ policy: [{ do: "deny", tool: "jira_search" }] });
    await assert.rejects(byName.call("find_tickets"), { code: "denied" });
    const byDefault = await setUp({ policy: [{ do: "deny", tool: "*", args: { site: "acme" } }] });
    await assert.rejects(byDefault.call("find_tickets"), { code: "denied" });
    const byAlias = await setUp({ policy: [{ do: "deny", tool: "find_tickets" }] });
    assert.equal(await byAlias.call("find_tickets"), sent);
  });

  it("is within the scopes of a caller by its own name", async () => {
    const { deps } = await setUp();
    const within = (tools: readonly string[], tool: string) =>
      deps.requests.callTool(
        newCall({
          server: "tickets",
          tool,
          args: { query: "a" },
          caller: { door: "gateway", scopes: [{ tools }] },
          signal: never,
        }),
      );
    assert.equal((await within(["tickets/jira_search"], "find_tickets")).isError, false);
    await assert.rejects(within(["tickets/find_tickets"], "find_tickets"), { code: "denied" });
  });

  it("is told to models under its alias, with the person's words and without what has a default", async () => {
    const { deps, hub, search } = await setUp();
    const found = hub.tools()[0];
    assert.ok(found);
    assert.equal(found.tool.name, "jira_search");
    const { name, description, inputSchema } = serverTool(deps, { door: "chat" }, found);
    assert.equal(name, "tickets__find_tickets");
    assert.match(description, /Finds tickets by words\.$/);
    assert.deepEqual(inputSchema.required, ["query"]);
    const tools = hubTools(deps, search, { door: "agent" });
    const run = async (tool: keyof typeof tools, input: unknown) =>
      unfenced((await tools[tool].run(input, { signal: never, limit: 10_000 })).text);
    const line = "tickets__find_tickets (needs query): Finds tickets by words.";
    for (const query of ["tickets by words", "find", "jira search"])
      assert.equal((await run("mcpHub_findTools", { query })).split("\n")[0], line, query);
    const described = JSON.parse(await run("mcpHub_describeTool", { tool: "tickets__find_tickets" }));
    assert.deepEqual(
      [described.tool, described.nameOnServer, described.description],
      ["tickets__find_tickets", "jira_search", "Finds tickets by words."],
    );
    for (const tool of ["tickets__find_tickets", "tickets__jira_search", "tickets/find_tickets", "jira_search"])
      assert.match(await run("mcpHub_callTool", { tool, arguments: { query: "a" } }), /^jira_search /, tool);
  });

  it("is found by every name that it has", async () => {
    const { deps, search } = await setUp();
    for (const name of ["tickets__find_tickets", "tickets__jira_search", "tickets/jira_search", "find_tickets"])
      assert.equal((await resolveTool(deps, search, name, never)).tool.name, "jira_search", name);
  });

  it("takes part in a call to all servers by either name", async () => {
    const { deps, hub } = await setUp();
    for (const tool of ["find_tickets", "jira_search"]) {
      const call = { tool, args: { query: "a" }, caller: { door: "module" }, signal: never } as const;
      const outcomes = await broadcast(hub, deps.requests.callTool, call);
      assert.deepEqual(
        outcomes.map(({ server, ok }) => [server, ok]),
        [["tickets", true]],
      );
    }
  });

  it("keeps its own name where the server has a tool of the name of its alias, and the log says so", async () => {
    const { call, events, hub, configure } = await setUp({}, { jira_search: { alias: "other" } });
    assert.match(await call("other", {}), /^other /);
    assert.deepEqual(
      hub.tools().map(({ modelName }) => modelName),
      ["tickets__jira_search", "tickets__other"],
    );
    const logs = events.flatMap((event) => (event.type === "server.log" ? [event.text] : []));
    assert.deepEqual(logs, [
      '"tickets" also offers a tool named "other", so "jira_search" keeps its own name. Choose another alias for it in the settings.',
    ]);
    configure({ jira_search: ours });
    assert.equal(hub.tools()[0]?.modelName, "tickets__find_tickets", "a change of the settings needs no restart");
  });
});
