import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { languageModelTools } from "../../src/core/conversation/chatContributions";
import type { HubToolName, ToolInputs } from "../../src/core/conversation/toolInputs";
import { unfenced } from "../support/unfenced";
import { until } from "../support/until";

describe("the language-model tools in the editor", () => {
  const settings = () => vscode.workspace.getConfiguration("mcpHub");
  const set = (name: string, value: unknown) => settings().update(name, value, vscode.ConfigurationTarget.Global);

  let extensionPath = "";

  before(async () => {
    const extension = vscode.extensions.getExtension("mcp-client-hub.mcp-client-hub");
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(extension && folder);
    await extension.activate();
    ({ extensionPath } = extension);
    const sample = join(extension.extensionPath, "dist/samples/documents.js");
    await set("approval", "never");
    await set("servers", {
      papers: { command: "node", args: [sample, folder.uri.fsPath] },
      waiting: { command: "node", args: [join(extension.extensionPath, "test/support/waitingServer.mjs")] },
    });
    await until("both servers are ready", async () => {
      const servers = await invoke("mcpHub_listServers", {});
      return /^papers: Ready/m.test(servers) && /^waiting: Ready/m.test(servers);
    });
  });

  after(async () => {
    await set("servers", undefined);
    await set("approval", undefined);
  });

  it("are registered as package.json declares them", () => {
    for (const { name, modelDescription, tags } of languageModelTools()) {
      const tool = vscode.lm.tools.find((one) => one.name === name);
      assert.ok(tool, `${name} is not in lm.tools`);
      assert.equal(tool.description, modelDescription);
      assert.deepEqual(tool.tags, tags);
    }
  });

  it("of the services work only while a connected server can do them", async () => {
    // `lm.tools` has every declared tool, whatever its condition says: whether one is registered shows in what calling it does.
    const search = async () => {
      const options = { input: { status: ["Open"], maxResults: 1 }, toolInvocationToken: undefined };
      const { content } = await vscode.lm.invokeTool("mcpHub_searchTickets", options);
      return unfenced(textOf(content));
    };
    const works = () =>
      search().then(
        (text) => text.includes('"id":"PROJ-1","title":"Ticket 1"'),
        () => false,
      );
    await assert.rejects(search());
    const before = settings().get<object>("servers");
    const shaped = join(extensionPath, "test/services/shapedServer.mjs");
    await set("servers", { ...before, tickets: { command: "node", args: [shaped, "--shape=npm"] } });
    await until("the tool works", works);
    await set("servers", before);
    await until("the tool is gone", () =>
      search().then(
        () => false,
        () => true,
      ),
    );
  });

  it("find a tool of a real server", async () => {
    const [first] = (await invoke("mcpHub_findTools", { query: "plain text of a document" })).split("\n");
    assert.match(first ?? "", /^papers__extract_text \(needs path\): /);
  });

  it("describe the tool", async () => {
    const definition = JSON.parse(await invoke("mcpHub_describeTool", { tool: "papers__extract_text" }));
    assert.equal(definition.server, "papers");
    assert.equal(definition.inputSchema.properties.path.type, "string");
  });

  it("call the tool", async () => {
    const text = await invoke("mcpHub_callTool", {
      tool: "papers__extract_text",
      arguments: { path: "fish-soup.md", maxCharacters: 100 },
    });
    assert.match(text, /Harbor fish soup/);
  });

  it("read a resource", async () => {
    const text = await invoke("mcpHub_readResource", { server: "papers", uri: "documents:///fish-soup.md" });
    assert.match(text, /^\[Resource documents:\/\/\/fish-soup\.md, text\/markdown\]\n# Harbor fish soup/);
  });

  it("report an error of the tool", async () => {
    const text = await invoke("mcpHub_callTool", { tool: "papers__extract_text", arguments: { path: "nowhere.md" } });
    assert.match(text, /^The tool reported an error\.\n\n.*nowhere\.md/);
  });

  it("return one sentence for a call that cannot run", async () => {
    const unfit = await invoke("mcpHub_callTool", { tool: "papers__extract_text", arguments: { path: 7 } });
    assert.match(unfit, /path/);
    const misspelled = await invoke("mcpHub_callTool", { tool: "papers__extract_txt" });
    assert.match(
      misspelled,
      /^No connected server has a tool named "papers__extract_txt"\. Did you mean papers__extract_text/,
    );
    const unknown = await invoke("mcpHub_readResource", { server: "nobody", uri: "a:b" });
    assert.match(unknown, /There is no server "nobody"/);
    for (const sentence of [unfit, misspelled, unknown]) assert.doesNotMatch(sentence, /\n|The hub failed/);
  });

  it("reject with the editor's own error when they are canceled, and cancel the call on the server", async () => {
    const count = () => invoke("mcpHub_callTool", { tool: "waiting__count" });
    // On a slow machine the cancel may come before the call reaches the server: then try again.
    await until("the server has received a cancel", async () => {
      const source = new vscode.CancellationTokenSource();
      const call = invoke("mcpHub_callTool", { tool: "waiting__wait" }, source.token);
      assert.equal(await Promise.race([call, delay(300, "still waiting")]), "still waiting");
      source.cancel();
      await assert.rejects(call, /Cancell?ed/i);
      source.dispose();
      return /^[1-9]\d* cancelled$/.test(await count());
    });
  });
});

async function invoke<N extends HubToolName>(
  name: N,
  input: ToolInputs[N],
  token?: vscode.CancellationToken,
): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }, token);
  return unfenced(textOf(content));
}

const textOf = (content: readonly unknown[]): string =>
  content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");
