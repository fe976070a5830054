import assert from "node:assert/strict";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { type Sampling, startSamplingServer } from "../support/samplingServer.js";

const patience = { timeout: 30_000 };
/** A call that a person has to answer for takes as long as all of the person's steps. */
const personMs = 150_000;

/** What a server asks of a language model, as a person sees it before it is asked. */
describe("a server that asks a language model", () => {
  let server: Sampling;
  let window: EditorWindow;

  before(async () => {
    server = await startSamplingServer();
    window = await openWindow({
      env: { SCRIPTED_EYES: "1" },
      extensions: [join(repository, "test/host/scriptedModel")],
      userSettings: { "mcpHub.approval": "never", "mcpHub.servers": { painter: { type: "http", url: server.url } } },
    });
    await window.page
      .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 1/1" })
      .waitFor(patience);
    await window.run((vscode) => vscode.lm.selectChatModels({ vendor: "scripted" }));
  });
  after(async () => {
    await window?.close();
    await server.stop();
  });
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`sampling-failed-${title?.slice(0, 30).replace(/\W+/g, "-")}`);
  });

  const dialog = () => window.page.locator(".monaco-dialog-box");
  const call = (tool: string) =>
    window.run(
      async (vscode, name) => {
        const options = { input: { tool: `painter__${name}`, arguments: {} }, toolInvocationToken: undefined };
        return JSON.stringify((await vscode.lm.invokeTool("mcpHub_callTool", options)).content);
      },
      tool,
      personMs,
    );

  it("shows the picture and the wishes, and the model that can see is given the picture", async () => {
    const said = call("describe");
    for (const words of [
      "(a picture, image/png, 70 bytes)",
      "(a sound, audio/wav, 844 bytes)",
      "Would like: eyes. Temperature 0.2 is passed on; the model may not follow it.",
    ])
      await dialog().getByText(words).waitFor(patience);
    await dialog().getByRole("button", { name: "Look at It…" }).click(patience);
    await window.page.locator(".tab", { hasText: "painter-asks-a-model.md" }).waitFor(patience);
    await window.page.locator(".tab", { hasText: ".png" }).waitFor(patience);
    await window.screenshot("sampling-look");
    await window.page
      .locator(".notification-toast", { hasText: 'Let the MCP server "painter" ask a language model?' })
      .getByRole("button", { name: "Allow Once" })
      .click(patience);
    const answer = await said;
    assert.match(answer, /scripted-eyes/);
    assert.match(answer, /What is this\?.*Here was a sound \(audio\/wav\), which cannot be given.* Pictures: 1\./);
  });

  it("goes on with its own tools, after consent to each request", async () => {
    const said = call("loop");
    const allow = () => dialog().getByRole("button", { name: "Allow Once" }).click(patience);
    await dialog().getByText("The model may ask for: pick__color").waitFor(patience);
    await allow();
    await dialog().getByText("(result of a tool)").waitFor(patience);
    await allow();
    assert.match(await said, /The result: red car/);
  });
});
