import assert from "node:assert/strict";
import type { EditorWindow } from "../host/window.js";
import { everythingWindow } from "../support/everythingWindow.js";
import { Questions } from "../support/questions.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
/** A call that a person has to answer for takes as long as all of the person's steps. */
const personMs = 150_000;

/**
 * What the protocol's own test server asks back, as a person sees and answers it: each question on one transport. `mcp/serverAsks` has
 * each of them on every transport.
 */
describe("a server that asks back", () => {
  let window: EditorWindow;
  let questions: Questions;
  let close: (() => Promise<void>) | undefined;

  before(async () => {
    ({ window, close } = await everythingWindow());
    questions = new Questions(window.page);
    await window.run((vscode) => vscode.lm.selectChatModels({ vendor: "scripted" }));
  });
  after(() => close?.());
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state !== "failed") return;
    await window.screenshot(`asks-failed-${title?.slice(0, 30).replace(/\W+/g, "-")}`);
    for (let times = 0; times < 3; times++) await window.page.keyboard.press("Escape"); // the next test asks for itself
  });

  it("gets a form filled in", async () => {
    const server = "stdio";
    const said = call(server, "trigger-elicitation-request");
    await questions.asks(`The MCP server "${server}" asks you for something.`);
    await questions.shows("Please provide inputs for the following fields:");
    await questions.choose("Answer…");
    const { page } = window;
    const quick = page.locator(".quick-input-widget");
    await quick.locator('[aria-label^="Boolean"]').first().click(patience);
    await page.keyboard.type("Untitled Multiple");
    await quick.locator('[aria-label^="Untitled Multiple"]').first().click(patience);
    await quick.getByRole("button", { name: "OK" }).click(patience);
    await titled(`${server}: String`);
    await page.keyboard.type("Ada");
    await page.keyboard.press("Enter");
    await titled(`${server}: Boolean`);
    await quick.locator('[aria-label^="true"]').first().click(patience);
    await titled(`${server}: Untitled Multiple Select Enum`);
    await quick.locator('[aria-label^="Piano"]').first().click(patience); // beside the default, Guitar
    await window.screenshot("asks-form");
    await quick.getByRole("button", { name: "OK" }).click(patience);
    assert.match(await said, /- Name: Ada\\n- Agreed to terms: true/);
    assert.match(await said, /Guitar[^\]]*Piano/);
  });

  it("shows an address in full before it opens it", async () => {
    const server = "http";
    const url = "https://example.com/a/very/long/path?with=a&query=too#end";
    const said = call(server, "trigger-url-elicitation", { url, message: "Confirm there" });
    await questions.asks(`The MCP server "${server}" asks you to visit example.com.`);
    await questions.shows(url);
    await window.screenshot("asks-address");
    const opened = window.context.waitForEvent("page", {
      predicate: (page) => page.url() !== "about:blank",
      ...patience,
    });
    await questions.choose("Open Address");
    await (await opened).close();
    assert.match(await said, /accept/);
  });

  it("asks a language model only after consent", async () => {
    const server = "sse";
    const said = call(server, "trigger-sampling-request", { prompt: `Greetings over ${server}`, maxTokens: 100 });
    await questions.asks(`Let the MCP server "${server}" ask a language model?`);
    await questions.shows(`Greetings over ${server}`);
    await questions.choose("Allow Once");
    assert.match(await said, /You said: .*Greetings over/);
    const refused = call(server, "trigger-sampling-request", { prompt: "Again", maxTokens: 100 });
    await questions.choose("Deny");
    assert.match(await refused, /declined/);
  });

  it("is told the folders of the window", async () => {
    const server = "http";
    assert.match(await call(server, "get-roots-list"), new RegExp(`file://${window.folder}`));
  });

  it("goes on after the visit that it needs first", async () => {
    const said = call("stdio", "trigger-url-elicitation", { url: "https://example.com/one", errorPath: true });
    await questions.shows("https://modelcontextprotocol.io/");
    await questions.choose("Open Address");
    await questions.choose("Continue");
    await questions.shows("https://example.com/one");
    await questions.choose("Decline");
    assert.match(await said, /decline/);
  });

  it("whose question nobody answers in time leaves the screen, and another can ask", async () => {
    /** Settles when the hub has read it, which shows by a server that is written after it. */
    const limit = async (seconds: number) => {
      await window.run(async (vscode, seconds) => {
        const settings = vscode.workspace.getConfiguration("mcpHub");
        await settings.update("askLimitSeconds", seconds, true);
        const servers = {
          ...settings.get<object>("servers"),
          [`limit${seconds}`]: { command: "node", enabled: false },
        };
        await settings.update("servers", servers, true);
      }, seconds);
      await until("the limit is read", () =>
        window.run(async (vscode, server) => {
          const { content } = await vscode.lm.invokeTool("mcpHub_listServers", {
            input: {},
            toolInvocationToken: undefined,
          });
          return JSON.stringify(content).includes(server);
        }, `limit${seconds}`),
      );
    };
    const visit = (server: string) =>
      call(server, "trigger-url-elicitation", { url: `https://${server}.example.com/` });
    await limit(3);
    const late = visit("stdio");
    await questions.asks("asks you to visit stdio.example.com");
    assert.match(await late, /decline/);
    await questions.gone();
    await limit(300);
    const said = visit("http");
    await questions.asks("asks you to visit http.example.com");
    await questions.choose("Decline");
    assert.match(await said, /decline/);
  });

  it("is off the screen as soon as nobody waits for its call, with the form that was begun, and the next can ask", async () => {
    const asks = 'The MCP server "stdio" asks you for something.';
    let leave = await begin("stdio", "trigger-elicitation-request");
    await questions.asks(asks);
    const other = call("http", "trigger-url-elicitation", { url: "https://next.example.com/" });
    await questions.settled();
    assert.match(await questions.title(), /asks you for something/);
    await leave();
    await questions.asks("asks you to visit next.example.com");
    await questions.choose("Decline");
    assert.match(await other, /decline/);
    await questions.gone();

    leave = await begin("stdio", "trigger-elicitation-request");
    await questions.asks(asks);
    await questions.choose("Answer…");
    await window.page.locator('.quick-input-widget [aria-label^="Boolean"]').first().waitFor(patience);
    await leave();
    await questions.gone();
  });

  const titled = (title: string) => window.page.locator(".quick-input-title", { hasText: title }).waitFor(patience);

  /** Begins a call whose outcome nobody looks at; what it gives cancels the call. */
  async function begin(server: string, tool: string): Promise<() => Promise<void>> {
    await window.run((vscode, tool) => {
      const leaving = new vscode.CancellationTokenSource();
      const options = { input: { tool, arguments: {} }, toolInvocationToken: undefined };
      vscode.lm.invokeTool("mcpHub_callTool", options, leaving.token).then(undefined, () => {});
      Reflect.set(globalThis, "leaving", leaving);
    }, `${server}__${tool}`);
    return () => window.run(() => void Reflect.get(globalThis, "leaving").cancel());
  }

  /** What comes of a call that a person has to answer for. */
  function call(server: string, tool: string, args: object = {}): Promise<string> {
    return window.run(
      async (vscode, input) => {
        const options = { input, toolInvocationToken: undefined };
        try {
          return JSON.stringify((await vscode.lm.invokeTool("mcpHub_callTool", options)).content);
        } catch (error) {
          return String(error);
        }
      },
      { tool: `${server}__${tool}`, arguments: args },
      personMs,
    );
  }
});
