import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "jsonc-parser/lib/esm/main.js";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
const fixture = join(repository, "test/support/fixtureServer.mjs");
const echo = join(repository, "test/support/echoServer.mjs");

/** As people have them: with comments, secrets, an old shape, and one that is broken. */
const files: Readonly<Record<string, string>> = {
  ".claude.json": JSON.stringify({
    numStartups: 3,
    mcpServers: {
      vault: { type: "stdio", command: "node", args: [fixture], env: { API_KEY: "planted-claude-value" } },
    },
  }),
  ".cursor/mcp.json": `{
  // mine
  "mcpServers": {
    "same": { "command": "node", "args": [${JSON.stringify(echo)}] },
    "twin": { "command": "node", "args": [${JSON.stringify(fixture)}], "env": { "API_KEY": "planted-claude-value" } },
  },
}
`,
  ".codex/config.toml": `[mcp_servers.off]\ncommand = "node"\nargs = ["gone.mjs"]\nenabled = false\n[mcp_servers.hides]\ncommand = "node"\nargs = [${JSON.stringify(echo)}, "--hides"]\ndisabled_tools = ["echo", "big"]\n`,
  ".config/zed/settings.json": `{ "context_servers": { "nested": { "command": { "path": "node", "args": ["zed.mjs"], "env": {} } }, "ext": { "settings": {} } } }`,
  ".config/goose/config.yaml": `extensions:\n  developer: {type: builtin, enabled: true}\n  web: {type: streamable_http, uri: "http://127.0.0.1:9/mcp", headers: {X-Api-Key: planted-goose-value}, enabled: false}\n`,
  ".lmstudio/mcp.json": `{"mcpServers": {"broken": {"command": `,
  // No file of an app: the folder of the person must come through unharmed.
  "notes.txt": "mine",
};

/** Servers of six apps, imported by one command with the keyboard. */
describe("the import of servers", () => {
  let root: string;
  let home: string;
  let window: EditorWindow;
  let quick: QuickInput;
  let questions: Questions;
  let settingsBefore: Buffer;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "mcph-import-"));
    home = join(root, "home");
    await mkdir(join(root, "shop/.vscode"), { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(home, path)), { recursive: true });
      await writeFile(join(home, path), text);
    }
    await writeFile(join(root, "shop/.vscode/settings.json"), workspaceSettings);
    window = await openWindow({
      folder: join(root, "shop"),
      env: { HOME: home, MCP_HUB_STATE_FOLDER: join(root, "state") },
      userSettings: { "mcpHub.approval": "never" },
    });
    quick = new QuickInput(window.page);
    questions = new Questions(window.page);
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    await questions.allowServers();
    await row(/^mine, MCP server, Ready/).waitFor(patience);
  });
  after(async () => {
    await window?.close();
    await rm(root, { recursive: true, force: true });
  });
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`import-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
  });

  it("lists the servers of six apps with what the hub can do with each, and shows no secret", async () => {
    await palette("Import Servers");
    await quick.item("vault").waitFor(patience);
    const lines = (await questions.lines()).join("\n");
    for (const expected of [
      /vault ?new/,
      /same ?same as "mine"/,
      /twin ?same as "vault"/,
      /off ?new/,
      /hides ?new/,
      /nested ?new/,
      /web ?new/,
    ])
      assert.match(lines, expected);
    await window.screenshot("import-list");
    const shown = (await quick.widget.textContent()) ?? "";
    assert.doesNotMatch(shown, /planted/);
    assert.match(shown, /API_KEY •••/);
    assert.match(shown, /turned off: echo, big/);
    await quick.input.fill("lmstudio");
    await quick.item("~/.lmstudio/mcp.json").waitFor(patience);
    await window.screenshot("import-broken-file");
    await quick.input.fill("");
  });

  it("asks where to, shows the change, and writes nothing before the answer", async () => {
    settingsBefore = await readFile(settingsFile());
    await press("Enter");
    await quick.item("Workspace Settings").waitFor(patience);
    await quick.choose("Workspace Settings");
    await quick.item(/^Apply$/).waitFor(patience);
    const editor = window.page.locator(".monaco-diff-editor");
    await editor.getByText("${secret:API_KEY}").first().waitFor(patience);
    await quick.item(/^hides: turned off: echo, big$/).waitFor(patience);
    await window.screenshot("import-diff");
    assert.deepEqual(await readFile(settingsFile()), settingsBefore);
    assert.match(await title(), /Import Servers/);
  });

  it("imports them: secrets are in secret storage, comments stay, and what is new waits for permission", async () => {
    await press("Enter");
    await notice(/5 servers were imported\. 2 secrets are in secret storage/).waitFor(patience);
    await window.screenshot("import-done");
    const text = await readFile(settingsFile(), "utf8");
    assert.doesNotMatch(text, /planted/);
    assert.match(text, /\/\/ of this folder/);
    const servers = parse(text)["mcpHub.servers"];
    assert.deepEqual(Object.keys(servers), ["vault", "off", "hides", "nested", "web", "mine"]);
    assert.deepEqual(servers.vault, { command: "node", args: [fixture], env: { API_KEY: "${secret:API_KEY}" } });
    assert.deepEqual(servers.off.enabled, false);
    assert.deepEqual(servers.web.headers, { "X-Api-Key": "${secret:X-Api-Key}" });
    await questions.allowServers();
    await row(/^vault, MCP server, Ready/).waitFor(patience);
    assert.match(await environment("API_KEY"), /planted-claude-value/, "The server runs with its secret.");
  });

  it("turns off the tools that the app hides, and the person turns one on again", async () => {
    await row(/^hides, MCP server, Ready/).waitFor(patience);
    assert.match(await echoed(), /No connected server has a tool named/);
    await window.run((vscode) =>
      vscode.commands.executeCommand("mcpHub.turnOn", { server: "hides", kind: "tool", name: "echo" }),
    );
    assert.match(await echoed(), /said/);
    await window.run((vscode) =>
      vscode.commands.executeCommand("mcpHub.turnOff", { server: "hides", kind: "tool", name: "echo" }),
    );
    assert.match(await echoed(), /No connected server has a tool named/);
    assert.doesNotMatch(await readFile(settingsFile(), "utf8"), /policy|echo"/);
  });

  it("knows them again", async () => {
    await palette("Import Servers");
    await quick.item("vault").waitFor(patience);
    const lines = (await questions.lines()).join("\n");
    for (const name of ["vault", "off", "hides", "nested", "web"])
      assert.match(lines, RegExp(`${name} ?same as "${name}"`));
    await press("Escape");
  });

  it("undoes it: every byte of the settings is back, and the secrets are gone", async () => {
    await notice(/5 servers were imported/)
      .getByRole("button", { name: "Undo Import" })
      .click(patience);
    await notice(/The settings are as they were/).waitFor(patience);
    assert.deepEqual(await readFile(settingsFile()), settingsBefore);
    await row(/^vault, MCP server/).waitFor({ state: "detached", ...patience });
    await clear();
    // With the same entry again, the hub has no value for it.
    await writeFile(
      settingsFile(),
      workspaceSettings.replace(
        '"mine"',
        `"vault": ${JSON.stringify({ command: "node", args: [fixture], env: { API_KEY: "${secret:API_KEY}" } })},
        "hides": ${JSON.stringify({ command: "node", args: [echo, "--hides"] })}, "mine"`,
      ),
    );
    await window.run((vscode) =>
      vscode.workspace.getConfiguration("mcpHub").update("retries", 1, vscode.ConfigurationTarget.Workspace),
    );
    await until("the server misses its secret", async () =>
      /needs the secret .*API_KEY/.test(await environment("API_KEY").catch(String)),
    );
    await window.screenshot("import-undone");
    await row(/^hides, MCP server, Ready/).waitFor(patience);
    assert.match(await echoed(), /said/, "its tools are on again");
  });

  it("changed no file of another app", async () => {
    for (const [path, text] of Object.entries(files))
      assert.equal(await readFile(join(home, path), "utf8"), text, path);
    assert.deepEqual((await readdir(join(home, ".cursor"))).sort(), ["mcp.json"]);
  });

  it("takes a pasted line, in two steps", async () => {
    const line = `claude mcp add pasted -e TOKEN=planted-pasted-value -- node ${echo} --x`;
    await window.run((vscode, line) => vscode.env.clipboard.writeText(line), line);
    await palette("Paste Server Configuration");
    await quick.item("User Settings").waitFor(patience);
    await quick.choose("User Settings");
    await quick.item("Apply, Switched Off").waitFor(patience);
    await quick.choose("Apply, Switched Off");
    await notice(/"pasted" was imported\. 1 secret is in secret storage/).waitFor(patience);
    const servers = await window.run(
      (vscode) => vscode.workspace.getConfiguration("mcpHub").inspect("servers")?.globalValue,
    );
    assert.deepEqual(servers, {
      pasted: { command: "node", args: [echo, "--x"], env: { TOKEN: "${secret:TOKEN}" }, enabled: false },
    });
    await clear();
    await palette("Undo Import");
    await notice(/The settings are as they were/).waitFor(patience);
    await until("the user settings have no server", async () => {
      const left = await window.run(
        (vscode) => vscode.workspace.getConfiguration("mcpHub").inspect("servers")?.globalValue,
      );
      return left === undefined || left === null;
    });
    await clear();
  });

  it("makes a settings file where there is none, and undo takes it away again", async () => {
    await rm(settingsFile());
    await palette("Paste Server Configuration");
    await quick.choose("Workspace Settings");
    await quick.choose("Apply, Switched Off");
    await until("the file is made", async () => (await text()).includes('"pasted"'));
    await notice(/"pasted" was imported/).waitFor(patience);
    await clear();
    await window.page.waitForTimeout(1000); // VS Code hides a notification that follows another at once
    await palette("Undo Import");
    await notice(/The settings are as they were/).waitFor(patience);
    await assert.rejects(readFile(settingsFile()), { code: "ENOENT" });
  });

  it("follows a file instead of copying: nothing runs before it was allowed, and a change asks again", async () => {
    const file = join(home, ".codeium/windsurf/mcp_config.json");
    const content = (...args: readonly string[]) =>
      JSON.stringify({ mcpServers: { followed: { command: "node", args: [echo, ...args] } } });
    const asks = () => questions.asks(/A file that you follow configures the MCP server .*followed/);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content());
    await palette("Import Servers");
    await quick.item("vault").waitFor(patience);
    await quick.input.fill("Follow ~/.codeium");
    await quick.check("Follow ~/.codeium/windsurf/mcp_config.json");
    await notice(/Followed from now on: ~\/\.codeium\/windsurf\/mcp_config\.json/).waitFor(patience);
    // The servers that were marked, too, are not copied now.
    await quick.item("Workspace Settings").waitFor(patience);
    await press("Escape");
    await asks();
    await questions.shows("From the file");
    assert.equal(await row(/^followed, MCP server, Ready/).count(), 0);
    await window.screenshot("import-follow-asks");
    await questions.choose("Allow");
    await row(/^followed, MCP server, Ready/).waitFor(patience);
    await clear();

    await writeFile(file, content("--again"));
    await asks();
    assert.equal(await row(/^followed, MCP server, Ready/).count(), 0);
    await questions.choose("Allow");
    await row(/^followed, MCP server, Ready/).waitFor(patience);

    await writeFile(file, content("--again").slice(0, 30));
    const problem = () =>
      window.run((vscode) =>
        vscode.languages
          .getDiagnostics()
          .flatMap(([, all]) => all.map(({ message }) => message))
          .some((text) => /mcp_config\.json is not read \(line 1, column \d+\)/.test(text)),
      );
    await until("the problem is shown at the setting", problem);
    assert.equal(await row(/^followed, MCP server, Ready/).count(), 1, "the last good one stays");
    await writeFile(file, content("--again"));
    await until("the problem is gone", async () => !(await problem()));
    assert.equal(await row(/^followed, MCP server, Ready/).count(), 1);
  });

  it("switches a followed server off and on again, and leaves nothing of that in the settings", async () => {
    const own = () =>
      window.run((vscode) => vscode.workspace.getConfiguration("mcpHub").inspect("servers")?.globalValue ?? {});
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.disableServer", { server: "followed" }));
    await row(/^followed, MCP server, Disabled/).waitFor(patience);
    assert.deepEqual(await own(), { followed: { enabled: false } });
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.enableServer", { server: "followed" }));
    await row(/^followed, MCP server, Ready/).waitFor(patience);
    assert.deepEqual(await own(), {});
  });

  it("leads to the source of a followed server instead of changing it, and stops following with one command", async () => {
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.renameServer", { server: "followed" }));
    await notice(/"followed" is not changed here/).waitFor(patience);
    await clear();
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.stopFollowing", { server: "followed" }));
    await row(/^followed, MCP server/).waitFor({ state: "detached", ...patience });
    await notice(/No longer followed/)
      .getByRole("button", { name: "Undo" })
      .click(patience);
    await row(/^followed, MCP server, Ready/).waitFor(patience);
    await window.screenshot("import-follow-undone");
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.stopFollowing", { server: "followed" }));
    await row(/^followed, MCP server/).waitFor({ state: "detached", ...patience });
    const left = await window.run(
      (vscode) => vscode.workspace.getConfiguration("mcpHub").inspect("follow")?.globalValue,
    );
    assert.ok(left === undefined || left === null);
  });

  it("left no secret in the hub's log", async () => {
    assert.doesNotMatch(await readFile(join(window.root, "server.log"), "utf8"), /planted-(claude|goose)-value/);
  });

  const settingsFile = () => join(root, "shop/.vscode/settings.json");
  const text = () => readFile(settingsFile(), "utf8").catch(() => "");
  const press = (key: string) => window.page.keyboard.press(key);
  const row = (name: RegExp) => window.page.getByRole("treeitem", { name });
  const notice = (text: RegExp) => window.page.locator(".notification-toast", { hasText: text });
  const clear = () => window.run((vscode) => vscode.commands.executeCommand("notifications.clearAll"));
  const title = () => questions.title();

  /** Runs a command of the hub from the palette, with the keyboard. */
  async function palette(title: string): Promise<void> {
    await press("F1");
    await quick.input.fill(`>MCP Hub: ${title}`);
    await quick.item(`MCP Hub: ${title}`).waitFor(patience);
    await press("Enter");
  }

  /** What a call of a tool that Codex hides gives: its result, or why it was refused. */
  const echoed = (): Promise<string> =>
    window
      .run(async (vscode) => {
        const input = { tool: "hides__echo", arguments: { text: "said" } };
        const { content } = await vscode.lm.invokeTool("mcpHub_callTool", { input, toolInvocationToken: undefined });
        return JSON.stringify(content);
      })
      .catch(String);

  const environment = (name: string): Promise<string> =>
    window.run(async (vscode, name) => {
      const input = { tool: "vault__env", arguments: { name } };
      const { content } = await vscode.lm.invokeTool("mcpHub_callTool", { input, toolInvocationToken: undefined });
      return JSON.stringify(content);
    }, name);
});

const workspaceSettings = `{
  // of this folder
  "mcpHub.servers": {
    "mine": { "command": "node", "args": [${JSON.stringify(echo)}] }, // stays
  },
}
`;
