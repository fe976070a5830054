import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import type { EditorWindow } from "../host/window.js";
import { ActivityPage } from "../support/activityPage.js";
import { Chat } from "../support/chat.js";
import { Editors } from "../support/editors.js";
import { everythingWindow } from "../support/everythingWindow.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";
import { ServersView } from "../support/serversView.js";
import { unfold } from "../support/unfold.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
const servers = ["stdio", "http", "sse"] as const;
/** The transport that the tool, resource or prompt of this number is seen on. */
const inTurn = (index: number) => servers[index % servers.length] ?? "stdio";

const documents = join(repository, "node_modules/@modelcontextprotocol/server-everything/dist/docs");

/** What a person sees of a tool that a model calls. */
interface Expectation {
  readonly args?: object;
  /** What the answer says, once. */
  readonly says?: RegExp;
  /** What the person does while the tool runs. */
  readonly meanwhile?: (server: string) => Promise<void>;
  /** What else is seen. */
  readonly sees?: (server: string) => Promise<void>;
}

/**
 * Every tool, resource and prompt of the protocol's own test server, each on one transport, the transports in turn. The lists come from
 * the servers. `mcp/everythingOffered` has each of them on every transport.
 */
describe("everything that the test server offers", () => {
  let window: EditorWindow;
  let chat: Chat;
  let quick: QuickInput;
  let questions: Questions;
  let tree: ServersView;
  let panel: ActivityPage;
  let editors: Editors;
  let close: (() => Promise<void>) | undefined;

  before(async () => {
    ({ window, close } = await everythingWindow());
    chat = new Chat(window);
    quick = new QuickInput(window.page);
    questions = new Questions(window.page);
    tree = new ServersView(window.page);
    panel = new ActivityPage(window);
    editors = new Editors(window);
  });
  after(() => close?.());
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`everything-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
    await editors.closeAll();
  });

  const tools: Readonly<Record<string, Expectation>> = {
    echo: { args: { message: "hello from the chat" }, says: /Echo: hello from the chat/ },
    "get-annotated-message": {
      args: { messageType: "success", includeImage: true },
      says: /\[Text, 32 bytes\] \(shown to the user\)/,
      sees: async () => {
        await chat.has(".interactive-result-code-block", 1, "Operation completed successfully");
        await chat.pictures(1, 20);
      },
    },
    "get-env": { says: /"PATH":/ },
    "get-resource-links": {
      args: { count: 2 },
      sees: async () => {
        await chat.links("1.txt", 1);
        await opens("2.txt", /Resource 2: This is a plaintext resource/);
      },
    },
    "get-resource-reference": {
      args: { resourceType: "Blob", resourceId: 5 },
      says: /\[Resource demo:\/\/resource\/dynamic\/blob\/5, text\/plain, \d+ bytes of binary data\]/,
      sees: () => opens("5.txt", /Resource 5: This is a base64 blob/),
    },
    "get-roots-list": {
      sees: () => chat.shows(`URI: file://${window.folder}`),
    },
    "get-structured-content": { args: { location: "Chicago" }, says: /"conditions":"Light rain \/ drizzle"/ },
    "get-sum": { args: { a: 2, b: 40 }, says: /The sum of 2 and 40 is 42\./ },
    "get-tiny-image": {
      says: /The image above is the MCP logo\./,
      sees: async () => {
        await chat.pictures(1, 20);
        await chat.links("image.png", 1);
        await window.screenshot("everything-picture");
      },
    },
    "gzip-file-as-resource": {
      args: { name: "note.gz", data: "data:text/plain;base64,SGVsbG8=", outputType: "resource" },
      says: /\[Resource demo:\/\/resource\/session\/note\.gz, application\/gzip, 25 bytes of binary data\]/,
      sees: async () => void (await chat.links("note.gz", 1)),
    },
    "simulate-research-query": { args: { topic: "boats", ambiguous: false }, says: /Research Report: boats/ },
    "toggle-simulated-logging": {
      says: /Started simulated, random-leveled logging/,
      sees: async (server) => {
        await panel.show();
        await panel.search("level");
        await panel
          .rows(/level.message/)
          .filter({ hasText: server })
          .first()
          .waitFor(patience);
        await chat.ask(on(server, "toggle-simulated-logging"));
        await chat.shows(/Stopped simulated logging/);
      },
    },
    "toggle-subscriber-updates": {
      says: /Started simulated resource updated notifications/,
      sees: async (server) => {
        await chat.ask(on(server, "toggle-subscriber-updates"));
        await chat.shows(/Stopped simulated resource updates/);
      },
    },
    "trigger-elicitation-request": {
      meanwhile: (server) => questions.answerEach([server], /asks you for something/, "Decline"),
      says: /User declined/,
    },
    "trigger-elicitation-request-async": {
      meanwhile: (server) => questions.answerEach([server], /asks you for something/, "Decline", "async task demo"),
      says: /\[DECLINED\] User declined/,
    },
    "trigger-long-running-operation": {
      args: { duration: 0.4, steps: 4 },
      says: /Long running operation completed\. Duration: 0\.4 seconds, Steps: 4/,
    },
    "trigger-sampling-request": {
      args: { prompt: "Greetings to the model", maxTokens: 50 },
      meanwhile: (server) => questions.answerEach([server], /ask a language model\?/, "Allow Once"),
      says: /You said: [^"]*Greetings to the model/,
    },
    "trigger-sampling-request-async": {
      args: { prompt: "Greetings in a task", maxTokens: 50 },
      meanwhile: (server) => questions.answerEach([server], /ask a language model\?/, "Allow Once"),
      says: /You said: [^"]*Greetings in a task/,
    },
    "trigger-url-elicitation": {
      args: { url: "https://example.com/there", message: "Confirm there" },
      meanwhile: (server) => questions.answerEach([server], /asks you to visit example\.com/, "Decline"),
      says: /User declined to open the URL/,
    },
  };

  const prompts: Readonly<Record<string, { readonly line: string; readonly says: RegExp }>> = {
    "Simple Prompt": { line: "simple-prompt", says: /You said: This is a simple prompt without arguments\./ },
    "Arguments Prompt": {
      line: "args-prompt city=Paris state=Texas",
      says: /You said: What's weather in Paris, Texas/,
    },
    "Team Management": {
      line: "completable-prompt department=Sales name=Eve",
      says: /You said: Please promote Eve to the head of the Sales team\./,
    },
    "Resource Prompt": {
      line: "resource-prompt resourceType=Text resourceId=2",
      says: /You said: \[Resource demo:\/\/resource\/dynamic\/text\/2, text\/plain\] Resource 2: This is a plaintext/,
    },
  };

  const templates: Readonly<Record<string, { readonly uriTemplate: string; readonly says: RegExp }>> = {
    "Dynamic Text Resource": { uriTemplate: "demo://resource/dynamic/text/{resourceId}", says: /plaintext resource/ },
    "Dynamic Blob Resource": { uriTemplate: "demo://resource/dynamic/blob/{resourceId}", says: /base64 blob/ },
  };

  /** What the servers list, as the tree shows it. */
  const listed = new Set<string>();

  for (const server of servers)
    it(`is in the tree, for ${server}, with the revision that it speaks`, async () => {
      await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
      const at = tree.node(RegExp(`^${server}, MCP server, Ready`));
      await at.getByText("MCP 2025-11-25").waitFor(patience);
      await unfold(at);
      const offered = {
        tools: await tree.labelsIn(/^Tools, /, /, tool(,|$)/),
        resources: await tree.labelsIn(/^Resources, /, /, resource( template)?(,|$)/),
        prompts: await tree.labelsIn(/^Prompts, /, /, prompt(,|$)/),
      };
      await unfold(at, false);
      assert.deepEqual(offered.tools, Object.keys(tools).sort());
      assert.deepEqual(offered.prompts, Object.keys(prompts).sort());
      for (const template of Object.keys(templates)) assert.ok(offered.resources.includes(template), template);
      assert.equal(offered.resources.length, 7 + Object.keys(templates).length);
      for (const resource of offered.resources) listed.add(resource);
    });

  for (const [index, [name, { args = {}, says, meanwhile, sees }]] of Object.entries(tools).entries())
    it(`shows what ${name} gives`, async () => {
      const server = inTurn(index);
      await chat.ask(on(server, name, args));
      await meanwhile?.(server);
      await chat.shows(`✓ ${name} on ${server}, `);
      if (says) await chat.shows(says);
      await sees?.(server);
    });

  it("shows what all servers ask and answer at the same time", async () => {
    await chat.ask(`@mcp ${servers.map((server) => `${server}__trigger-elicitation-request {}`).join(" ")}`);
    await questions.answerEach(servers, /asks you for something/, "Decline");
    for (const server of servers) await chat.shows(`✓ trigger-elicitation-request on ${server}, `);
    await chat.shows(/User declined/, 3);
  });

  it("opens every resource", async () => {
    assert.ok(listed.size > 0, "The tree was read before.");
    for (const [index, name] of [...listed].entries()) {
      const server = inTurn(index);
      const template = templates[name];
      if (template) {
        editors.begin("mcpHub.openResource", { server, uriTemplate: template.uriTemplate });
        await quick.answer("4");
        await editors.show("4.txt", template.says);
      } else {
        editors.begin("mcpHub.openResource", { server, uri: `demo://resource/static/document/${name}` });
        await editors.show(name, await readFile(join(documents, name), "utf8"));
      }
      await editors.closeAll();
    }
  });

  for (const [index, [title, { line, says }]] of Object.entries(prompts).entries())
    it(`begins a chat with the prompt "${title}"`, async () => {
      await chat.ask(`@mcp /prompt ${inTurn(index)}/${line}`);
      await chat.shows(says);
    });

  it("is in the activity panel, call by call", async () => {
    await panel.show();
    for (const [index, name] of Object.keys(tools).entries()) {
      await panel.search(`${name}: ok in`);
      await panel
        .rows(`${name}: ok in`)
        .filter({ hasText: inTurn(index) })
        .first()
        .waitFor(patience);
    }
    await panel.search("get-tiny-image: ok");
    await panel.rows("get-tiny-image: ok").first().click();
    const thumbnail = panel.details.locator(".thumbnail img");
    await until("the thumbnail is drawn", () =>
      thumbnail.evaluate((image) => "naturalWidth" in image && image.naturalWidth === 20),
    );
    await window.screenshot("everything-panel");
    await panel.details.getByRole("button", { name: "Open image.png" }).click();
    await editors.tab("image.png").waitFor(patience);
  });

  it("opens the result of a command in an editor, pictures as pictures", async () => {
    editors.begin("mcpHub.callTool", { server: "stdio", name: "get-tiny-image" });
    // The text is in front, with the picture in it; the picture alone is behind it.
    await window.page.locator(".tab.active", { hasText: "get-tiny-image.md" }).waitFor(patience);
    await window.page.locator(".tab", { hasText: "image.png" }).first().waitFor(patience);
    const image = panel.frame.locator("img").first();
    await until("the picture is drawn", () =>
      image.evaluate((one) => "naturalWidth" in one && one.naturalWidth === 20),
    );
    const front = window.page.locator(".tab.active");
    assert.match((await front.allTextContents()).join(), /get-tiny-image\.md/, "The picture does not hide the text.");
    assert.match(
      await editors.text("get-tiny-image.md"),
      /requested:\n\n!\[image\.png\]\(image\.png\)\n\nThe image above/,
    );
    await window.screenshot("everything-result");
  });

  const on = (server: string, tool: string, args: object = {}) => `@mcp ${server}__${tool} ${JSON.stringify(args)}`;

  /** A link of the answer opens what it names. */
  async function opens(name: string, says: RegExp): Promise<void> {
    await chat.links(name, 1);
    await chat.open(name);
    await editors.show(name, says);
  }
});
