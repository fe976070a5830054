import assert from "node:assert/strict";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Questions } from "../support/questions.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
/** A call that a person has to answer for takes as long as all of the person's steps. */
const personMs = 150_000;

describe("another extension", () => {
  let window: EditorWindow;

  before(async () => {
    const args = [join(repository, "test/support/fixtureServer.mjs")];
    window = await openWindow({
      extensions: [join(repository, "test/sampleExtension")],
      userSettings: { "mcpHub.servers": { builds: { command: "node", args } } },
    });
    await window.page
      .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 1/1" })
      .waitFor(patience);
  });
  after(() => window?.close());

  it("calls a tool under the id that it declares, for the session at most, and hears notifications by their pattern", async () => {
    const questions = new Questions(window.page);
    const first = announce("notifications/build/done");
    await questions.asks(
      'Run the tool "announce" of the MCP server "builds" for an extension that declares itself as "mcp-client-hub-test.sample-extension"?',
    );
    await questions.shows("VS Code cannot prove which extension asks.");
    await window.screenshot("extension-api-question");
    const lines = await questions.lines();
    assert.ok(!lines.some((line) => /Always Allow|in This Workspace/.test(line)), lines.join("\n"));
    await questions.choose("Allow in This Session: announce");
    assert.equal(await first, "announced");

    assert.equal(await announce("notifications/other"), "announced", "the session's yes holds");
    await announce("notifications/build/failed");
    const heard = await until("the sample has heard two notifications", async () => {
      const heard = await window.run((vscode) => vscode.commands.executeCommand<string[]>("sampleExtension.heard"));
      return heard.length >= 2 && heard;
    });
    assert.deepEqual(
      heard,
      ["done", "failed"].map((end) => `builds: notifications/build/${end} {"id":7}`),
    );
  });

  const announce = (method: string): Promise<string> =>
    window.run(
      async (vscode, method) => {
        const args = { method, params: { id: 7 } };
        return vscode.commands.executeCommand<string>("sampleExtension.call", "builds", "announce", args);
      },
      method,
      personMs,
    );
});
