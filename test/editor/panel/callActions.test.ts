import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { KeptResults } from "../../../src/core/calls/keptResults";
import type { Requests } from "../../../src/core/calls/requests";
import { newCall, type ToolCall } from "../../../src/core/calls/toolCall";
import type { ServerDefinition } from "../../../src/core/config/schema/serverDefinition";
import type { EarlierCall } from "../../../src/core/operations/history/earlierActivity";
import { callActions } from "../../../src/editor/panel/callActions";

const args = { path: "it's a file.md", depth: 3, password: "hunter2" };

/** Actions over one kept call of `outline`. */
async function begin(more: Partial<ToolCall> = {}, gateway?: string, config: object = { command: "node" }) {
  const kept = new KeptResults();
  const earlier = new Map<string, EarlierCall>();
  const asked: unknown[] = [];
  const note = (method: string) => async (ask: object) => {
    asked.push([method, ask]);
    return { content: [] };
  };
  const requests = {
    callTool: note("callTool"),
    readResource: note("readResource"),
    getPrompt: note("getPrompt"),
    skills: note("skills"),
  } as unknown as Requests;
  const definition = () =>
    ({ id: "documents", label: "documents", entry: { kind: "valid", config } }) as unknown as ServerDefinition;
  const signal = new AbortController().signal;
  const call = {
    ...newCall({ server: "documents", tool: "outline", args, caller: { door: "chat" }, signal }),
    ...more,
  };
  await kept.calls.layer(async () => undefined)(call);
  const actions = callActions({
    ...{ kept, requests, definition, gatewayUrl: () => gateway },
    earlierCall: (id) => earlier.get(id),
  });
  return { kept, call, asked, actions, earlier };
}

describe("the actions of a call in the panel", () => {
  it("make a tool's call again with its real arguments, in the name of the panel, and leave the question to the policy", async () => {
    const { call, asked, actions } = await begin();
    await actions.again(call.id);
    const [[method, made] = []] = asked as [string, ToolCall][];
    assert.ok(made);
    assert.deepEqual(
      [method, made.server, made.tool, made.args, made.caller, made.byHand],
      ["callTool", "documents", "outline", args, { door: "panel" }, undefined],
    );
    assert.notEqual(made.id, call.id);
  });

  const yesterday = { server: "documents", method: "tools/call", tool: "outline" } as const;

  it("make a call of an earlier session again, where all of its arguments were kept", async () => {
    const { earlier, asked, actions } = await begin();
    earlier.set("old", { ...yesterday, args: { path: "b.md" }, isWhole: true });
    await actions.again("old");
    const [[, made] = []] = asked as [string, ToolCall][];
    assert.deepEqual([made?.server, made?.tool, made?.args], ["documents", "outline", { path: "b.md" }]);
    assert.match(actions.text("old", "command"), /b\.md/);
  });

  it("let a person complete a call of an earlier session whose secrets were not kept, and never make it as it is", async () => {
    const { earlier, asked, actions } = await begin();
    earlier.set("old", { ...yesterday, args: { path: "b.md" }, isWhole: false });
    await assert.rejects(actions.again("old"), { code: "result-expired", message: /secrets .*Edit and call/ });
    assert.throws(() => actions.text("old", "command"), { code: "result-expired" });
    assert.deepEqual(asked, []);
    assert.deepEqual(JSON.parse(actions.toEdit("old").args), { path: "b.md" });
  });

  it("make a read and a prompt again, and say why nothing else can be", async () => {
    const read = await begin({ method: "resources/read", tool: "resources/read", args: { uri: "demo://1" } });
    await read.actions.again(read.call.id);
    const prompt = await begin({ method: "prompts/get", args: { name: "p", arguments: { who: "Eve" } } });
    await prompt.actions.again(prompt.call.id);
    const named = [...read.asked, ...prompt.asked].map((one) => {
      const [method, { uri, name, args }] = one as [string, { uri?: string; name?: string; args?: object }];
      return [method, uri ?? name, args];
    });
    assert.deepEqual(named, [
      ["readResource", "demo://1", undefined],
      ["getPrompt", "p", { who: "Eve" }],
    ]);
    const completion = await begin({ method: "completion/complete" });
    await assert.rejects(completion.actions.again(completion.call.id), { code: "unsupported" });
    await assert.rejects(completion.actions.again("gone"), { code: "result-expired" });
  });

  it("hand a tool's call to the call page with its real arguments, and nothing else", async () => {
    const { call, actions } = await begin({ args: { ...args, id: 9223372036854775807n } });
    const { target, args: text } = actions.toEdit(call.id);
    assert.deepEqual(target, { kind: "tool", server: "documents", name: "outline" });
    assert.match(text, /"id": 9223372036854775807\b/);
    assert.match(text, /"password": "hunter2"/);
    const read = await begin({ method: "resources/read", tool: "resources/read", args: { uri: "demo://1" } });
    assert.throws(() => read.actions.toEdit(read.call.id), { code: "unsupported" });
    assert.throws(() => actions.toEdit("gone"), { code: "result-expired" });
  });

  it("write a command line and a curl that a shell takes apart as they were meant", async () => {
    const { call, actions } = await begin({}, "http://127.0.0.1:4911/mcp");
    const words = async (line: string) => {
      const shell = `curl() { printf '%s\\0' "$@"; }; mcp-client-hub() { printf '%s\\0' "$@"; }; HUB_TOKEN=t; ${line}`;
      const { stdout } = await promisify(execFile)("bash", ["-c", shell]);
      return stdout.split("\0").slice(0, -1);
    };
    const command = await words(actions.text(call.id, "command"));
    assert.deepEqual(command.slice(0, 4), ["call", "documents", "outline", "--args"]);
    assert.deepEqual(JSON.parse(command[4] ?? ""), args);
    const curl = await words(actions.text(call.id, "curl"));
    assert.equal(curl[1], "http://127.0.0.1:4911/api/v1/mcp/chat");
    assert.ok(curl.includes("Authorization: Bearer t"));
    assert.deepEqual(JSON.parse(curl.at(-1) ?? ""), {
      server_id: "documents",
      tool_name: "outline",
      tool_input: args,
    });
    const direct = await begin({}, undefined, { url: "https://example.com/${input:tenant}/mcp" });
    const toServer = direct.actions.text(direct.call.id, "curl");
    assert.ok(toServer.includes("'https://example.com/${input:tenant}/mcp'"), "a variable stays a variable");
    assert.ok(!toServer.includes("example.com/api"));
  });

  it("write a script that is JavaScript, and say where no curl is possible", async () => {
    const { call, actions } = await begin();
    const script = actions.text(call.id, "script");
    assert.doesNotThrow(() => new Function(script.replaceAll("require", "import_")));
    assert.match(script, /hub\.callTool\("documents", "outline", \{/);
    assert.throws(() => actions.text(call.id, "curl"), /has no HTTP address, and the gateway is off/);
  });

  it("copy and open the result while it is kept, and end a call only while it runs", async () => {
    const { kept, call, actions } = await begin();
    assert.throws(() => actions.text(call.id, "result"), { code: "result-expired" });
    kept.keep(call, { content: [{ type: "text", text: "three chapters" }], isError: false });
    assert.equal(actions.text(call.id, "result"), "three chapters");
    assert.throws(() => actions.cancel(call.id), { code: "result-expired" });
  });
});
