import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { repository } from "../host/paths.mjs";
import type { EditorWindow } from "../host/window.js";
import { Chat } from "../support/chat.js";
import { everythingWindow } from "../support/everythingWindow.js";
import { QuickInput } from "../support/quickInput.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
const servers = ["stdio", "http", "sse"] as const;
const documents = join(repository, "node_modules/@modelcontextprotocol/server-everything/dist/docs");

/** What a person sees of a tool that a model calls on all three servers at once. */
interface Expectation {
  readonly args?: object;
  /** What the answer says for each server, once. */
  readonly says?: RegExp;
  /** What the person does while the tool runs. */
  readonly meanwhile?: () => Promise<void>;
  /** What else is seen. */
  readonly sees?: () => Promise<void>;
}

/** Every tool, resource and prompt of the protocol's own test server, on each transport. The lists come from the servers. */
describe("everything that the test server offers", () => {
  let window: EditorWindow;
  let chat: Chat;
  let quick: QuickInput;
  let close: (() => Promise<void>) | undefined;

  before(async () => {
    ({ window, close } = await everythingWindow());
    chat = new Chat(window);
    quick = new QuickInput(window.page);
  });
  after(() => close?.());
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`everything-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
    await closeEditors();
  });

  const tools: Readonly<Record<string, Expectation>> = {
    echo: { args: { message: "hello from the chat" }, says: /Echo: hello from the chat/ },
    "get-annotated-message": {
      args: { messageType: "success", includeImage: true },
      says: /\[Text, 32 bytes\] \(shown to the user\)/,
      sees: async () => {
        await chat.has(".interactive-result-code-block", 3, "Operation completed successfully");
        await pictures(3);
      },
    },
    "get-env": { says: /"PATH":/ },
    "get-resource-links": {
      args: { count: 2 },
      sees: async () => {
        await chat.links("1.txt", 3);
        await opens("2.txt", /Resource 2: This is a plaintext resource/);
      },
    },
    "get-resource-reference": {
      args: { resourceType: "Blob", resourceId: 5 },
      says: /\[Resource demo:\/\/resource\/dynamic\/blob\/5, text\/plain, \d+ bytes of binary data\]/,
      sees: () => opens("5.txt", /Resource 5: This is a base64 blob/),
    },
    "get-roots-list": {
      sees: () => chat.shows(`URI: file://${window.folder}`, 3),
    },
    "get-structured-content": { args: { location: "Chicago" }, says: /"conditions":"Light rain \/ drizzle"/ },
    "get-sum": { args: { a: 2, b: 40 }, says: /The sum of 2 and 40 is 42\./ },
    "get-tiny-image": {
      says: /The image above is the MCP logo\./,
      sees: async () => {
        await pictures(3);
        await chat.links("image.png", 3);
        await window.screenshot("everything-picture");
      },
    },
    "gzip-file-as-resource": {
      args: { name: "note.gz", data: "data:text/plain;base64,SGVsbG8=", outputType: "resource" },
      says: /\[Resource demo:\/\/resource\/session\/note\.gz, application\/gzip, 25 bytes of binary data\]/,
      sees: async () => void (await chat.links("note.gz", 3)),
    },
    "simulate-research-query": { args: { topic: "boats", ambiguous: false }, says: /Research Report: boats/ },
    "toggle-simulated-logging": {
      says: /Started simulated, random-leveled logging/,
      sees: async () => {
        await showPanel();
        await search("level");
        for (const server of servers)
          await rows(/level.message/)
            .filter({ hasText: server })
            .first()
            .waitFor(patience);
        await chat.ask(onEach("toggle-simulated-logging"));
        await chat.shows(/Stopped simulated logging/, 3);
      },
    },
    "toggle-subscriber-updates": {
      says: /Started simulated resource updated notifications/,
      sees: async () => {
        await chat.ask(onEach("toggle-subscriber-updates"));
        await chat.shows(/Stopped simulated resource updates/, 3);
      },
    },
    "trigger-elicitation-request": {
      meanwhile: () => answerEach(/asks you for something/, "Decline"),
      says: /User declined/,
    },
    "trigger-long-running-operation": {
      args: { duration: 0.4, steps: 4 },
      says: /Long running operation completed\. Duration: 0\.4 seconds, Steps: 4/,
    },
    "trigger-sampling-request": {
      args: { prompt: "Greetings to the model", maxTokens: 50 },
      meanwhile: () => answerEach(/ask a language model\?/, "Allow Once"),
      says: /You said: [^"]*Greetings to the model/,
    },
    "trigger-url-elicitation": {
      args: { url: "https://example.com/there", message: "Confirm there" },
      meanwhile: () => answerEach(/asks you to visit example\.com/, "Decline"),
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
      const at = node(RegExp(`^${server}, MCP server, Ready`));
      await at.getByText("MCP 2025-11-25").waitFor(patience);
      await unfold(at);
      const offered = {
        tools: await labelsIn(/^Tools, /, /, tool(,|$)/),
        resources: await labelsIn(/^Resources, /, /, resource( template)?(,|$)/),
        prompts: await labelsIn(/^Prompts, /, /, prompt(,|$)/),
      };
      if (server === "stdio") await window.screenshot("everything-tree");
      await at.locator(".monaco-tl-twistie").click();
      assert.deepEqual(offered.tools, Object.keys(tools).sort());
      assert.deepEqual(offered.prompts, Object.keys(prompts).sort());
      for (const template of Object.keys(templates)) assert.ok(offered.resources.includes(template), template);
      assert.equal(offered.resources.length, 7 + Object.keys(templates).length);
      for (const resource of offered.resources) listed.add(resource);
    });

  for (const [name, { args = {}, says, meanwhile, sees }] of Object.entries(tools))
    it(`shows what ${name} gives, on each transport`, async () => {
      await chat.ask(onEach(name, args));
      await meanwhile?.();
      for (const server of servers) await chat.shows(`✓ ${name} on ${server}, `);
      if (says) await chat.shows(says, 3);
      await sees?.();
    });

  for (const server of servers)
    it(`opens every resource of ${server}`, async () => {
      assert.ok(listed.size > 0, "The tree was read before.");
      for (const name of listed) {
        const template = templates[name];
        if (template) {
          command("mcpHub.openResource", { server, uriTemplate: template.uriTemplate });
          await quick.answer("4");
          await shown("4.txt", template.says);
        } else {
          command("mcpHub.openResource", { server, uri: `demo://resource/static/document/${name}` });
          const text = await readFile(join(documents, name), "utf8");
          await until(`${name} is there`, async () => (await textOf(name)) === text);
        }
        await closeEditors();
      }
    });

  for (const [title, { line, says }] of Object.entries(prompts))
    it(`begins a chat with the prompt "${title}" of each server`, async () => {
      for (const server of servers) {
        await chat.ask(`@mcp /prompt ${server}/${line}`);
        await chat.shows(says);
      }
    });

  it("is in the activity panel, call by call", async () => {
    await showPanel();
    for (const name of Object.keys(tools)) {
      await search(`${name}: ok in`);
      for (const server of servers) await rows(`${name}: ok in`).filter({ hasText: server }).first().waitFor(patience);
    }
    await search("get-tiny-image: ok");
    await rows("get-tiny-image: ok").first().locator(".line").click();
    const thumbnail = rows("get-tiny-image: ok").first().locator(".thumbnail img");
    await until("the thumbnail is drawn", () =>
      thumbnail.evaluate((image) => "naturalWidth" in image && image.naturalWidth === 20),
    );
    await window.screenshot("everything-panel");
    await rows("get-tiny-image: ok").first().getByRole("button", { name: "Open image.png" }).click();
    await window.page.locator(".tab", { hasText: "image.png" }).waitFor(patience);
  });

  it("opens the result of a command in an editor, pictures as pictures", async () => {
    command("mcpHub.callTool", { server: "stdio", name: "get-tiny-image" });
    await window.page.locator(".tab.active", { hasText: "image.png" }).waitFor(patience);
    const image = window.page
      .frameLocator("iframe.webview:visible")
      .first()
      .frameLocator("#active-frame")
      .locator("img");
    await until("the picture is drawn", () =>
      image.evaluate((one) => "naturalWidth" in one && one.naturalWidth === 20),
    );
    assert.match(await textOf("get-tiny-image.md"), /requested:\n\n!\[image\.png\]\(image\.png\)\n\nThe image above/);
    await window.screenshot("everything-result");
  });

  const onEach = (tool: string, args: object = {}) =>
    `@mcp ${servers.map((server) => `${server}__${tool} ${JSON.stringify(args)}`).join(" ")}`;

  /** Answers the same question of each server, in whatever order they come. */
  async function answerEach(words: RegExp, button: string): Promise<void> {
    const dialog = window.page.locator(".monaco-dialog-box");
    const answered = new Set<string>();
    while (answered.size < servers.length) {
      const server = await until("another server asks", async () => {
        const text = (await dialog.count()) > 0 ? ((await dialog.first().textContent()) ?? "") : "";
        const name = /MCP server "(\w+)"/.exec(text)?.[1] ?? "";
        return words.test(text) && !answered.has(name) && name;
      });
      answered.add(server);
      await dialog.getByRole("button", { name: button, exact: true }).click(patience);
    }
  }

  /** Waits for pictures in the answer that are really drawn. */
  async function pictures(count: number): Promise<void> {
    const found = await chat.has('img[src^="data:image/png"]', count);
    await until("the pictures are drawn", () =>
      found.evaluateAll((all) => all.every((one) => "naturalWidth" in one && one.naturalWidth === 20)),
    );
  }

  /** A link of the answer opens what it names. */
  async function opens(name: string, says: RegExp): Promise<void> {
    await chat.links(name, 3);
    await chat.open(name);
    await shown(name, says);
  }

  async function shown(name: string, says: RegExp): Promise<void> {
    await window.page.locator(".tab", { hasText: name }).first().waitFor(patience);
    await until(`${name} says ${says}`, async () => says.test(await textOf(name)));
  }

  /** Begins a command that may ask the person; what comes of it is seen. */
  function command(id: string, argument: unknown): void {
    void window.run((vscode, { id, argument }) => void vscode.commands.executeCommand(id, argument), { id, argument });
  }

  const closeEditors = () =>
    window.run((vscode) => vscode.commands.executeCommand("workbench.action.closeAllEditors").then(() => {}));

  /** What the editor of this name shows; the latest, where there were several. */
  const textOf = (name: string) =>
    window.run(
      (vscode, name) =>
        vscode.window.visibleTextEditors
          .find(({ document }) => document.uri.path.endsWith(`/${name}`))
          ?.document.getText() ??
        vscode.workspace.textDocuments.findLast(({ uri }) => uri.path.endsWith(`/${name}`))?.getText() ??
        "",
      name,
    );

  const node = (spoken: RegExp): Locator => window.page.getByRole("treeitem", { name: spoken });

  async function unfold(at: Locator): Promise<void> {
    await at.waitFor(patience);
    if ((await at.getAttribute("aria-expanded")) !== "true") await at.locator(".monaco-tl-twistie").click();
  }

  /** The labels in a group of the tree, which is folded again. */
  async function labelsIn(group: RegExp, kind: RegExp): Promise<readonly string[]> {
    const at = node(group);
    await unfold(at);
    const count = Number(/\d+$/.exec((await at.getAttribute("aria-label")) ?? "")?.[0]);
    const found = node(kind).locator(".label-name");
    await until(`${count} of ${kind} are in the tree`, async () => (await found.count()) === count);
    const labels = await found.allTextContents();
    await at.locator(".monaco-tl-twistie").click();
    await found.first().waitFor({ state: "detached", ...patience });
    return labels.sort();
  }

  const frame = () => window.page.frameLocator("iframe.webview:visible").first().frameLocator("#active-frame");
  const rows = (text: string | RegExp) => frame().getByRole("treeitem").filter({ hasText: text });
  const search = (text: string) => frame().getByRole("searchbox").fill(text);

  async function showPanel(): Promise<void> {
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showActivity"));
    await frame().getByRole("searchbox").waitFor(patience);
  }
});
