import assert from "node:assert/strict";
import type { ToolCall } from "../../src/core/calls/toolCall";
import { languageModelTools } from "../../src/core/conversation/chatContributions";
import { converse } from "../../src/core/conversation/conversation";
import { hubTools } from "../../src/core/conversation/hubTools";
import { serviceToolContributions } from "../../src/core/conversation/services/serviceToolSchema";
import { serviceTools } from "../../src/core/conversation/services/serviceTools";
import { serviceToolNames } from "../../src/core/conversation/services/serviceToolTexts";
import { HubError } from "../../src/core/kernel/hubError";
import type { ToolResult } from "../../src/core/messages/toolResult";
import { serviceDoor } from "../../src/services/clients/serviceDoor";
import { methodEntries } from "../../src/services/contracts/methodEntries";
import {
  calls,
  chatFixture,
  type FixtureOptions,
  never,
  resultsIn,
  SeenView,
  says,
  scripted,
} from "../support/chatFixture";
import { unfenced } from "../support/unfenced";
import { recordedTools, textResult } from "./replayed";

const ticket = { key: "PROJ-1", summary: "Login times out", status: "Open" };

/** What two kinds of servers with the same tickets answer, each in its own form. */
const answers: Readonly<Record<string, (args: ToolCall["args"]) => unknown>> = {
  search_jira_issues: () => ({
    totalResults: 1,
    issues: [{ key: ticket.key, fields: { summary: ticket.summary, status: ticket.status } }],
  }),
  add_jira_comment: ({ body }) => ({ id: "7", body }),
  jira_search: () => ({ total: -1, issues: [{ ...ticket, status: { name: ticket.status } }] }),
  jira_add_comment: ({ body }) => ({ id: "7", body }),
  conversations_search_messages: () => assert.fail("not asked for"),
};

/** The chat over servers with the tools of recorded ones; `sent` are the calls that reach them. */
async function chat(servers: readonly string[], more: FixtureOptions = {}) {
  const sent: ToolCall[] = [];
  const callTool = async (call: ToolCall): Promise<ToolResult> => {
    sent.push(call);
    return textResult(JSON.stringify(answers[call.tool]?.(call.args)));
  };
  const offered = Object.fromEntries(servers.map((name) => [name, { tools: recordedTools.get(name) ?? [] }]));
  const { deps, search } = await chatFixture({ servers: offered, callTool, ...more });
  const { hub, requests, options } = deps;
  const door = serviceDoor({ hub, requests, options, note: () => {} });
  return { sent, search, deps: { ...deps, services: async () => door } };
}

const namesFor = async (...servers: readonly string[]) =>
  (await serviceTools((await chat(servers)).deps, { door: "agent" })).map(({ name }) => name);

const toolNamed = async ({ deps }: Awaited<ReturnType<typeof chat>>, name: string) =>
  (await serviceTools(deps, { door: "agent" })).find((tool) => tool.name === name) ?? assert.fail(name);

describe("the language-model tools of the typed services", () => {
  it("are those that a connected server can do, and none for other servers", async () => {
    const jira = ["mcpHub_searchTickets", "mcpHub_getIssue", "mcpHub_createIssue", "mcpHub_addComment"];
    assert.deepEqual(await namesFor("nexus2520-jira"), jira);
    assert.deepEqual(await namesFor("modelcontextprotocol-slack"), ["mcpHub_sendMessage"]);
    assert.deepEqual(await namesFor("slack-remote", "exa"), [
      "mcpHub_searchMessages",
      "mcpHub_sendMessage",
      "mcpHub_webSearch",
    ]);
    assert.deepEqual(await namesFor("notion"), []);
  });

  it("do not load the services where no server offers anything", async () => {
    const { deps } = await chat([]);
    const services = () => assert.fail("They were loaded.");
    assert.deepEqual(await serviceTools({ ...deps, services }, { door: "agent" }), []);
  });

  for (const [server, search, comment] of [
    ["npm-mcp-atlassian", "search_jira_issues", "add_jira_comment"],
    ["sooperset-mcp-atlassian", "jira_search", "jira_add_comment"],
  ] as const)
    it(`let an unchanged model find a ticket and comment on it through ${server}`, async () => {
      const { deps, search: toolSearch, sent } = await chat([server]);
      const model = scripted(
        [calls("mcpHub_searchTickets", { status: ["Open"], maxResults: 5 }, "search")],
        [calls("mcpHub_addComment", { key: "PROJ-1", text: "Login times out." }, "comment")],
        [says("Done.")],
      );
      const view = new SeenView();
      const result = await converse({
        ...{ deps, search: toolSearch, send: model.send, view, prompt: "Summarize the open ticket in a comment." },
        ...{ attached: [], history: [], maxInputTokens: 100_000, signal: never, now: () => 0, id: "talk" },
      });
      assert.equal(result.answer, "Done.");
      const [, found, posted] = model.requests;
      const item = JSON.parse(resultsIn(found ?? assert.fail()).search ?? "").items[0];
      assert.deepEqual([item.id, item.title, item.status], ["PROJ-1", "Login times out", "Open"]);
      assert.deepEqual(JSON.parse(resultsIn(posted ?? assert.fail()).comment ?? ""), { ok: true });
      assert.deepEqual(
        sent.map(({ tool, caller, conversation }) => [tool, caller.door, conversation]),
        [
          [search, "chat", "talk"],
          [comment, "chat", "talk"],
        ],
      );
      assert.match(view.text, /✓ Search tickets/);
    });

  it("ask for the server where several can do it", async () => {
    const world = await chat(["npm-mcp-atlassian", "sooperset-mcp-atlassian"]);
    const tool = await toolNamed(world, "mcpHub_searchTickets");
    const context = { signal: never, limit: 10_000 };
    await assert.rejects(tool.run({}, context), {
      code: "bad-arguments",
      message: /Several servers can do "jira.searchTickets": npm-mcp-atlassian, sooperset-mcp-atlassian\./,
    });
    await tool.run({ server: "sooperset-mcp-atlassian" }, context);
    assert.deepEqual(
      world.sent.map((call) => call.tool),
      ["jira_search"],
    );
  });

  it("refuse arguments by their names, before anything is sent", async () => {
    const world = await chat(["npm-mcp-atlassian"]);
    const tool = await toolNamed(world, "mcpHub_searchTickets");
    await assert.rejects(tool.run({ maxResults: 0 }, { signal: never, limit: 1000 }), {
      code: "bad-arguments",
      message: /"jira.searchTickets" was not called: maxResults/,
    });
    assert.deepEqual(world.sent, []);
  });

  it("use nothing that the person has not agreed to", async () => {
    const withholds: FixtureOptions["withholds"] = (_, { name }) => name === "search_jira_issues";
    const { deps } = await chat(["npm-mcp-atlassian"], { withholds });
    const names = (await serviceTools(deps, { door: "agent" })).map(({ name }) => name);
    assert.ok(names.includes("mcpHub_getIssue"));
    assert.ok(!names.includes("mcpHub_searchTickets"));
  });

  it("give a large result in parts", async () => {
    const issues = Array.from({ length: 50 }, (_, at) => ({ key: `P-${at}`, fields: { summary: `Ticket ${at}` } }));
    const callTool = async () => textResult(JSON.stringify({ totalResults: 50, issues }));
    const world = await chat(["npm-mcp-atlassian"], { callTool });
    const tool = await toolNamed(world, "mcpHub_searchTickets");
    const { text } = await tool.run({ maxResults: 50 }, { signal: never, limit: 1000 });
    const [, next = ""] = /\(To read on, call mcpHub_readResult with (.+)\.\)$/.exec(text) ?? [];
    const own = hubTools(world.deps, world.search, { door: "agent" });
    const rest = await own.mcpHub_readResult.run(JSON.parse(next), { signal: never, limit: 100_000 });
    assert.match(unfenced(rest.text), /"id":"P-49"/);
  });

  it("say that a server is gone", async () => {
    const world = await chat(["npm-mcp-atlassian"]);
    const tool = await toolNamed(world, "mcpHub_searchTickets");
    world.deps.hub.configure([]);
    const failure = await tool.run({}, { signal: never, limit: 1000 }).catch((error: unknown) => error);
    assert.ok(failure instanceof HubError);
    assert.equal(failure.code, "unsupported");
  });
});

describe("the declarations of these tools", () => {
  const declared = serviceToolContributions(methodEntries());

  it("have names of their own, a schema, and a condition", () => {
    assert.deepEqual(
      declared.map(({ name }) => name),
      serviceToolNames,
    );
    const all = [...declared, ...languageModelTools()];
    assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
    assert.equal(new Set(all.map(({ toolReferenceName }) => toolReferenceName)).size, all.length);
    for (const { name, when, modelDescription, inputSchema } of declared) {
      assert.equal(when, `mcpHub.can.${name.slice("mcpHub_".length)}`);
      assert.ok(modelDescription.length > 100);
      assert.ok("server" in Object(inputSchema.properties));
    }
  });

  it("are plain JSON, and say what a method needs", () => {
    assert.deepEqual(JSON.parse(JSON.stringify(declared)), declared);
    const send = declared.find(({ name }) => name === "mcpHub_sendMessage");
    assert.deepEqual(send?.inputSchema.required, ["channel", "text"]);
  });
});
