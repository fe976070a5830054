import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow, type WindowBeside } from "../host/window.js";
import { freePort } from "../support/freePort.js";
import { QuickInput } from "../support/quickInput.js";
import { post } from "../support/rawMcp.js";
import { unfold } from "../support/unfold.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };

/** Other programs as clients of the hub: added, seen in the tree, let in by whichever window has the address, and revoked. */
describe("the clients of the hub", () => {
  let window: EditorWindow;
  let quick: QuickInput;
  let port: number;
  let token: string;

  before(async () => {
    port = await freePort();
    window = await openWindow({
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.gatewayPort": port,
        "mcpHub.servers": {
          forms: { command: "node", args: [join(repository, "test/support/formServer.mjs")], label: "Hotel" },
        },
      },
    });
    quick = new QuickInput(window.page);
    await show(window);
    await row(/^Hotel, MCP server, Ready/).waitFor(patience);
  });
  after(() => window?.close());
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`clients-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
  });

  const show = ({ run }: Pick<EditorWindow, "run">) =>
    run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
  const row = (spoken: RegExp, page: Page = window.page) => page.getByRole("treeitem", { name: spoken });
  const address = () => `http://127.0.0.1:${port}`;

  /** What a program with the token learns of the hub; rejects where nobody answers. */
  async function ask(): Promise<{ readonly status: number; readonly instructions: string }> {
    const clientInfo = { name: "test", version: "1" };
    const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
    const body = { jsonrpc: "2.0", id: 0, method: "initialize", params };
    const answer = await post(`${address()}/mcp`, body, { authorization: `Bearer ${token}` });
    const instructions = answer.status === 200 ? String((await answer.last()).result?.instructions) : "";
    return { status: answer.status, instructions };
  }

  it("are not shown while there are none and the gateway is for the agent alone", async () => {
    assert.equal(await row(/^Clients, /).count(), 0);
    await assert.rejects(fetch(address()));
  });

  it("are added with a token that is copied, and the gateway is on from then", async () => {
    void window.run((vscode) => vscode.commands.executeCommand("mcpHub.addClient"));
    await quick.input.waitFor(patience);
    await quick.input.fill("Codex");
    await window.page.keyboard.press("Enter");
    await quick.choose("All servers, read-only");
    await quick.choose("In 90 days");
    const toast = window.page.locator(".notification-toast", { hasText: `Codex can use your servers at ${address()}` });
    await toast.waitFor(patience);
    token = await window.run((vscode) => vscode.env.clipboard.readText());
    assert.match(token, /^mcphub_/);
    assert.ok(!(await toast.textContent())?.includes(token), "It is not on the screen.");
    await row(new RegExp(`^Clients, 127.0.0.1:${port}`)).waitFor(patience);
    const setting = await window.run((vscode) => vscode.workspace.getConfiguration("mcpHub").inspect("gateway"));
    assert.equal(setting?.globalValue, "on");
    const { status, instructions } = await ask();
    assert.equal(status, 200);
    assert.ok(instructions.includes(window.folder), instructions);
    const wrong = { headers: { authorization: "Bearer wrong" } };
    assert.equal((await fetch(`${address()}/api/v1/mcp/metrics`, wrong)).status, 401);
    const own = { headers: { authorization: `Bearer ${token}` } };
    const metrics = await (await fetch(`${address()}/api/v1/mcp/metrics`, own)).text();
    assert.match(metrics, /^mcp_hub_failed_sign_ins_total 1$/m);
    assert.match(metrics, /^mcp_hub_sessions [1-9]/m);
  });

  it("are in the tree with their last use, scope and expiry", async () => {
    await unfold(row(/^Clients, /));
    await row(/^The editor's agent, client, this window/).waitFor(patience);
    await row(/^Codex, client, used just now · all servers · read-only · expires 20/).waitFor(patience);
    await window.page.keyboard.press("Escape");
    await window.screenshot("clients");
  });

  it("get a new token, which is copied, and the old one no longer lets them in", async () => {
    const old = token;
    void window.run((vscode) => vscode.commands.executeCommand("mcpHub.rotateClientToken"));
    await quick.choose("Codex");
    const dialog = window.page.locator(".monaco-dialog-box", { hasText: "Give Codex a new token?" });
    await dialog.getByRole("button", { name: "Rotate Token" }).click(patience);
    token = await until("another token is copied", async () => {
      const copied = await window.run((vscode) => vscode.env.clipboard.readText());
      return copied !== old && copied;
    });
    assert.equal((await ask()).status, 200);
    const fresh = token;
    token = old;
    assert.equal((await ask()).status, 401);
    token = fresh;
  });

  it("are let in with the same token on the same port after a reload", async () => {
    await window.reload();
    await until("the hub answers again", async () => (await ask().catch(() => undefined))?.status === 200);
    await show(window);
  });

  it("are let in by another window within two seconds when the extension host of the one with the address is killed", async () => {
    const folder = join(window.root, "another");
    await mkdir(folder, { recursive: true });
    const beside: WindowBeside = await window.openBeside(folder);
    await show(beside);
    await row(/^Clients, served by another window/, beside.page).waitFor(patience);
    const pid = await window.extensionHostPid();
    const began = Date.now();
    process.kill(pid, "SIGKILL");
    const { instructions } = await until("the other window answers", () => ask().catch(() => false as const));
    const ms = Date.now() - began;
    console.log(`        the address was taken over after ${ms} ms`);
    assert.ok(instructions.includes(folder), instructions);
    assert.ok(ms < 2000, `${ms} ms`);
    await row(new RegExp(`^Clients, 127.0.0.1:${port}`), beside.page).waitFor(patience);

    await unfold(row(/^Clients, /, beside.page));
    await row(/^Codex, client, /, beside.page).hover();
    await row(/^Codex, client, /, beside.page)
      .getByRole("button", { name: "Revoke Client…" })
      .click(patience);
    const dialog = beside.page.locator(".monaco-dialog-box", { hasText: "Revoke Codex?" });
    await dialog.getByRole("button", { name: "Revoke" }).click(patience);
    await row(/^Codex, client, /, beside.page).waitFor({ state: "detached", ...patience });
    assert.equal((await ask()).status, 401);
    await beside.screenshot("clients-revoked");

    // Another program has the port that is chosen next.
    const stranger = createServer();
    const taken = await new Promise<number>((resolve) =>
      stranger.listen(0, "127.0.0.1", () => {
        const at = stranger.address();
        resolve(typeof at === "object" && at ? at.port : 0);
      }),
    );
    try {
      await beside.run(
        (vscode, taken) => vscode.workspace.getConfiguration("mcpHub").update("gatewayPort", taken, true),
        taken,
      );
      await beside.page.bringToFront();
      await row(/^Clients, not reachable/, beside.page).waitFor(patience);
      await row(new RegExp(`^Other programs cannot reach your servers: port ${taken}`), beside.page).waitFor(patience);
      await beside.screenshot("clients-port-taken");
    } finally {
      stranger.close();
    }
    await row(new RegExp(`^Clients, 127.0.0.1:${taken}`), beside.page).waitFor(patience);
  });
});
