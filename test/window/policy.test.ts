import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";
import { isRootAlone, ownedByRoot } from "../support/rootAlone.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };

/** Rules of the person, of a workspace and of an organization, as a person meets them. */
describe("a policy in the window", () => {
  let window: EditorWindow;
  let questions: Questions;
  let quick: QuickInput;
  let folder: string | undefined;

  before(async () => {
    window = await openWindow({
      extensions: [join(repository, "test/host/scriptedModel")],
      userSettings: {
        "mcpHub.policy": [
          { do: "allow", server: "desk", tool: "weather" },
          { do: "deny", client: "agent", args: { city: "/etc/*" }, reason: "Not our files." },
          { do: "ask", tool: "echo", reason: "It repeats what it hears." },
        ],
        "mcpHub.servers": {
          desk: { command: "node", args: [join(repository, "test/support/fixtureServer.mjs"), "--turncoat"] },
        },
      },
    });
    questions = new Questions(window.page);
    quick = new QuickInput(window.page);
    await window.page
      .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 1/1" })
      .waitFor(patience);
  });
  after(async () => {
    await window?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`policy-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
  });

  it("lets pass what a rule allows, and stops it by an argument, however that is written", async () => {
    assert.match(await call("weather", { city: "Oslo" }), /sunny in Oslo/);
    for (const city of ["/etc/passwd", "\\safe\\..\\ETC\\passwd"]) {
      const refused = await call("weather", { city });
      assert.match(refused, /was not run: rule 2 of your setting mcpHub\.policy forbids it \(Not our files\.\)/);
      assert.match(refused, /Change the rule if it should run/);
    }
    assert.equal(await questions.title(), "");
  });

  it("shows which rule asks and why, and what was allowed then counts", async () => {
    await startCall("echo", { text: "one" });
    await questions.asks('Run the tool "echo" of the MCP server "desk" for a model in the chat?');
    await questions.shows("Because of rule 3 of your setting mcpHub.policy.");
    await questions.shows("It repeats what it hears.");
    await window.screenshot("policy-question");
    await questions.choose("Always Allow: echo");
    assert.match(await outcome(), /one/);
    assert.match(await call("echo", { text: "two" }), /two/, "Nobody is asked again.");
  });

  it("shows in the list of approvals which of them rest because of a rule", async () => {
    await window.run((vscode) =>
      vscode.workspace
        .getConfiguration("mcpHub")
        .update("policy", [{ do: "deny", tool: "echo" }], vscode.ConfigurationTarget.Workspace)
        .then(() => true),
    );
    await until("the rule of the workspace holds", async () =>
      /rule 1 of mcpHub\.policy in the workspace forbids it/.test(await call("echo", { text: "three" })),
    );
    const row = await listed("echo of desk");
    assert.match(row, /for a model in the chat · not in effect: denied by rule 1 of mcpHub\.policy in the workspace/);
    assert.match(row, /In every window · since \d{4}-\d\d-\d\d \d\d:\d\d · last used (just now|\d+ minutes ago)/);
    await window.screenshot("policy-approvals");
    await window.page.keyboard.press("Escape");
  });

  it("does not let a workspace allow, and says so", async () => {
    await window.run((vscode) =>
      vscode.workspace
        .getConfiguration("mcpHub")
        .update("policy", [{ do: "allow" }], vscode.ConfigurationTarget.Workspace)
        .then(() => true),
    );
    await until("the approval works again", async () => /four/.test(await call("echo", { text: "four" })));
    await until("the problem is shown", async () => {
      const problems = await window.run((vscode) =>
        vscode.languages
          .getDiagnostics()
          .flatMap(([, all]) => all)
          .map(({ message }) => message),
      );
      return problems.some((text) => text.startsWith('Rule 1 is not used: a workspace can only "ask" and "deny".'));
    });
    await startCall("turn", { to: {} });
    await questions.asks('Run the tool "turn" of the MCP server "desk" for a model in the chat?');
    await questions.choose("Deny");
    assert.match(await outcome(), /you declined/);
  });

  it("revokes an approval, and asks again", async () => {
    await window.run((vscode) => vscode.commands.executeCommand("notifications.clearAll"));
    await listed("echo of desk");
    await window.page.keyboard.press("Enter");
    await quick.item("Revoke").waitFor(patience);
    await window.page.keyboard.press("Enter");
    await window.page.locator(".notification-toast", { hasText: "Revoked: echo of desk" }).waitFor(patience);
    await startCall("echo", { text: "five" });
    await questions.asks('Run the tool "echo" of the MCP server "desk" for a model in the chat?');
    await questions.choose("Allow Once");
    assert.match(await outcome(), /five/);
  });

  it("asks each time where an organization wants it, and refuses everything while its file is gone", async function () {
    if (!isRootAlone) this.skip(); // the file must belong to root
    folder = mkdtempSync(join(ownedByRoot, "mcph-policy-"));
    chmodSync(folder, 0o755);
    const file = join(folder, "policy.json");
    await window.run(
      (vscode, { file }) =>
        vscode.workspace
          .getConfiguration("mcpHub")
          .update("policyFile", file, vscode.ConfigurationTarget.Global)
          .then(() => true),
      { file },
    );
    // What no rule lets pass says which one stops it: so it can be told when a change counts.
    const stopped = (by: RegExp) => async () => by.test(await call("weather", { city: "/etc/passwd" }));
    await until("the name of the file counts", stopped(/the policy of your organization cannot be used/));
    writeFileSync(file, JSON.stringify({ rules: [{ do: "ask", tool: "weather", reason: "Weather is secret." }] }));
    await until("the file counts", stopped(/rule 2 of your setting mcpHub\.policy/));
    for (const city of ["Bergen", "Tromsø"]) {
      await startCall("weather", { city });
      await questions.asks('Run the tool "weather" of the MCP server "desk" for a model in the chat?');
      await questions.shows(`Because of rule 1 of your organization's policy (${file}): each time.`);
      await questions.shows("Weather is secret.");
      assert.ok(!(await questions.lines()).some((line) => line.includes("Always Allow")), "It is asked each time.");
      await window.screenshot("policy-organization");
      await questions.choose("Allow Once");
      assert.match(await outcome(), new RegExp(`sunny in ${city}`));
    }
    rmSync(file);
    const gone =
      /the policy of your organization cannot be used\. .*policy\.json: there is no such file\. Ask your administrator/;
    await until("everything is refused", stopped(gone));
    assert.match(await call("echo", { text: "six" }), gone);
  });

  /** Opens the list of approvals; the text of the row with this label. */
  const listed = async (label: string): Promise<string> => {
    await window.run((vscode) => void vscode.commands.executeCommand("mcpHub.manageApprovals"));
    await quick.item(label).waitFor(patience);
    const row = quick.widget.locator(".monaco-list-row", { hasText: label });
    return ((await row.first().textContent()) ?? "").replaceAll("\u00a0", " ");
  };

  /** Calls a tool as a model would. */
  const startCall = (tool: string, args: object): Promise<void> =>
    window.run(
      (vscode, { tool, args }) => {
        const options = { input: { tool: `desk__${tool}`, arguments: args }, toolInvocationToken: undefined };
        const done = Promise.resolve(vscode.lm.invokeTool("mcpHub_callTool", options)).then(
          ({ content }) => JSON.stringify(content),
          (error) => String(error),
        );
        Reflect.set(globalThis, "called", done);
      },
      { tool, args },
    );
  const outcome = (): Promise<string> => window.run(() => Reflect.get(globalThis, "called"), undefined, 60_000);
  const call = async (tool: string, args: object): Promise<string> => {
    await startCall(tool, args);
    return outcome();
  };
});
