import assert from "node:assert/strict";
import { environmentNextSteps, environmentValues, variableOf } from "../../src/headless/environmentValues";
import { MemorySecrets, MemoryState } from "../../src/headless/memoryState";
import { optionClientFeatures } from "../../src/headless/optionClientFeatures";
import { stderrLog } from "../../src/headless/stderrLog";
import type { HubEvent, LogLevel } from "../../src/protocol/hubEvent";
import type { HubView, ServerView } from "../../src/protocol/hubView";

describe("the log on standard error", () => {
  const server = {
    id: "files",
    label: "files",
    counts: { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 },
    inFlight: 0,
  };
  const written = (minimum: LogLevel, ...events: readonly object[]) => {
    const lines: string[] = [];
    const log = stderrLog(minimum, (line) => lines.push(line));
    for (const event of events) {
      const servers = [{ ...server, ...("state" in event && { state: event.state }) } as ServerView];
      log(event as HubEvent, { phase: "running", problems: [], servers } as unknown as HubView);
    }
    return lines;
  };

  it("has one line for each event of its level or above", () => {
    const levels = ["debug", "info", "warning", "error"] as const;
    const events = levels.map((level) => ({ type: "hub.log", level, text: "text" }));
    for (const [index, minimum] of levels.entries())
      assert.deepEqual(
        written(minimum, ...events),
        levels.slice(index).map((level) => `${level} text\n`),
      );
  });

  it("names the server of what it logs, how it does, and how its calls end", () => {
    const failed = { kind: "failed", error: { code: "transport", message: "It is away." } };
    const lines = written(
      "debug",
      { type: "server.log", server: "files", from: "stderr", level: "info", text: "started" },
      { type: "server.state", server: "files", state: { kind: "stopped", reason: "idle" } },
      { type: "server.state", server: "files", state: failed },
      { type: "server.state", server: "gone", state: failed },
      { type: "call.ended", server: "files", tool: "read", outcome: "ok", ms: 5 },
      { type: "wire.message", server: "files" },
    );
    assert.equal(lines.length, 4);
    assert.equal(lines[0], "info files (stderr): started\n");
    assert.match(lines[1] ?? "", /^debug files: /);
    assert.match(lines[2] ?? "", /^error files: .*It is away/);
    assert.equal(lines[3], "debug files: read ended: ok after 5 ms\n");
  });
});

describe("a process without an editor", () => {
  it("has values in the variables of its environment, and stores none there", async () => {
    assert.equal(variableOf("my.api-key_2"), "MCP_HUB_INPUT_my_api_key_2");
    const values = environmentValues({ MCP_HUB_INPUT_a_b: "value" });
    const key = `value:${JSON.stringify(["user", "", "files", "a-b", ""])}`;
    assert.equal(await values.get(key), "value");
    assert.equal(await values.get("token:files"), undefined);
    for (const change of [values.set(key, "x"), values.delete(key)])
      await assert.rejects(change, { code: "internal", message: /cannot be stored/ });
    assert.equal(environmentNextSteps.env("A"), "Set it, or use ${input:A} and set MCP_HUB_INPUT_A.");
    for (const step of [environmentNextSteps.input("a.b"), environmentNextSteps.secret("a.b")])
      assert.equal(step, "Set the environment variable MCP_HUB_INPUT_a_b.");
  });

  it("keeps what is stored for as long as it runs", async () => {
    const [state, secrets] = [new MemoryState(), new MemorySecrets()];
    await state.set("a", [1]);
    await secrets.set("a", "secret");
    assert.deepEqual([state.get("a"), state.get("b")], [[1], undefined]);
    assert.deepEqual([await secrets.get("a"), await secrets.get("b")], ["secret", undefined]);
    await secrets.delete("a");
    assert.equal(await secrets.get("a"), undefined);
  });

  it("says to servers that it can do what its script answers, and nothing else", async () => {
    const none = { roots: false, forms: false, urls: false, sampling: false };
    const root = { uri: "file:///a", name: "a" };
    assert.deepEqual(optionClientFeatures({}).can, none);
    assert.deepEqual(optionClientFeatures({}).roots("files"), []);
    assert.deepEqual(optionClientFeatures({ roots: [root] }).roots("files"), [root]);
    assert.deepEqual(optionClientFeatures({ roots: [] }).can, { ...none, roots: true });
    const fails = () => assert.fail("It was asked.");
    assert.deepEqual(optionClientFeatures({ onForm: fails }).can, { ...none, forms: true });
    assert.deepEqual(optionClientFeatures({ onUrl: fails }).can, { ...none, urls: true });
    assert.deepEqual(optionClientFeatures({ onSampling: fails }).can, { ...none, sampling: true });
    const consent = (features: ReturnType<typeof optionClientFeatures>) =>
      features.consent({} as never, new AbortController().signal);
    assert.equal(await consent(optionClientFeatures({})), false);
    assert.equal(await consent(optionClientFeatures({ onSampling: fails })), true);
  });

  it("fills what a script leaves out of a form with its defaults, and nothing where the script declines", async () => {
    const schema = { type: "object", properties: { a: { default: 1 }, b: { default: 2 }, c: {}, d: true } };
    const fill = (answer: object) =>
      optionClientFeatures({ onForm: async () => answer as never }).fill(
        { schema } as never,
        new AbortController().signal,
      );
    assert.deepEqual(await fill({ action: "accept", content: { b: 3 } }), {
      action: "accept",
      content: { a: 1, b: 3 },
    });
    assert.deepEqual(await fill({ action: "decline" }), { action: "decline" });
  });
});
