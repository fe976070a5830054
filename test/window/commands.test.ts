import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errors, type Locator } from "playwright-core";
import { commandTable } from "../../src/editor/manifest/commandTable";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { openWalkthrough } from "../support/openWalkthrough.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
const forms = join(repository, "test/support/formServer.mjs");
const ready = "Hotel, MCP server, Ready, 5 tools";

/** Every command of the table, run once as a person runs it, each with what is then seen. */
describe("the commands", () => {
  let window: EditorWindow;
  let quick: QuickInput;
  let questions: Questions;
  const run = new Set<string>();

  before(async () => {
    window = await openWindow({
      userSettings: {
        "mcpHub.connectAttempts": 1,
        "mcpHub.approval": "never",
        // "book" has a form: who fills it in is not asked again.
        "mcpHub.policy": { "hotel/refuse": "ask", "hotel/book": "ask" },
      },
      workspaceSettings: {
        "mcpHub.servers": {
          hotel: { command: "node", args: [forms], label: "Hotel" },
          broken: { command: "node", args: ["-e", "process.exit(3)"] },
          away: { command: "node", args: [forms], cwd: "/nowhere" },
          vault: { command: "node", args: [forms], env: { TOKEN: "${secret:TOKEN}" } },
        },
      },
    });
    quick = new QuickInput(window.page);
    questions = new Questions(window.page);
    await questions.allowServers();
    await palette("mcpHub.showServers");
    await row(ready).waitFor(patience);
  });
  after(() => window?.close());
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`commands-failed-${title?.slice(0, 30).replace(/\W+/g, "-")}`);
    await closeAll();
  });

  it("shows the servers", async () => {
    await window.run((vscode) => vscode.commands.executeCommand("workbench.view.explorer"));
    await row(ready).waitFor({ state: "hidden", ...patience });
    await palette("mcpHub.showServers");
    await row(ready).waitFor(patience);
  });

  it("disconnects and connects a server that is chosen from a list", async () => {
    await palette("mcpHub.disconnectServer");
    await quick.choose("Hotel");
    await row("Hotel, MCP server, Disconnected").waitFor(patience);
    await palette("mcpHub.connectServer");
    await quick.choose("Hotel");
    await row(ready).waitFor(patience);
  });

  it("restarts a server: it is another process", async () => {
    const before = await processes();
    await palette("mcpHub.restartServer");
    await quick.choose("Hotel");
    await until("the process is another", async () => {
      const now = await processes();
      return now.length === before.length && now.every((pid) => !before.includes(pid));
    });
    await row(ready).waitFor(patience);
  });

  it("tells of a failure in one notification, with the log one click away", async () => {
    await palette("mcpHub.restartServer");
    await quick.choose("broken");
    const toast = window.page.locator(".notification-toast", { hasText: "code 3" });
    await toast.waitFor(patience);
    await window.screenshot("failure");
    assert.equal(await toast.count(), 1);
    await toast.getByRole("button", { name: "Show Log" }).click();
    await shownLog("MCP Hub: broken");
    await logged(/\[state\]\sFailed.*code\s3/);
  });

  it("leads from a failure to its cause", async () => {
    await palette("mcpHub.restartServer");
    await quick.choose("broken");
    const toast = window.page.locator(".notification-toast", { hasText: "code 3" });
    await toast.getByRole("button", { name: "Diagnose" }).click(patience);
    await quick.widget.getByText("Diagnose: ").first().waitFor(patience);
    await quick.widget.getByText("The program ends at once").first().waitFor(patience);
    await window.screenshot("diagnosis");
    await window.page.keyboard.press("Escape");
    await window.page.locator(".tab", { hasText: "broken diagnosis.md" }).waitFor(patience);
  });

  it("asks before it runs the conformance suite on a server", async () => {
    await palette("mcpHub.runConformance");
    await quick.choose("Hotel");
    const question = window.page.locator(".monaco-dialog-box", { hasText: "Run the official MCP conformance suite" });
    await question.waitFor(patience);
    await window.screenshot("conformance-question");
    await window.page.keyboard.press("Escape");
    await question.waitFor({ state: "detached", ...patience });
  });

  it("reconnects all servers", async () => {
    const before = await processes();
    await palette("mcpHub.reconnectAll");
    await until("the process is another", async () => {
      const now = await processes();
      return now.length === before.length && now.every((pid) => !before.includes(pid));
    });
    await row(ready).waitFor(patience);
  });

  it("disables and enables a server, in the settings", async () => {
    await palette("mcpHub.disableServer");
    await quick.choose("Hotel");
    await row("Hotel, MCP server, Disabled").waitFor(patience);
    assert.equal((await entry("hotel"))?.enabled, false);
    await palette("mcpHub.enableServer");
    await quick.choose("Hotel");
    await row(ready).waitFor(patience);
    assert.notEqual((await entry("hotel"))?.enabled, false);
  });

  it("shows a server's log and the hub's", async () => {
    await palette("mcpHub.showServerLog");
    await quick.choose("Hotel");
    await shownLog("MCP Hub: Hotel");
    await logged(/\[state\]\sReady/);
    await palette("mcpHub.showHubLog");
    await shownLog("MCP Hub");
  });

  it("shows the activity", async () => {
    await palette("mcpHub.showActivity");
    await window.page.locator(".tab", { hasText: "MCP Hub: Activity" }).waitFor(patience);
    run.add("mcpHub.openCallPage"); // test/window/callPage opens it
    run.add("mcpHub.moveActivityToEditor"); // test/window/panel moves it
    run.add("mcpHub.moveActivityToPanel");
  });

  it("shows the details of a server", async () => {
    await palette("mcpHub.showServer");
    await quick.choose("Hotel");
    const page = window.page.frameLocator("iframe.webview:visible").first().frameLocator("#active-frame");
    await page.getByRole("article", { name: "Hotel", exact: true }).waitFor(patience);
  });

  it("asks for a tool's arguments field by field, checks them, remembers them and shows the result", async () => {
    await palette("mcpHub.callTool");
    await quick.choose("book");
    await quick.check("room", "extras"); // which of the optional arguments
    await quick.widget.getByText("Where to [stay] (command:").first().waitFor(patience);
    assert.equal(await quick.widget.locator(".quick-input-message a").count(), 0, "What a server writes is no link.");
    await quick.answer("X");
    await quick.widget
      .getByText(/too short|shorter|at least/)
      .first()
      .waitFor(patience);
    await window.screenshot("form-problem");
    await quick.answer("Oslo");
    await quick.asks("2"); // the default
    await quick.answer("31");
    await quick.widget.getByText(/30/).first().waitFor(patience);
    await quick.answer("3");
    await quick.choose("Double");
    await quick.check("breakfast", "parking");
    const booked = { city: "Oslo", nights: 3, room: "d", extras: ["breakfast", "parking"] };
    assert.equal(await result("book.json"), JSON.stringify(booked, undefined, 2));

    await palette("mcpHub.callTool");
    await quick.choose("book");
    await quick.check(); // the same optional arguments as before
    await quick.asks("Oslo");
    await window.page.keyboard.press("Escape");
    await quick.widget.waitFor({ state: "hidden", ...patience });
  });

  it("shows progress and cancels a tool, and the server hears of it", async () => {
    await palette("mcpHub.callTool");
    await quick.choose(/^wait$/);
    const toast = window.page.locator(".notification-toast", { hasText: "a quarter" });
    await toast.waitFor(patience);
    await toast.getByRole("button", { name: "Cancel" }).click();
    await toast.waitFor({ state: "detached", ...patience });
    await palette("mcpHub.callTool");
    await quick.choose(/^waits$/);
    assert.equal(await result("waits.md"), "cancelled: 1");
  });

  it("opens a result of 5 MB whole", async () => {
    await palette("mcpHub.callTool");
    await quick.choose("large");
    await until("the result is open", async () => (await documentLength("large.md")) > 5_000_000);
  });

  it("tests a service mapping, and shows why it leads nowhere", async () => {
    await palette("mcpHub.testServiceMapping");
    await quick.choose("confluence.getPageContent");
    await quick.choose("Hotel");
    await quick.answer("42");
    const text = await result("confluence.getPageContent.md");
    assert.match(text, /It failed \(unsupported\).*It offers book/, text);
  });

  it("asks the person before a tool runs, remembers the answer until it is told to forget, and shows a refusal", async () => {
    await palette("mcpHub.callTool");
    await quick.choose("refuse");
    await questions.asks('Run the tool "refuse" of the MCP server "Hotel" (hotel) for you (Call Tool)?');
    await window.screenshot("question");
    await questions.choose("Deny");
    await window.page.locator(".notification-toast", { hasText: "you declined" }).waitFor(patience);

    await palette("mcpHub.callTool");
    await quick.choose("refuse");
    await questions.choose("Allow in This Session: refuse");
    assert.match(await result("refuse.md"), /^The tool reported an error\.\n\nThe hotel is full\.$/);
    await closeAll();

    await palette("mcpHub.callTool");
    await quick.choose("refuse");
    assert.match(await result("refuse.md"), /The hotel is full/, "The second time nobody is asked.");

    await palette("mcpHub.forgetApprovals");
    await quick.choose("All servers");
    await window.page.locator(".monaco-dialog-box").getByRole("button", { name: "Cancel" }).click(patience);
    await palette("mcpHub.forgetApprovals");
    await quick.choose("All servers");
    await window.page.locator(".monaco-dialog-box").getByRole("button", { name: "Forget" }).click(patience);
    await window.page
      .locator(".notification-toast", { hasText: "Approvals for all servers were forgotten." })
      .waitFor(patience);
    await questions.allowServers(); // that the workspace's servers run is forgotten, too
    await row(ready).waitFor(patience);
    await palette("mcpHub.callTool");
    await quick.choose("refuse");
    await questions.choose("Allow Once");
    assert.match(await result("refuse.md"), /The hotel is full/);
  });

  it("opens a resource, and one that a template makes", async () => {
    await palette("mcpHub.openResource");
    await quick.choose("rooms");
    assert.equal(await result("list.md"), "# hotel://rooms/list.md\n");
    await palette("mcpHub.openResource");
    await quick.choose(/^room$/);
    await quick.answer("12");
    assert.equal(await result("12.md"), "# hotel://rooms/12\n");
  });

  it("attaches a resource to the chat", async () => {
    await palette("mcpHub.attachResource");
    await quick.choose("rooms");
    await window.page.locator(".chat-attached-context", { hasText: "list.md" }).first().waitFor(patience);
  });

  it("sets the log level of a server that goes on running: its log then has the details that it was asked for", async () => {
    const before = await processes();
    const set = async (level: string, said: string) => {
      await palette("mcpHub.setLogLevel");
      await quick.choose("Hotel");
      await quick.choose(level);
      await window.page.locator(".statusbar-item", { hasText: said }).waitFor(patience);
    };
    await set("debug", 'Hotel logs from level "debug"');
    assert.equal((await entry("hotel"))?.logLevel, "debug");
    await palette("mcpHub.callTool");
    await quick.choose(/^waits$/);
    await result("waits.md");
    await closeAll();
    await palette("mcpHub.showServerLog");
    await quick.choose("Hotel");
    await logged(/\[debug\]\s\[server\]\sCounting\sthe\swaits/);
    await set("default", "Hotel decides what it logs");
    assert.ok(!("logLevel" in ((await entry("hotel")) ?? {})));
    assert.deepEqual(await processes(), before);
    await row(ready).waitFor(patience);
  });

  it("shows the log as JSON lines, in which a call is found by its id", async () => {
    await palette("mcpHub.callTool");
    await quick.choose(/^waits$/);
    await result("waits.md");
    await palette("mcpHub.showJsonLog");
    const lines = async () => (await result("mcp-hub.jsonl")).split("\n").filter((line) => line.startsWith("{"));
    await until("the call is in it", async () =>
      (await lines()).some((line) => {
        const { component, tool, correlation_id: id } = JSON.parse(line);
        return component === "calls" && tool === "waits" && typeof id === "string";
      }),
    );
  });

  it("gets a prompt with its arguments", async () => {
    await palette("mcpHub.getPrompt");
    await quick.choose("praise");
    await quick.answer("Ada");
    assert.equal(await result("praise.md"), "## User\n\nPraise Ada.\n");
  });

  it("copies the name by which models know a tool", async () => {
    await palette("mcpHub.copyName");
    await quick.choose("book");
    await until("the name is copied", async () => (await clipboard()) === "hotel__book");
  });

  it("trusts a server's annotations after a warning, and stops", async () => {
    await palette("mcpHub.trustServer");
    await quick.choose("Hotel");
    await window.page.locator(".monaco-dialog-box").getByRole("button", { name: "Trust", exact: true }).click();
    await window.page
      .locator(".notification-toast", { hasText: "The annotations of Hotel are trusted." })
      .waitFor(patience);
    await palette("mcpHub.stopTrustingServer");
    await quick.choose("Hotel");
    await window.page
      .locator(".notification-toast", { hasText: "The annotations of Hotel are no longer trusted." })
      .waitFor(patience);
  });

  it("sets a secret of a server, which then starts again", async () => {
    await palette("mcpHub.setSecret");
    await quick.choose("vault");
    await quick.answer("hunter2");
    await row("vault, MCP server, Ready, 5 tools").waitFor(patience);
  });

  it("makes a bug report that is read first, as a document that is saved nowhere yet", async () => {
    await palette("mcpHub.exportDiagnostics");
    const about = window.page.locator(".view-line", { hasText: /Diagnostics\sof\sMCP\sHub/ });
    await about.first().waitFor(patience);
    await window.screenshot("bug-report");
    const [text = "", isUntitled] = await window.run((vscode) => {
      const document = vscode.window.activeTextEditor?.document;
      return [document?.getText(), document?.isUntitled] as const;
    });
    assert.equal(isUntitled, true);
    // It would be asked for when it is closed.
    await window.run((vscode) => vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));
    const { versions, servers, log } = JSON.parse(text);
    assert.match(versions.editor, /\d+\.\d+\.\d+$/);
    const of = (name: string) => servers.find(({ server }: { server: string }) => server === name);
    assert.deepEqual(
      [of("hotel").state, of("hotel").figures.outcomes.ok > 0, of("broken").failure.code, of("vault").state],
      ["ready", true, "exited", "ready"],
    );
    assert.deepEqual(of("vault").entry.env, { TOKEN: "${secret:TOKEN}" });
    assert.ok(log.some((record: { tool?: string; correlation_id?: string }) => record.tool === "book"));
    for (const left of ["hunter2", "Oslo", "The hotel is full"]) assert.ok(!text.includes(left), left);
  });

  it("of moving secrets says that no entry here holds one", async () => {
    await palette("mcpHub.moveSecrets");
    await window.page
      .locator(".notification-toast", { hasText: "No server has a secret in plain text in its settings." })
      .waitFor(patience);
  });

  it("forgets stored inputs", async () => {
    await palette("mcpHub.forgetInputs");
    await quick.choose("vault");
    await window.page
      .locator(".notification-toast", { hasText: "The stored inputs of vault were forgotten." })
      .waitFor(patience);
  });

  it("opens the settings, and the settings at a server's entry", async () => {
    await palette("mcpHub.openServerSettings");
    await quick.choose("broken");
    await window.page.locator(".tab", { hasText: "settings.json" }).waitFor(patience);
    await until("the cursor is at the entry", async () =>
      window.run((vscode) => {
        const editor = vscode.window.activeTextEditor;
        return editor?.document.lineAt(editor.selection.start.line).text.includes('"broken"') ?? false;
      }),
    );
    await palette("mcpHub.openSettings");
    const settings = window.page.locator(".settings-editor");
    await settings.locator(".setting-item", { hasText: "When a server starts" }).first().waitFor(patience);
    await until("the settings are those of the extension", async () =>
      /@ext:mcp-client-hub\.mcp-client-hub/.test((await settings.locator(".settings-header").textContent()) ?? ""),
    );
    await settings.locator(".settings-toc-container", { hasText: "Connections" }).waitFor(patience);
    await window.screenshot("settings-groups");
  });

  it("adds a server by a few questions, back and forth", async () => {
    await palette("mcpHub.addServer");
    await quick.choose("Program");
    await quick.answer('node "');
    await quick.widget.getByText("Close every quote").first().waitFor(patience);
    await quick.answer(`node ${forms}`);
    await quick.asks("formServer");
    await quick.widget.getByRole("button", { name: "Back" }).click();
    await quick.asks(`node ${forms}`);
    await quick.answer(`node "${forms}"`);
    await quick.answer("hotel");
    await quick.widget.getByText("already").first().waitFor(patience);
    await quick.answer("motel");
    await quick.choose("Workspace Settings");
    await questions.allowServers();
    await row("motel, MCP server, Ready, 5 tools").waitFor(patience);
    assert.deepEqual(await entry("motel"), { command: "node", args: [forms] });
  });

  it("edits a server, and leaves the rest of its file as it is", async () => {
    const path = join(window.folder, ".vscode/settings.json");
    const before = (await readFile(path, "utf8")).replace('"broken":', '// the second\n      "broken":');
    await writeFile(path, before);
    await palette("mcpHub.editServer");
    await quick.choose("motel");
    await quick.choose("Display Name");
    await quick.answer("Roadside");
    await quick.choose("Arguments");
    await quick.asks(forms);
    await quick.answer(`"${forms}" --tools=2`);
    await quick.choose("Save");
    await questions.allowServers(); // other arguments may be another server
    await row("Roadside, MCP server, Ready, 7 tools").waitFor(patience);
    const motel = { command: "node", args: [forms, "--tools=2"], label: "Roadside" };
    assert.deepEqual(await entry("motel"), motel);
    const after = await readFile(path, "utf8");
    assert.ok(after.includes("// the second"), after);
  });

  it("duplicates, renames and moves a server that is chosen from a list", async () => {
    await palette("mcpHub.duplicateServer");
    await quick.choose("Roadside");
    await quick.answer("inn");
    await until("there is a copy", async () => (await entry("inn")) !== undefined);
    await palette("mcpHub.renameServer");
    await quick.choose("inn");
    await quick.answer("hostel");
    await until("it has its new name", async () => (await entry("hostel")) !== undefined);
    await palette("mcpHub.moveServer");
    await quick.choose("hostel");
    await quick.choose("User Settings");
    await until("it is in the user settings", () =>
      window.run((vscode) => {
        const { globalValue } = vscode.workspace.getConfiguration("mcpHub").inspect<object>("servers") ?? {};
        return Object.hasOwn(globalValue ?? {}, "hostel");
      }),
    );
    await window.page.locator(".notification-toast", { hasText: "is now in your user settings" }).waitFor(patience);
    await palette("mcpHub.removeServer");
    await quick.choose("hostel");
    const dialog = window.page.locator(".monaco-dialog-box", { hasText: "your user settings" });
    await dialog.getByRole("button", { name: "Remove" }).click(patience);
    await row("Roadside, MCP server, Ready, 7 tools").waitFor(patience); // it is alone with its name again
  });

  it("removes a server after a question, and leaves the rest of its file as it is", async () => {
    const path = join(window.folder, ".vscode/settings.json");
    const dialog = window.page.locator(".monaco-dialog-box", { hasText: 'Remove the server "Roadside"?' });
    await palette("mcpHub.removeServer");
    await quick.choose("Roadside");
    await dialog.getByText("the workspace settings").waitFor(patience);
    await window.screenshot("remove-server");
    await dialog.getByRole("button", { name: "Cancel" }).click(patience);
    await row("Roadside, MCP server, Ready, 7 tools").waitFor(patience);
    await palette("mcpHub.removeServer");
    await quick.choose("Roadside");
    await dialog.getByRole("button", { name: "Remove" }).click(patience);
    await row(/^Roadside, /).waitFor({ state: "detached", ...patience });
    assert.equal(await entry("motel"), undefined);
    const text = await readFile(path, "utf8");
    assert.ok(text.includes("// the second") && text.includes('"vault"'), text);
  });

  it("adds the sample server, once", async () => {
    await palette("mcpHub.addSampleServer");
    await row(/^Documents \(sample\), MCP server, Ready/).waitFor(patience);
    await palette("mcpHub.addSampleServer");
    await window.page.locator(".notification-toast", { hasText: "The sample server already exists" }).waitFor(patience);
  });

  it("shows the metrics of the calls so far", async () => {
    await palette("mcpHub.showMetrics");
    const text = await result("MCP Hub metrics.md");
    assert.match(text, /^\| all \| [1-9]\d* \|/m, text);
    const page = window.page.frameLocator("iframe.webview:visible").first().frameLocator("#active-frame");
    await page.getByRole("heading", { level: 1, name: "MCP Hub: metrics" }).waitFor(patience);
    await page.getByRole("columnheader", { name: "Breaker" }).waitFor(patience);
    await window.screenshot("metrics");
    await window.page
      .locator(".editor-actions")
      .getByRole("button", { name: /source file|show source/i })
      .first()
      .click(patience);
    await window.page.locator(".view-line", { hasText: "# MCP Hub: metrics" }).waitFor(patience);
  });

  it("opens the walkthrough", async () => {
    await openWalkthrough(window.page, () => palette("mcpHub.getStarted"));
  });

  it("shows which features of the protocol are used in which revision", async () => {
    await palette("mcpHub.showCompatibility");
    assert.match(await result("MCP Hub compatibility.md"), /^\| tools +\| yes /m);
  });

  it("shows the audit: that nothing was changed, and the calls so far", async () => {
    await palette("mcpHub.showAudit");
    const text = await result("MCP Hub audit.md");
    assert.match(text, /^- \*\*audit\\-1\\: \d+ records .*Nothing was changed/m, text);
    assert.match(text, /The signatures cover all of it/, text);
    assert.match(text, /\| call\\\.ended \|.*\| command \| person \| ok \|/, text);
    await window.screenshot("audit");
  });

  it("resets the circuit breakers", async () => {
    await palette("mcpHub.resetBreakers");
    await window.page
      .locator(".notification-toast", { hasText: "The circuit breakers of all servers were reset." })
      .waitFor(patience);
  });

  it("shows the result of a task, where there is one", async () => {
    await palette("mcpHub.showTaskResult");
    await window.page
      .locator(".notification-toast", { hasText: "No server has a task from an earlier session." })
      .waitFor(patience);
  });

  it("asks from which app the hub is used, and says that none does", async () => {
    await palette("mcpHub.useHubFrom");
    await quick.item("Claude Code").waitFor(patience);
    await window.page.keyboard.press("Escape");
    await palette("mcpHub.stopUsingHubFrom");
    await window.page
      .locator(".notification-toast", { hasText: "No app of this machine has the hub in a file" })
      .waitFor(patience);
  });

  it("offer services by name, and ask which registry to search", async () => {
    await palette("mcpHub.browseServices"); // test/window/registry has what follows
    await quick.item("Atlassian").waitFor(patience);
    await window.page.keyboard.press("Escape");
    await palette("mcpHub.searchRegistry");
    await quick.item("The Official MCP Registry").waitFor(patience);
    await window.page.keyboard.press("Escape");
  });

  it("of importing say that there is nothing here, ask for what to paste, and have nothing to undo or to stop", async () => {
    await window.run((vscode) => vscode.env.clipboard.writeText("nothing of this kind"));
    await window.page.waitForTimeout(1000); // the editor hides what comes as one of several within 0.8 s
    await palette("mcpHub.importServers"); // test/window/import has what follows
    await window.page
      .locator(".notification-toast", { hasText: "No other app of this machine has MCP servers" })
      .waitFor(patience);
    await window.run((vscode) => vscode.commands.executeCommand("notifications.clearAll"));
    await palette("mcpHub.pasteServers");
    await quick.widget.getByPlaceholder('{"mcpServers": {…}}').waitFor(patience);
    await window.page.keyboard.press("Escape");
    await window.page.waitForTimeout(1000);
    await palette("mcpHub.undoImport");
    await window.page
      .locator(".notification-toast", { hasText: "Nothing was imported in this window." })
      .waitFor(patience);
    await apart();
    await palette("mcpHub.stopFollowing");
    await window.page
      .locator(".notification-toast", { hasText: "No file of another app is followed." })
      .waitFor(patience);
  });

  it("turns tools off and on from the list, by a pattern and by a profile", async () => {
    const list = quick.widget.locator(".quick-input-title", { hasText: /Choose Tools.*: \d+ of \d+ on/ });
    for (const command of ["turnOff", "turnOn", "chooseTools", "chooseToolsEverywhere"] as const) {
      await apart();
      await palette(`mcpHub.${command}`); // test/window/chooseTools has what follows
      await list.waitFor(patience);
      await window.page.keyboard.press("Escape");
      await quick.input.waitFor({ state: "hidden", ...patience });
    }
    await palette("mcpHub.turnOffByPattern");
    await quick.choose("In this workspace");
    await quick.answer("hotel/refuse, gone/*");
    await window.page
      .locator(".notification-toast", {
        hasText: "The patterns match 1 tool, prompt or resource now. Nothing matches gone/*.",
      })
      .waitFor(patience);
    await palette("mcpHub.saveProfile");
    await quick.answer("Quiet-1");
    await window.page.locator(".notification-toast", { hasText: 'The profile "Quiet-1" was saved' }).waitFor(patience);
    const saved = await window.run((vscode) => vscode.workspace.getConfiguration("mcpHub").inspect("profiles"));
    assert.deepEqual(Reflect.get(Object(saved?.globalValue), "Quiet-1"), {
      servers: ["documents", "hotel", "broken", "away", "vault"],
      without: ["hotel/refuse", "gone/*"],
    });
    await palette("mcpHub.switchProfile");
    await quick.choose("Quiet-1");
    await palette("mcpHub.switchProfile");
    await quick.choose("All servers");
    await palette("mcpHub.turnOffByPattern");
    await quick.choose("In this workspace");
    await quick.answer("");
    await row(ready).waitFor(patience);
  });

  it("of signing in say that no server here could want it", async () => {
    const toast = window.page.locator(".notification-toast", {
      hasText: "No running server uses HTTP.",
    });
    for (const command of ["signIn", "signOut", "switchAccount", "signInDoctor"] as const) {
      await apart();
      await palette(`mcpHub.${command}`);
      await toast.waitFor(patience);
      await window.run((vscode) => vscode.commands.executeCommand("notifications.clearAll"));
      await toast.waitFor({ state: "detached", ...patience });
    }
  });

  it("forgets every sign-in, after a question", async () => {
    await palette("mcpHub.forgetSignIns");
    await window.page.locator(".monaco-dialog-box").getByRole("button", { name: "Forget" }).click(patience);
    await window.page.locator(".notification-toast", { hasText: "0 sign-ins were forgotten." }).waitFor(patience);
  });

  it("of new servers says that none waits", async () => {
    await apart();
    await palette("mcpHub.reviewServers");
    await window.page
      .locator(".notification-toast", { hasText: "No server waits for your permission to run." })
      .waitFor(patience);
  });

  it("of clients ask for a new one, and say that there is none", async () => {
    await palette("mcpHub.addClient"); // test/window/clients has what follows
    await quick.widget.getByPlaceholder("Claude Code").waitFor(patience);
    await window.page.keyboard.press("Escape");
    await quick.input.waitFor({ state: "hidden", ...patience });
    const nobody = window.page.locator(".notification-toast", { hasText: "No other program may use your servers." });
    for (const command of ["mcpHub.rotateClientToken", "mcpHub.revokeClient"] as const) {
      await apart();
      await palette(command);
      await nobody.waitFor(patience);
      await window.run((vscode) => vscode.commands.executeCommand("notifications.clearAll"));
      await nobody.waitFor({ state: "hidden", ...patience });
    }
  });

  it("of approvals and of changed tools say what there is", async () => {
    await palette("mcpHub.manageApprovals");
    const none = window.page.locator(".notification-toast", { hasText: "You have not allowed anything" });
    await until("the approvals, or that there are none", async () => {
      return (await questions.title()) === "Manage Approvals" || (await none.count()) > 0;
    });
    await window.page.keyboard.press("Escape");
    const same = window.page.locator(".notification-toast", { hasText: "Nothing has changed since you allowed it." });
    await palette("mcpHub.reviewTool");
    await same.waitFor(patience);
    await window.run((vscode) => vscode.commands.executeCommand("notifications.clearAll"));
    await same.waitFor({ state: "detached", ...patience });
    run.add("mcpHub.acceptTool"); // only the comparison offers it
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.acceptTool"));
    await same.waitFor(patience);
  });

  // Last: the server that works then has the same tools as another one.
  it("says why a server does not work, and one Enter makes it work", async () => {
    await palette("mcpHub.diagnose");
    await quick.choose("away");
    await quick.item(/Remove "cwd" from the entry/).waitFor(patience);
    await window.page.keyboard.press("Enter");
    await row("away, MCP server, Ready, 5 tools").waitFor(patience); // and nobody is asked again whether it may run
    assert.deepEqual(await entry("away"), { command: "node", args: [forms] });
    await window.page.locator(".tab", { hasText: "away diagnosis.md" }).waitFor(patience);
  });

  it("were all run", () => {
    const left = Object.keys(commandTable).filter((command) => !run.has(command));
    assert.deepEqual(left, []);
  });

  const row = (spoken: string | RegExp): Locator =>
    window.page.getByRole("treeitem", { name: spoken, ...(typeof spoken === "string" && { exact: true }) });

  /** Runs a command from the Command Palette, by its title. */
  async function palette(command: keyof typeof commandTable): Promise<void> {
    run.add(command);
    const title = `MCP Hub: ${commandTable[command].title}`;
    const row = quick.widget.locator(".monaco-list-row", { has: window.page.getByText(title, { exact: true }) });
    // The palette closes when something takes the focus, such as an editor that the command before opens late.
    await until(`"${title}" is chosen`, async () => {
      await window.page.keyboard.press("F1"); // one that is open is only opened again
      try {
        await quick.input.fill(`>${title}`, { timeout: 5000 });
        await row.first().click({ timeout: 5000 });
        return true;
      } catch (error) {
        if (error instanceof errors.TimeoutError) return false;
        throw error;
      }
    });
  }

  /** The text of the document that a command opened. */
  async function result(name: string): Promise<string> {
    await window.page.locator(".tab", { hasText: name }).first().waitFor(patience);
    const text = () =>
      window.run(
        (vscode, name) =>
          vscode.workspace.textDocuments.findLast(({ uri }) => uri.path.endsWith(`/${name}`))?.getText() ?? "(none)",
        name,
      );
    await until(`${name} is read`, async () => (await text()) !== "(none)");
    return text();
  }

  const documentLength = (name: string) =>
    window.run(
      (vscode, name) =>
        vscode.window.visibleTextEditors
          .find(({ document }) => document.uri.path.endsWith(`/${name}`))
          ?.document.getText().length ?? 0,
      name,
    );

  const clipboard = () => window.run((vscode) => vscode.env.clipboard.readText());

  const entry = (server: string) =>
    window.run(
      (vscode, server) =>
        vscode.workspace.getConfiguration("mcpHub").get<Record<string, Record<string, unknown>>>("servers")?.[server],
      server,
    );

  const processes = async () =>
    (await window.children()).filter(({ command }) => command.includes("formServer")).map(({ pid }) => pid);

  const shownLog = (name: string) =>
    window.page
      .locator(".panel .monaco-action-bar select, .panel .action-item", { hasText: name })
      .first()
      .waitFor(patience);

  /** The editor shows no notification that is the fourth within 0.8 s, which tests are fast enough for. */
  const apart = () => window.page.waitForTimeout(1000);

  const logged = (text: RegExp) =>
    window.page.locator(".panel .view-line", { hasText: text }).first().waitFor(patience);

  const closeAll = () =>
    window.run(async (vscode) => {
      await vscode.commands.executeCommand("notifications.clearAll");
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.commands.executeCommand("workbench.action.closePanel");
      await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    });
});
