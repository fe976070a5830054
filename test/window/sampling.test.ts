import assert from "node:assert/strict";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { isOldestEditor } from "../support/oldestEditor.js";
import { Questions } from "../support/questions.js";
import { type Sampling, startSamplingServer } from "../support/samplingServer.js";

const patience = { timeout: 30_000 };
/** A call that a person has to answer for takes as long as all of the person's steps. */
const personMs = 150_000;

/** What a server asks of a language model, as a person sees it before it is asked. */
describe("a server that asks a language model", () => {
  let server: Sampling;
  let window: EditorWindow;
  let questions: Questions;

  before(async () => {
    server = await startSamplingServer();
    window = await openWindow({
      env: { SCRIPTED_EYES: "1" },
      extensions: [join(repository, "test/host/scriptedModel")],
      userSettings: { "mcpHub.approval": "never", "mcpHub.servers": { painter: { type: "http", url: server.url } } },
    });
    questions = new Questions(window.page);
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
      await questions.shows(words);
    await questions.choose("Look at It…");
    await window.page.locator(".tab", { hasText: "painter-asks-a-model.md" }).waitFor(patience);
    await window.page.locator(".tab", { hasText: ".png" }).waitFor(patience);
    await window.screenshot("sampling-look");
    await questions.asks('Let the MCP server "painter" ask a language model?'); // it stays while the person looks
    await questions.choose("Allow Once");
    const answer = await said;
    assert.match(answer, /scripted-eyes/);
    // VS Code 1.103 has no pictures for models.
    const picture = isOldestEditor ? /Here was a picture \(image\/png\), which cannot be given/ : / Pictures: 1\./;
    assert.match(answer, picture);
    assert.match(answer, /What is this\?.*Here was a sound \(audio\/wav\), which cannot be given/);
  });

  it("goes on with its own tools, after consent to each request", async () => {
    const said = call("loop");
    await questions.shows("The model may ask for: pick__color");
    await questions.choose("Allow Once");
    await questions.shows("(result of a tool)");
    await questions.choose("Allow Once");
    assert.match(await said, /The result: red car/);
  });
});
