import assert from "node:assert/strict";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { ActivityPage } from "../support/activityPage.js";
import { Chat } from "../support/chat.js";
import { hoverOver } from "../support/hoverOver.js";
import { type ModernServer, startModernServer } from "../support/modernServer.js";
import { Questions } from "../support/questions.js";
import { ServersView } from "../support/serversView.js";
import { unfold } from "../support/unfold.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };

/** Servers that speak the revision 2026-07-28 and nothing older, on stdio and over HTTP, used from VS Code's chat. */
describe("a server without a handshake, in the chat", () => {
  let window: EditorWindow;
  let remote: ModernServer;
  let chat: Chat;

  before(async () => {
    remote = await startModernServer();
    window = await openWindow({
      extensions: [join(repository, "test/host/scriptedModel")],
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.servers": {
          near: { command: "node", args: [join(repository, "out/test/support/modernStdioServer.js")] },
          far: { type: "http", url: remote.url },
        },
      },
    });
    chat = new Chat(window);
    await window.page
      .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 2/2" })
      .waitFor(patience);
  });
  after(async () => {
    await window?.close();
    await remote?.stop();
  });
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`modern-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
  });

  for (const server of ["near", "far"])
    it(`stands in the tree with its revision and its era: ${server}`, async () => {
      await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
      const node = window.page.getByRole("treeitem", { name: RegExp(`^${server}, MCP server, Ready, \\d+ tools`) });
      await node.getByText("MCP 2026-07-28").waitFor(patience);
      await hoverOver(node.locator(".label-name"), server, "without a handshake");
      if (server === "near") await window.screenshot("modern-tree");
      await window.page.keyboard.press("Escape");
    });

  it("has the icons of its tools in the tree", async () => {
    const tree = new ServersView(window.page);
    await unfold(tree.node(/^near, /));
    await unfold(tree.node(/^Tools, /));
    const icon = tree.node(/^show, tool/).locator(".custom-view-tree-node-item-icon");
    await icon.waitFor(patience);
    const picture = await icon.evaluate((one) => one.computedStyleMap().get("background-image")?.toString());
    assert.match(picture ?? "", /^url\("data:image\/png;base64,iVBORw0KGgo/);
    await window.screenshot("modern-icons");
  });

  it("is called by @mcp", async () => {
    await chat.ask('@mcp near__where {"region": "harbor"} far__where {"region": "island"}');
    await chat.shows("✓ where on near, ");
    await chat.shows("✓ where on far, ");
    await chat.shows("The result: harbor and island");
    assert.equal(remote.asked.at(-1)?.["mcp-param-region"], "island", "the header that its tool asks for");
  });

  it("gives structured content that is no object", async () => {
    await chat.ask("@mcp near__list far__list");
    await chat.shows('The result: ["a","b"] and ["a","b"]');
  });

  it("asks back in the middle of a call, and the person answers", async () => {
    await chat.ask("@mcp near__ask");
    const questions = new Questions(window.page);
    const kinds: [says: string, button: string][] = [
      ['The MCP server "near" asks you for something.', "Decline"],
      ['The MCP server "near" asks you to visit example.com.', "Decline"],
      ['Let the MCP server "near" ask a language model?', "Allow Once"],
    ];
    const asked = new Set<string>();
    while (asked.size < kinds.length) {
      const [says, button] = await until("the next question is there", async () => {
        const text = await questions.title();
        return kinds.find(([words]) => text.includes(words) && !asked.has(words)) ?? false;
      });
      asked.add(says);
      await questions.choose(button);
    }
    await chat.shows(/"action":"decline"/, 2);
    await chat.shows("You said: Hello");
    await chat.shows(`file://${window.folder}`);
  });

  it("shows every kind of content in the chat", async () => {
    await chat.ask("@mcp far__show");
    await chat.shows("✓ show on far, ");
    await chat.pictures(1, 1);
    for (const name of ["image.png", "audio.wav", "today.txt", "icon.svg"]) await chat.links(name, 1);
    await chat.has('a[data-href="https://example.com/tides"]', 1);
    await chat.shows("Tides (example.com)");
    await chat.has(".interactive-result-code-block", 1, "For you alone.");
    await chat.shows('[Text, 14 bytes] (shown to the user) {"kinds":6}');
    await window.screenshot("modern-content");
  });

  it("opens what the chat links to", async () => {
    await chat.open("today.txt");
    await tab("today.txt").waitFor(patience);
    await window.page.locator(".view-lines", { hasText: "Fog." }).waitFor(patience);
    await chat.open("audio.wav");
    await tab("audio.wav").waitFor(patience);
    const frame = window.page.frameLocator("iframe.webview:visible").first().frameLocator("#active-frame");
    await until("the sound is loaded", () =>
      frame.locator("audio").evaluate((one) => "readyState" in one && Number(one.readyState) >= 1),
    );
    await window.screenshot("modern-sound");
  });

  it("gives every kind of content to a model by the editor's language-model tools", async () => {
    const parts = await window.run(async (vscode) => {
      const options = { input: { tool: "near__show" }, toolInvocationToken: undefined };
      const { content } = await vscode.lm.invokeTool("mcpHub_callTool", options);
      return content.map((part) =>
        part instanceof vscode.LanguageModelTextPart
          ? { text: part.value }
          : {
              mimeType: String(Reflect.get(Object(part), "mimeType")),
              bytes: Reflect.get(Object(part), "data").length,
            },
      );
    });
    const [text, picture, ...more] = parts;
    assert.deepEqual(more, []);
    assert.deepEqual(picture, { mimeType: "image/png", bytes: 70 });
    const said = (text && "text" in text && text.text) || "";
    for (const words of [
      "<b>One</b> of [each]",
      "[Audio, audio/wav, 844 bytes]",
      "Fog.",
      "For you alone.",
      '{"kinds":6}',
    ])
      assert.ok(said.includes(words), `${words} in ${said}`);
  });

  it("shows every kind of content in the activity panel", async () => {
    const panel = new ActivityPage(window);
    await panel.show();
    await panel.search("show: ok");
    await panel.rows("show: ok").filter({ hasText: "far" }).first().click();
    const { details } = panel;
    await until("the picture is drawn", () =>
      details.locator(".thumbnail img").evaluate((one) => "naturalWidth" in one && one.naturalWidth === 1),
    );
    await until("the sound is loaded", () =>
      details.locator("audio").evaluate((one) => "readyState" in one && Number(one.readyState) >= 1),
    );
    for (const name of ["audio.wav", "today.txt", "icon.svg", "Tides"])
      await details.getByRole("button", { name, exact: true }).waitFor(patience);
    await details.locator("pre", { hasText: "<b>One</b> of [each](command:x):" }).waitFor(patience);
    await details.locator("pre", { hasText: '"kinds": 6' }).waitFor(patience);
    await window.screenshot("modern-panel");
  });

  const tab = (name: string) => window.page.locator(".tab.active", { hasText: name });
});
