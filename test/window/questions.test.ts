import assert from "node:assert/strict";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
/** A call that a person has to answer for takes as long as all of the person's steps. */
const personMs = 150_000;

const refuse = 'Run the tool "refuse" of the MCP server "Hotel" (hotel) for a model in the chat?';
const book = 'Run the tool "book" of the MCP server "Hotel" (hotel) for a model in the chat?';

/** The question before a tool runs, as a person sees and answers it with the keyboard. */
describe("a question on the screen", () => {
  let window: EditorWindow;
  let questions: Questions;
  let asked = 0;

  before(async () => {
    window = await openWindow({
      userSettings: {
        "mcpHub.servers": {
          hotel: { label: "Hotel", command: "node", args: [join(repository, "test/support/formServer.mjs")] },
        },
      },
    });
    questions = new Questions(window.page);
    await window.page
      .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 1/1" })
      .waitFor(patience);
  });
  after(() => window?.close());
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`questions-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
    await cancelAll();
    await questions.gone();
    await window.run((vscode) => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
  });

  it("is alone while two callers ask, and gives way to the next within a second when its caller is gone", async () => {
    const first = await call("refuse");
    await questions.asks(refuse);
    const second = await call("book", { city: "Oslo", nights: 2 });
    await questions.settled();
    assert.equal(await questions.title(), refuse);
    await window.screenshot("questions-first");

    await cancel(first);
    const since = Date.now();
    await questions.asks(book);
    assert.ok(Date.now() - since < 1000, `${Date.now() - since} ms`);
    await questions.shows('city"Oslo"');
    await window.screenshot("questions-next");
    assert.match(await outcome(first), /cancel/i);

    await press("ArrowDown", "Enter");
    assert.match(await outcome(second), /\{"city":"Oslo","nights":2\}|city\\+":\\+"Oslo/);
    await questions.gone();
  });

  for (const key of ["Enter", "Escape"])
    it(`is answered with no by ${key}`, async () => {
      const asked = await call("refuse");
      await questions.asks(refuse);
      if (key === "Escape") await questions.dismiss();
      else await press(key);
      assert.match(await outcome(asked), /you declined/);
      await questions.gone();
    });

  it("takes no key of the first half second", async () => {
    const asked = await pressedAtOnce(["ArrowDown", "Enter", "Escape", "a", "Enter"], async () => {
      const asked = await call("refuse");
      await questions.asks(refuse);
      return asked;
    });
    await stands(refuse, asked);
    await press("Enter");
    assert.match(await outcome(asked), /you declined/);
  });

  it("takes no text that was meant for an editor", async () => {
    const asked = await call("refuse");
    await questions.asks(refuse);
    await questions.settled();
    await window.page.keyboard.type("allow once");
    await window.page.keyboard.press("Enter");
    await stands(refuse, asked);
    await press("Enter");
    assert.match(await outcome(asked), /you declined/);
  });

  it("comes back after something else displaced it, where Escape was not an answer, and takes no key at first", async () => {
    const asked = await pressedAtOnce(["ArrowDown", "Enter"], async () => {
      const asked = await call("refuse");
      await questions.asks(refuse);
      await press("F1");
      await until("the palette is there", async () => (await questions.title()) === "");
      await window.page.keyboard.press("Escape");
      await questions.asks(refuse);
      return asked;
    });
    await stands(refuse, asked);
    assert.deepEqual((await questions.lines()).slice(0, 2), ["Deny", "Allow Once"], "The list is whole again.");
    await window.screenshot("questions-again");
    await press("ArrowDown", "Enter");
    assert.match(await outcome(asked), /The hotel is full/);
  });

  it("comes back no more when its caller went away while something else was there", async () => {
    const asked = await call("refuse");
    await questions.asks(refuse);
    await press("F1");
    await until("the palette is there", async () => (await questions.title()) === "");
    await cancel(asked);
    await window.page.waitForTimeout(6000); // longer than a question stays away
    assert.equal(await questions.title(), "");
    assert.equal(await questions.widget.isVisible(), true, "The palette stays.");
    await window.page.keyboard.press("Escape");
    await questions.widget.waitFor({ state: "hidden", ...patience });
  });

  it("waits for a form that the person fills in, and comes when the form is closed", async () => {
    await window.run((vscode) => void vscode.commands.executeCommand("mcpHub.addServer"));
    await questions.asks("Add MCP Server");
    const asked = await call("refuse");
    await window.page.locator(".statusbar-item", { hasText: "a question waits" }).waitFor(patience);
    const quick = new QuickInput(window.page);
    await quick.choose("Address");
    await quick.widget.getByText("The server's address.").first().waitFor(patience);
    await quick.input.fill("https://exam", patience);
    await window.page.waitForTimeout(1500);
    assert.match(await questions.title(), /^Add MCP Server/);
    await quick.asks("https://exam"); // what is typed stays
    await window.screenshot("question-waits");
    await window.page.keyboard.press("Escape");
    await questions.asks(refuse);
    await press("Enter");
    assert.match(await outcome(asked), /you declined/);
  });

  it("gives way to a form that the person opens, and comes back after it", async () => {
    const asked = await call("refuse");
    await questions.asks(refuse);
    await questions.settled();
    await window.run((vscode) => void vscode.commands.executeCommand("mcpHub.addServer"));
    await questions.asks("Add MCP Server");
    const quick = new QuickInput(window.page);
    await quick.choose("Program");
    await quick.widget.getByText("The program and its arguments.").first().waitFor(patience);
    await window.page.waitForTimeout(6000); // longer than a question stays away from anything else
    assert.match(await questions.title(), /^Add MCP Server/);
    await window.page.keyboard.press("Escape");
    await questions.asks(refuse);
    await press("Enter");
    assert.match(await outcome(asked), /you declined/);
  });

  it("shows arguments that it cuts in full before they can be allowed, and nothing is masked", async () => {
    const notes = { password: "hunter2", text: `${"long ".repeat(30)}rm -rf /` };
    const asked = await call("book", { city: "Oslo", nights: 2, notes });
    await questions.asks(book);
    await questions.shows("notes");
    const choices = async () => (await questions.lines()).slice(0, 3);
    assert.deepEqual((await choices()).slice(0, 2), ["Deny", "Show All Arguments…"]);
    assert.ok(!(await questions.lines()).some((line) => line.includes("Allow")));
    await window.screenshot("questions-cut");
    await press("ArrowDown", "Enter");
    await window.page.locator(".tab", { hasText: "book-arguments.json" }).waitFor(patience);
    const document = await until("the document is open", () =>
      window.run((vscode) => {
        const found = vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith("book-arguments.json"));
        return found ? found.getText() : false;
      }),
    );
    assert.deepEqual(JSON.parse(document), { city: "Oslo", nights: 2, notes });
    await until("it can be allowed now", async () => (await choices())[1] === "Allow Once");
    await window.screenshot("questions-all-arguments");
    await press("ArrowDown", "Enter");
    assert.match(await outcome(asked), /hunter2/);
  });

  it("allows for longer in the same step", async () => {
    const first = await call("refuse");
    await questions.asks(refuse);
    await questions.choose("Allow in This Session: refuse");
    assert.match(await outcome(first), /The hotel is full/);
    assert.match(await outcome(await call("refuse")), /The hotel is full/, "Nobody is asked again.");
    await window.run((vscode) => void vscode.commands.executeCommand("mcpHub.forgetApprovals", "hotel"));
    await window.page.locator(".notification-toast", { hasText: "forgotten" }).waitFor(patience);
  });

  /** Presses keys as soon as they count. */
  async function press(...keys: readonly string[]): Promise<void> {
    await questions.settled();
    for (const key of keys) await window.page.keyboard.press(key);
  }

  /**
   * Asks with `ask` and presses keys at once. A busy machine may take longer than the half second in which keys do not count: then the
   * question was answered, and all of it is done again. Where keys always count, that never ends well.
   */
  async function pressedAtOnce(keys: readonly string[], ask: () => Promise<string>): Promise<string> {
    for (let attempt = 1; attempt <= 4; attempt++) {
      const asked = await ask();
      for (const key of keys) await window.page.keyboard.press(key);
      await questions.settled();
      if ((await outcomeNow(asked)) === "waits") return asked;
      await questions.gone();
    }
    return assert.fail("The first keys answered the question.");
  }

  /** Still there once keys count, unanswered, with the first choice active and nothing typed. */
  async function stands(title: string, asked: string): Promise<void> {
    await questions.asks(title); // Escape hides it for some seconds in the oldest VS Code, even before keys count
    await questions.settled();
    assert.match(await questions.title(), RegExp(`^${title.replace(/[?()]/g, "\\$&")}`));
    assert.equal(await outcomeNow(asked), "waits");
    const active = questions.widget.locator(".monaco-list-row.focused .label-name");
    await until("no is active", async () => (await active.first().textContent()) === "Deny");
    assert.equal(await questions.widget.locator(".quick-input-filter input").first().inputValue(), "");
  }

  /** Calls a tool as a model would, and gives a name for the call. */
  async function call(tool: string, args: object = {}): Promise<string> {
    const name = `call ${++asked}`;
    await window.run(
      (vscode, { name, tool, args }) => {
        const source = new vscode.CancellationTokenSource();
        const options = { input: { tool: `hotel__${tool}`, arguments: args }, toolInvocationToken: undefined };
        const entry = { source, text: "waits", done: Promise.resolve("") };
        const settled = (text: string) => {
          entry.text = text;
          return text;
        };
        entry.done = Promise.resolve(vscode.lm.invokeTool("mcpHub_callTool", options, source.token)).then(
          ({ content }) => settled(JSON.stringify(content)),
          (error) => settled(String(error)),
        );
        const calls: Map<string, typeof entry> = Reflect.get(globalThis, "calls") ?? new Map();
        Reflect.set(globalThis, "calls", calls.set(name, entry));
      },
      { name, tool, args },
    );
    return name;
  }

  const cancel = (name: string) =>
    window.run((_, name) => void Reflect.get(globalThis, "calls").get(name).source.cancel(), name);

  const cancelAll = () =>
    window.run(() => {
      for (const { source } of Reflect.get(globalThis, "calls")?.values() ?? []) source.cancel();
    });

  /** What comes of a call. */
  const outcome = (name: string): Promise<string> =>
    window.run((_, name) => Reflect.get(globalThis, "calls").get(name).done, name, personMs);

  const outcomeNow = (name: string): Promise<string> =>
    window.run((_, name) => Reflect.get(globalThis, "calls").get(name).text, name);
});
