import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { modelName } from "../../src/core/catalog/modelName";
import { type EditorWindow, openWindow } from "../host/window.js";
import { type LoopbackRegistry, startLoopbackRegistry } from "../support/loopbackRegistry.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";
import { type SignInServer, startSignInServer } from "../support/signInServer.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };

/** Servers that a person does not have yet: a service by its name, and one of a registry that is installed and called. */
describe("services and registries", () => {
  let guarded: SignInServer;
  let registry: LoopbackRegistry;
  let home: string;
  let window: EditorWindow;
  let quick: QuickInput;
  let questions: Questions;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "mcph-home-"));
    guarded = await startSignInServer({ person: "ada@example.com" });
    registry = await startLoopbackRegistry(guarded.url);
    window = await openWindow({ env: { HOME: home }, userSettings: { "mcpHub.approval": "never" } });
    quick = new QuickInput(window.page);
    questions = new Questions(window.page);
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
  });
  after(async () => {
    await window?.close();
    await registry?.stop();
    await guarded?.stop();
    await rm(home, { recursive: true, force: true });
  });
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`registry-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
  });

  it("adds a service by its name: choose, fill in, confirm", async () => {
    await palette("Add Server");
    await quick.choose("Service…");
    await quick.item("Atlassian").waitFor(patience);
    await window.screenshot("registry-services");
    await quick.input.fill("filesys");
    await quick.item(/^Filesystem$/).waitFor(patience);
    await press("Enter");
    await questions.asks(/^Add Filesystem/);
    await quick.widget.getByText("A folder that the server may use").first().waitFor(patience);
    await window.screenshot("registry-service-folder");
    await quick.answer("${workspaceFolder}");
    await quick.choose("User Settings");
    await quick.item(/^Apply$/).waitFor(patience);
    await questions.shows("Runs npx -y @modelcontextprotocol/server-filesystem@");
    await questions.shows("not tried with an account");
    await window.screenshot("registry-service-preview");
    assert.deepEqual(await servers(), {}, "Nothing is written before the person has confirmed it.");
    await quick.choose("Apply, Switched Off");
    await notice(/"filesystem" was added/).waitFor(patience);
    const { filesystem } = await servers();
    assert.match(
      JSON.stringify(filesystem),
      /"@modelcontextprotocol\/server-filesystem@[\d.]+","\$\{workspaceFolder\}"/,
    );
    await row(/^filesystem, MCP server/).waitFor(patience);
    await clear();
  });

  it("searches a registry only after the person has chosen it and typed", async () => {
    await palette("Search Registry");
    await quick.item("The Official MCP Registry").waitFor(patience);
    await window.screenshot("registry-which");
    await quick.choose("Another Address or a File…");
    await quick.answer("registry.example.com");
    await quick.widget.getByText("Enter an https address").first().waitFor(patience);
    await quick.answer(registry.url);
    await quick.item("Type to search. What you type is sent to 127.0.0.1").waitFor(patience);
    assert.deepEqual(registry.searches, []);
    // At once: a busy machine pauses between keys for longer than the search waits (core/registry/searchSession has that wait).
    await quick.input.fill("weather");
    await quick.item("io.github.ann/weather").waitFor(patience);
    assert.deepEqual(registry.searches, ["weather"]);
    await window.screenshot("registry-found");
    const lines = (await questions.lines()).join("\n");
    assert.match(lines, /io\.github\.ann\/weather ?1\.4\.0 · not "io\.github\.ANN\/weather", which looks like it/);
    assert.match(lines, /io\.github\.dee\/weather-bundle ?1\.0\.0 · cannot be installed from here/);
  });

  it("says why a server cannot be installed, and goes back to the list", async () => {
    await quick.choose("io.github.dee/weather-bundle");
    await questions.shows("it is an MCP bundle, which the hub does not install");
    await window.screenshot("registry-refused");
    await quick.choose("Back to the List");
    await quick.item("io.github.ann/weather").waitFor(patience);
  });

  it("installs a server: what it needs is asked, the command line is shown, the secret is kept, and it runs", async () => {
    await quick.choose("io.github.ann/weather");
    await quick.widget.getByText("Where you are").first().waitFor(patience);
    await quick.answer("Oslo; Bergen");
    await quick.widget.getByText("Key of the weather service").first().waitFor(patience);
    await window.screenshot("registry-secret");
    await quick.answer("planted-registry-value");
    await quick.item("units").waitFor(patience);
    await window.screenshot("registry-optional");
    await press("Enter");
    await quick.choose("User Settings");
    await quick.item(/^Apply$/).waitFor(patience);
    await questions.shows(`Runs npx -y --registry=${registry.url}/npm @ann/weather@1.4.0 --place "Oslo; Bergen"`);
    await window.screenshot("registry-preview");
    await quick.choose("Apply");
    await row(/^io\.github\.ann\/weather, MCP server, Ready/).waitFor({ timeout: 60_000 });
    await window.screenshot("registry-ready");
    assert.match(await forecast(), /key planted-registry-value, --place Oslo; Bergen/);
    const { "io.github.ann/weather": entry } = await servers();
    assert.deepEqual(entry, {
      command: "npx",
      args: ["-y", `--registry=${registry.url}/npm`, "@ann/weather@1.4.0", "--place", "Oslo; Bergen"],
      env: { WEATHER_API_KEY: "${input:WEATHER_API_KEY}" },
    });
  });

  it("undoes it: the server is gone from the settings", async () => {
    await clear();
    await window.page.waitForTimeout(1000); // VS Code hides a notification that follows another at once
    await palette("Undo Import");
    await notice(/The settings are as they were/).waitFor(patience);
    await until("the server is gone", async () => !("io.github.ann/weather" in (await servers())));
  });

  it("offers the sign-in at once where the server that was added asks for one, and begins none by itself", async () => {
    await clear();
    await palette("Search Registry");
    await quick.input.pressSequentially("guarded", { delay: 30 });
    await quick.choose("io.github.eve/guarded");
    await quick.choose("User Settings");
    await quick.item(/^Apply$/).waitFor(patience);
    await quick.choose(/^Apply$/);
    const offer = notice(/"io\.github\.eve\/guarded" needs a sign-in/);
    await offer.waitFor(patience);
    await notice(/"io\.github\.eve\/guarded" was added/).waitFor(patience);
    await window.screenshot("registry-sign-in");
    assert.equal(await offer.count(), 1);
    await row(/^io\.github\.eve\/guarded, MCP server, Needs sign-in/).waitFor(patience);
    assert.equal(guarded.requestsTo("/authorize").length, 0, "No sign-in begins before the person wants it.");
    await offer.getByRole("button", { name: "Sign In" }).click();
    await until("the sign-in has begun", async () => guarded.requestsTo("/authorize").length === 1);
  });

  it("left no secret in the hub's log", async () => {
    assert.doesNotMatch(await readFile(join(window.root, "server.log"), "utf8"), /planted-registry-value/);
  });

  const press = (key: string) => window.page.keyboard.press(key);
  const row = (name: RegExp) => window.page.getByRole("treeitem", { name });
  const notice = (text: RegExp) => window.page.locator(".notification-toast", { hasText: text });
  const clear = () => window.run((vscode) => vscode.commands.executeCommand("notifications.clearAll"));

  /** Runs a command of the hub from the palette, with the keyboard. */
  async function palette(title: string): Promise<void> {
    await press("F1");
    await quick.input.fill(`>MCP Hub: ${title}`);
    await quick.item(`MCP Hub: ${title}`).waitFor(patience);
    await press("Enter");
  }

  /** The person's servers, as they are written. */
  const servers = (): Promise<Record<string, unknown>> =>
    window.run(
      (vscode) =>
        vscode.workspace.getConfiguration("mcpHub").inspect<Record<string, unknown>>("servers")?.globalValue ?? {},
    );

  /** What the installed server answers. */
  const forecast = (): Promise<string> =>
    window.run(
      async (vscode, tool) => {
        const input = { tool, arguments: {} };
        const { content } = await vscode.lm.invokeTool("mcpHub_callTool", { input, toolInvocationToken: undefined });
        return JSON.stringify(content);
      },
      modelName("io.github.ann/weather", "forecast"),
    );
});
