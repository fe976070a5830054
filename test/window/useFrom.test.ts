import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { clientRules } from "../core/apps/clientRules.js";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { freePort } from "../support/freePort.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };

/** As a person keeps it: with a comment, and another server. */
const cursorFile = `{
  // mine
  "mcpServers": {
    "other": { "command": "npx", "args": ["-y", "other"] }, // stays
  },
}
`;

/** Other apps that use the hub, set up with the keyboard and used as those apps would. */
describe("the hub in other apps", () => {
  let root: string;
  let home: string;
  let folder: string;
  let window: EditorWindow;
  let quick: QuickInput;
  let questions: Questions;
  let token = "";

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "mcph-use-"));
    home = join(root, "home");
    folder = join(root, "shop");
    await mkdir(folder);
    await put(join(home, ".cursor/mcp.json"), cursorFile);
    await put(join(home, ".codex/config.toml"), "[mcp_servers\n");
    window = await openWindow({
      folder,
      env: { HOME: home, MCP_HUB_STATE_FOLDER: join(root, "state") },
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.gatewayPort": await freePort(),
        "mcpHub.servers": { one: { command: "node", args: [join(repository, "test/support/echoServer.mjs")] } },
      },
    });
    quick = new QuickInput(window.page);
    questions = new Questions(window.page);
    await window.page
      .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 1/1" })
      .waitFor(patience);
  });
  after(async () => {
    await window?.close();
    await rm(root, { recursive: true, force: true });
  });
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`useFrom-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
  });

  it("asks with what a person sees: the apps, the ways, what it may use, and the change itself", async () => {
    await palette("Use This Hub From");
    await questions.asks("Use This Hub From");
    await window.screenshot("useFrom-apps");
    const [first = "", second = ""] = await questions.lines();
    assert.match(first, /^(Cursor|Codex)/, "What is here comes first.");
    assert.match(second, /^(Cursor|Codex)/);
    await type("Cursor");
    await questions.asks("Use This Hub From Cursor");
    assert.match((await questions.lines()).join("\n"), /For You, in Every Project ?~\/\.cursor\/mcp\.json/);
    await window.screenshot("useFrom-ways");
    await press("Enter");
    await quick.item("All Servers and Tools").waitFor(patience);
    await press("Enter");
    await questions.asks("Write this into ~/.cursor/mcp.json, so that Cursor uses the hub?");
    const editor = window.page.locator(".monaco-diff-editor");
    await editor.getByText("this-token-is-made-when-you-choose-to-write").first().waitFor(patience);
    assert.match((await questions.lines()).join("\n"), /Write, and Turn On the Gateway.*Copy Instead.*Cancel/s);
    await window.screenshot("useFrom-diff");
    assert.equal(await cursor(), cursorFile, "Nothing is written before the answer.");
    await press("Escape");
    await until("the comparison is closed", async () => (await editor.count()) === 0);
    assert.equal(await cursor(), cursorFile);
    assert.equal(await gateway(), "agent", "Nobody has turned it on.");
  });

  it("shows the change again if the file changed meanwhile, and loses nothing", async () => {
    await toQuestion("Cursor");
    const later = cursorFile.replace("// mine", "// mine, later");
    await put(join(home, ".cursor/mcp.json"), later);
    await press("Enter");
    await until("it says so", async () => /changed since it was shown/.test(await placeholder()));
    await window.page.locator(".monaco-diff-editor").getByText("// mine, later").first().waitFor(patience);
    assert.equal(await cursor(), later);
    await press("Enter");
    await notice(/now lets Cursor use the hub/).waitFor(patience);
    await window.screenshot("useFrom-written");
    const text = await cursor();
    for (const kept of ["// mine, later", '"args": ["-y", "other"] }, // stays']) assert.ok(text.includes(kept), kept);
    assert.equal((await stat(join(home, ".cursor/mcp.json"))).mode & 0o777, 0o600);
    assert.equal(await gateway(), "on");
  });

  it("wrote what really connects: by Cursor's own rules, with the SDK's client", async () => {
    const reached = rulesOf("cursor", await cursor());
    token = reached.authorization?.replace("Bearer ", "") ?? "";
    assert.match(await echo(reached), /hello/);
  });

  it("takes it back", async () => {
    await notice(/now lets Cursor use the hub/)
      .getByRole("button", { name: "Undo" })
      .click(patience);
    await notice(/is as it was/).waitFor(patience);
    assert.equal(await cursor(), cursorFile.replace("// mine", "// mine, later"));
    await clear();
  });

  it("gives the file of a project a variable, and the person the token", async () => {
    await palette("Use This Hub From");
    await type("Claude Code");
    await questions.asks("Use This Hub From Claude Code");
    await quick.input.fill("For This Project");
    await press("Enter");
    await quick.item("Only Tools That Change Nothing").waitFor(patience);
    await press("ArrowDown");
    await press("Enter");
    await questions.asks("Create .mcp.json, so that Claude Code uses the hub?");
    await window.screenshot("useFrom-project");
    await press("Enter");
    const told = notice(/MCP_HUB_TOKEN_CLAUDE_CODE/);
    await told.waitFor(patience);
    await window.screenshot("useFrom-project-written");
    const text = await readFile(join(folder, ".mcp.json"), "utf8");
    assert.doesNotMatch(text, /mcphub_/);
    await told.getByRole("button", { name: "Copy Token" }).click(patience);
    const copied = await until("the token is copied", async () => {
      const text = await window.run((vscode) => vscode.env.clipboard.readText());
      return text.startsWith("mcphub_") && text;
    });
    const reached = rulesOf("claude-code", text, { MCP_HUB_TOKEN_CLAUDE_CODE: copied });
    const tools = await connected(reached, async (client) => (await client.listTools()).tools);
    assert.deepEqual(
      tools.filter(({ name }) => name.startsWith("one__")),
      [],
      "It may only use what changes nothing.",
    );
    assert.match(await refusal(() => echo(reached)), /There is no tool "one__echo"/);
    await clear();
  });

  it("gives an app that starts programs one that reaches this window", async () => {
    await palette("Use This Hub From");
    await type("Claude Desktop");
    await questions.asks("Create ~/.config/Claude/claude_desktop_config.json, so that Claude Desktop uses the hub?");
    assert.match((await questions.lines())[0] ?? "", /Copy Instead/, "It is not here, so nothing is written first.");
    await press("ArrowDown");
    await press("Enter");
    await notice(/now lets Claude Desktop use the hub/).waitFor(patience);
    const text = await readFile(join(home, ".config/Claude/claude_desktop_config.json"), "utf8");
    const program = clientRules["claude-desktop"]?.(text, "hub", { env: {}, typed: "" });
    assert.ok(program && "command" in program);
    const env = { MCP_HUB_STATE_FOLDER: join(root, "state"), PATH: process.env.PATH ?? "" };
    const client = new Client({ name: "Claude Desktop", version: "1" });
    await client.connect(new StdioClientTransport({ command: program.command, args: [...program.args], env }));
    const result = await client.callTool({ name: "one__echo", arguments: { text: "hello" } });
    assert.match(JSON.stringify(result), /hello/);
    await client.close();
    await clear();
  });

  it("changes nothing in a broken file, and opens it where it is broken", async () => {
    await palette("Use This Hub From");
    await type("Codex");
    await quick.item("For You, in Every Project").waitFor(patience);
    await press("Enter");
    await quick.item("All Servers and Tools").waitFor(patience);
    await press("Enter");
    const told = notice(/config\.toml was not changed.*line 1/);
    await told.waitFor(patience);
    await window.screenshot("useFrom-broken");
    await told.getByRole("button", { name: "Open File" }).click(patience);
    await window.page.locator(".tab.active", { hasText: "config.toml" }).waitFor(patience);
    assert.equal(await readFile(join(home, ".codex/config.toml"), "utf8"), "[mcp_servers\n");
    await clear();
  });

  it("stops: the list has what uses the hub, the file is as it was, and the token holds no longer", async () => {
    await toQuestion("Cursor");
    await press("Enter");
    await notice(/now lets Cursor use the hub/).waitFor(patience);
    await clear();
    const reached = rulesOf("cursor", await cursor());
    assert.match(await echo(reached), /hello/);
    assert.notEqual(reached.authorization, `Bearer ${token}`, "What was undone has no token anymore.");
    await palette("Stop Using This Hub From");
    await quick.item("Cursor").waitFor(patience);
    await window.screenshot("useFrom-stop");
    const lines = await questions.lines();
    assert.deepEqual(lines.map((line) => line.replace(/[~.].*/, "").trim()).sort(), [
      "Claude Code",
      "Claude Desktop",
      "Cursor",
    ]);
    await type("Cursor");
    await questions.asks("Remove the hub from ~/.cursor/mcp.json?");
    await window.screenshot("useFrom-stop-diff");
    await press("Enter");
    await notice(/Cursor no longer uses the hub/).waitFor(patience);
    assert.equal(await cursor(), cursorFile.replace("// mine", "// mine, later"));
    assert.match(await refusal(() => echo(reached)), /401|token/i);
  });

  const cursor = () => readFile(join(home, ".cursor/mcp.json"), "utf8");
  const press = (key: string) => window.page.keyboard.press(key);
  const notice = (text: RegExp) => window.page.locator(".notification-toast", { hasText: text });
  const clear = () => window.run((vscode) => vscode.commands.executeCommand("notifications.clearAll"));
  const gateway = () => window.run((vscode) => vscode.workspace.getConfiguration("mcpHub").get("gateway"));
  const placeholder = async () => (await quick.input.getAttribute("placeholder")) ?? "";

  /** Runs a command of the hub from the palette, with the keyboard. */
  async function palette(title: string): Promise<void> {
    await press("F1");
    await quick.input.fill(`>MCP Hub: ${title}`);
    await quick.item(`MCP Hub: ${title}`).waitFor(patience);
    await press("Enter");
  }

  /** Chooses from the list what a text finds. */
  async function type(text: string): Promise<void> {
    await quick.item(text).waitFor(patience);
    await quick.input.fill(text);
    await press("Enter");
  }

  /** Walks to the question about an app's own file, over HTTP and with everything. */
  async function toQuestion(app: string): Promise<void> {
    await palette("Use This Hub From");
    await questions.asks("Use This Hub From");
    await type(app);
    await quick.item("For You, in Every Project").waitFor(patience);
    await press("Enter");
    await quick.item("All Servers and Tools").waitFor(patience);
    await press("Enter");
    await questions.asks(/so that .* uses the hub/);
    await window.page.locator(".monaco-diff-editor").getByText("this-token-is-made").first().waitFor(patience);
  }
});

interface Reached {
  readonly url: string;
  readonly authorization: string | undefined;
}

/** How an app reaches the hub by its own rules. */
function rulesOf(app: string, text: string, env: Readonly<Record<string, string>> = {}): Reached {
  const reached = clientRules[app]?.(text, "hub", { env, typed: "" });
  return reached && "url" in reached ? reached : assert.fail("It has no address.");
}

async function connected<T>({ url, authorization = "" }: Reached, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ name: "test", version: "1" });
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { authorization } },
  });
  await until("the address answers", () =>
    client.connect(transport).then(
      () => true,
      (error) => {
        if (/ECONNREFUSED|fetch failed/.test(String(error))) return false;
        throw error;
      },
    ),
  );
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

const echo = (reached: Reached) =>
  connected(reached, async (client) =>
    JSON.stringify(await client.callTool({ name: "one__echo", arguments: { text: "hello" } })),
  );

async function refusal(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
    return "";
  } catch (error) {
    return String(error);
  }
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
