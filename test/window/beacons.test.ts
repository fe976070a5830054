import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { ActivityPage } from "../support/activityPage.js";
import { Chat } from "../support/chat.js";
import { hoverOver } from "../support/hoverOver.js";
import { Questions } from "../support/questions.js";
import { ServersView } from "../support/serversView.js";
import { fencesIn } from "../support/unfenced.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };

/** Pictures and links in the texts of a server, in every place that shows them. A server of the test counts who fetches one. */
describe("a server's texts with pictures from elsewhere", () => {
  let window: EditorWindow;
  let chat: Chat;
  let questions: Questions;
  let counter: Server;
  let address: string;
  const fetched: string[] = [];

  before(async () => {
    counter = createServer((request, response) => {
      fetched.push(request.url ?? "");
      response.setHeader("Access-Control-Allow-Origin", "*").end();
    });
    await new Promise<void>((resolve) => counter.listen(0, "127.0.0.1", resolve));
    const listening = counter.address();
    address = `http://127.0.0.1:${typeof listening === "object" ? listening?.port : ""}`;
    const beacon = { command: "node", args: [join(repository, "test/support/beaconServer.mjs"), address] };
    const fixture = { command: "node", args: [join(repository, "test/support/fixtureServer.mjs")] };
    window = await openWindow({
      extensions: [join(repository, "test/host/scriptedModel")],
      userSettings: {
        "mcpHub.policy": { "*/*": "allow" },
        "mcpHub.askAfterOtherResults": true,
        "mcpHub.servers": { beacon, fixture },
      },
    });
    chat = new Chat(window);
    questions = new Questions(window.page);
    await window.page
      .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 2/2" })
      .waitFor(patience);
  });
  after(async () => {
    await window?.close();
    await new Promise((resolve) => counter.close(resolve));
  });
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`beacons-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
    assert.deepEqual(fetched, [], "Nothing was fetched.");
  });

  it("are only text in the hover and the labels of the servers view", async () => {
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    const view = new ServersView(window.page);
    await view.node(/^beacon, MCP server/).click();
    await window.page.keyboard.press("ArrowRight");
    await hoverOver(view.node(/^beacon, MCP server/), "beacon");
    await window.screenshot("beacon-hover");
  });

  it("are not fetched by the chat, neither from a call nor from what the model repeats, and reach the model in a fence", async () => {
    await chat.ask('@mcp /call beacon__look {"text": "x"}');
    await chat.shows("q=result)");
    await chat.ask("@mcp beacon__look");
    await chat.shows("The result: ");
    await window.screenshot("beacon-chat");
    const [last = ""] = (await requests()).slice(-1);
    const [fence] = fencesIn(last);
    assert.equal(fence?.origin, 'server="beacon" tool="look"');
    assert.match(fence?.text ?? "", /q=result/);
    const outside = fencesIn(last).reduce((rest, { text }) => rest.replace(text, ""), last);
    assert.doesNotMatch(outside, /q=(result|name)/);
    assert.match(outside, /Text between <untrusted-data ID …>/);
  });

  it("are not fetched by the question that another server's result leads to, which says why it is asked", async () => {
    await chat.ask("@mcp beacon__look");
    await chat.shows("The result: ");
    await window.run((vscode) => {
      void vscode.commands.executeCommand("workbench.action.chat.open", { query: '@mcp fixture__echo {"text": "x"}' });
    });
    await questions.asks('Run the tool "echo" of the MCP server "fixture" for @mcp in the chat?');
    await questions.shows('This conversation has read results of "beacon", and this tool may write to "fixture".');
    await chat.shows("echo on fixture waits for your answer…");
    await window.screenshot("asked-after-other-results");
    await questions.choose("Allow Once");
    await chat.shows("✓ echo on fixture");
  });

  it("are source text in a document of a result and of a prompt", async () => {
    for (const [command, argument, file] of [
      ["mcpHub.getPrompt", { server: "beacon", name: "ask" }, "ask.md"],
    ] as const) {
      await window.run((vscode, [command, argument]) => void vscode.commands.executeCommand(command, argument), [
        command,
        argument,
      ] as const);
      await window.page.locator(".tab", { hasText: file }).waitFor(patience);
      await until("the text is there, as source", () =>
        window.run((vscode) => vscode.window.activeTextEditor?.document.getText().includes("q=message") ?? false),
      );
    }
    await window.screenshot("beacon-document");
  });

  it("are only text in the notification of a failure and in the activity panel", async () => {
    await chat.ask("@mcp /call beacon__fail");
    await chat.shows("answered with an error: **Bold** ![x]");
    const page = new ActivityPage(window);
    await page.show();
    await page.rows(/q=log/).first().waitFor(patience);
    await page
      .rows(/look: ok/)
      .first()
      .click();
    await window.screenshot("beacon-panel");
  });

  it("would be counted if something fetched one", async () => {
    await window.run((_, address) => fetch(`${address}/counted`).then(() => {}), address);
    assert.deepEqual(fetched.splice(0), ["/counted"]);
  });

  const requests = () =>
    window.run((vscode) => vscode.commands.executeCommand<readonly string[]>("scriptedModel.requests"));
});
