import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
const fixture = join(repository, "test/support/fixtureServer.mjs");

/** Servers that a workspace configures: what a person sees of them before they run, and what runs before the person has answered. */
describe("the servers of a workspace", () => {
  let folder: string;
  let window: EditorWindow;
  let questions: Questions;

  const trace = (name: string) => join(folder, `${name}.trace`);
  /** A program of the workspace that leaves a trace before anything else. */
  const server = (name: string) => ({ command: "node", args: ["server.mjs", name] });
  const program = `import { writeFileSync } from "node:fs";
writeFileSync(\`\${process.argv[2]}.trace\`, "");
process.argv.splice(2);
await import(${JSON.stringify(fixture)});
`;
  const write = (servers: object) =>
    writeFile(join(folder, ".vscode/settings.json"), JSON.stringify({ "mcpHub.servers": servers }, undefined, 2));
  const row = (name: RegExp) => window.page.getByRole("treeitem", { name }).first();
  const waits = (name: string) => row(RegExp(`^${name}, MCP server, Waits for your permission`)).waitFor(patience);
  const isReady = (name: string) => row(RegExp(`^${name}, MCP server, Ready`)).waitFor(patience);
  const command = (id: string, argument?: string) =>
    window.run((vscode, [id, argument]) => void vscode.commands.executeCommand(id, argument), [id, argument] as const);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-launch-"));
    await mkdir(join(folder, ".vscode"));
    await writeFile(join(folder, "server.mjs"), program);
    await write({ one: server("one"), two: { ...server("two"), env: { REGION: "north", KEY: "${secret:key}" } } });
    window = await openWindow({ folder });
    questions = new Questions(window.page);
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
  });
  after(async () => {
    await window?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async function () {
    const { title = "", state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`launch-failed-${title.slice(0, 30).replace(/\W+/g, "-")}`);
  });

  const many = "Run 2 MCP servers that you have not allowed yet?";

  it("are asked about in one question that shows what they run and get, and nothing starts before", async () => {
    await questions.asks(many);
    for (const name of ["one", "two"]) await waits(name);
    for (const text of [
      "Program: node",
      "Arguments: server.mjs one",
      "Starts in: the workspace folder",
      "Sets the variables: REGION, KEY",
    ])
      await questions.shows(text);
    await questions.shows("Gets what you store as: key");
    assert.equal(await window.run((vscode) => vscode.workspace.isTrusted), true);
    assert.deepEqual([existsSync(trace("one")), existsSync(trace("two"))], [false, false]);
    await window.screenshot("launch-question");
  });

  it("wait in the tree after Not Now, which is the first answer", async () => {
    assert.match((await questions.lines())[0] ?? "", /^Not Now/);
    const quick = new QuickInput(window.page);
    await quick.input.click(patience); // the view that the test opened may have the keyboard
    await questions.settled();
    await window.page.keyboard.press("Enter");
    await questions.gone();
    for (const name of ["one", "two"]) await waits(name);
    assert.deepEqual([existsSync(trace("one")), existsSync(trace("two"))], [false, false]);
    await window.screenshot("launch-waiting");
  });

  it("are not asked about again in the next window", async () => {
    await window.reload();
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    for (const name of ["one", "two"]) await waits(name);
    await questions.settled();
    assert.equal(await questions.title(), "");
  });

  it("run once the person reviews and allows them, each that was chosen", async () => {
    await command("mcpHub.reviewServers");
    await questions.asks(many);
    await questions.choose("Choose…");
    await questions.asks('This workspace configures the MCP server "one". Run it?');
    await window.screenshot("launch-question-one");
    await questions.choose("Allow");
    await questions.asks('This workspace configures the MCP server "two". Run it?');
    await questions.choose("Not Now");
    await isReady("one");
    await waits("two");
    assert.deepEqual([existsSync(trace("one")), existsSync(trace("two"))], [true, false]);
  });

  it("are asked about again when an entry changes, and the question goes with its entry", async () => {
    await write({ one: server("changed"), two: server("two") });
    await questions.asks(many);
    assert.ok(!existsSync(trace("changed")));
    await write({ two: server("two") });
    await questions.asks('This workspace configures the MCP server "two". Run it?');
    await write({});
    await questions.gone();
    await write({ one: server("changed"), two: server("two") });
    await questions.asks(many);
    await questions.choose("Allow All Shown");
    for (const name of ["one", "two"]) await isReady(name);
    assert.ok(existsSync(trace("changed")) && existsSync(trace("two")));
  });

  it("run in the next window without a question", async () => {
    await window.reload();
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    for (const name of ["one", "two"]) await isReady(name);
    assert.equal(await questions.title(), "");
  });

  it("are listed among the approvals, and end when theirs is revoked", async () => {
    const quick = new QuickInput(window.page);
    await command("mcpHub.manageApprovals");
    await quick.item(/^Run two$/).waitFor(patience);
    await window.screenshot("launch-approvals");
    await quick.choose(/^Run two$/);
    await quick.choose("Revoke");
    await waits("two");
    await isReady("one");
    await until("its process has ended", async () =>
      (await window.children()).every(({ command }) => !command.includes("server.mjs two")),
    );
    await window.page.keyboard.press("Escape");
  });

  it("do not start while they set a variable that takes programs over", async () => {
    await write({ one: server("changed"), three: { ...server("three"), env: { NODE_OPTIONS: "--no-warnings" } } });
    await questions.asks('This workspace configures the MCP server "three". Run it?');
    await questions.choose("Allow");
    await row(/^three, MCP server, Failed/).waitFor(patience);
    await row(/It sets the environment variable "NODE_OPTIONS"/).waitFor(patience);
    assert.ok(!existsSync(trace("three")));
  });
});
