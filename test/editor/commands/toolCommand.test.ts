import assert from "node:assert/strict";
import type { ToolCall } from "../../../src/core/calls/toolCall";
import type { Tool } from "../../../src/core/catalog/catalog";
import { HubError } from "../../../src/core/kernel/hubError";
import { toolCommand } from "../../../src/editor/commands/toolCommand";
import { turns } from "../../support/callFixture";
import { aTool } from "../../support/fakeLink";
import { type Answer, cancel } from "../../support/scriptedPerson";
import { ScriptedScreen } from "../../support/scriptedScreen";

const text = { type: "string" };
const echo = aTool("echo", { inputSchema: { type: "object", properties: { text }, required: ["text"] } });
const bare = aTool("bare");
const open = aTool("open", { inputSchema: { type: "object", additionalProperties: true } });
const digested: Tool = { ...bare, name: "changed", digest: "d2" } as Tool;

function world(answers: readonly Answer[], failure?: HubError) {
  const calls: ToolCall[] = [];
  const documents: unknown[] = [];
  const failures: unknown[] = [];
  const screen = new ScriptedScreen(...answers);
  const commands = toolCommand({
    hub: { tools: () => [echo, bare, open, digested].map((tool) => ({ server: "a", tool })) },
    requests: {
      callTool: async (call: ToolCall) => {
        await turns();
        if (failure) throw failure;
        calls.push(call);
        call.onProgress?.({ progress: 3 });
        return { content: [{ type: "text", text: "done" }] };
      },
    },
    pins: {
      isChanged: (server: string, { name }: { name: string }, digest: string) =>
        `${server}/${name}/${digest}` === "a/changed/d2",
    },
    documents: { open: (document: unknown) => turns().then(() => documents.push(document)) },
    showFailure: (error: unknown, source: unknown) => void failures.push([error, source]),
    screen,
  } as unknown as Parameters<typeof toolCommand>[0]);
  const call = (name?: string) => commands["mcpHub.callTool"](name === undefined ? undefined : { server: "a", name });
  return { screen, calls, documents, failures, call };
}

describe("the command that calls a tool", () => {
  it("asks for the arguments, calls, and opens the result", async () => {
    const { screen, calls, documents, call } = world(["hello"]);
    await call("echo");
    const [{ server, tool, args, caller, byHand } = assert.fail()] = calls;
    assert.deepEqual([server, tool, args, caller, byHand], ["a", "echo", { text: "hello" }, { door: "command" }, true]);
    assert.deepEqual(screen.busyWith, ["Running echo on a [Cancel]", "3"]);
    assert.equal(screen.asked[0]?.title, "echo: text");
    assert.deepEqual(documents, [{ folder: "a", name: "echo.md", text: "done" }]);
    assert.deepEqual(screen.notices, [], "nothing is said of a tool that is as it was");
  });

  it("starts with the arguments of the last call", async () => {
    const { screen, call } = world(["hello", cancel]);
    await call("echo");
    await call("echo");
    assert.deepEqual(
      screen.asked.map(({ before }) => before),
      ["", "hello"],
    );
  });

  it("does not count as seen where there was no form", async () => {
    const { screen, calls, call } = world([]);
    await call("bare");
    assert.deepEqual([calls[0]?.args, calls[0]?.byHand, screen.asked], [{}, undefined, []]);
  });

  it("takes the arguments as a JSON object where the schema says too little", async () => {
    const { screen, calls, call } = world(['{"a": 1}', cancel]);
    await call("open");
    assert.equal(screen.asked[0]?.title, "open: Arguments as a JSON object");
    assert.deepEqual([calls[0]?.args, calls[0]?.byHand], [{ a: 1 }, true]);
    await call("open");
    assert.equal(screen.asked[1]?.before, '{"a":1}');
    assert.equal(calls.length, 1, "a cancel calls nothing");
  });

  it("calls nothing after a cancel", async () => {
    const { calls, documents, failures, call } = world([cancel, cancel]);
    await call("echo");
    await call();
    assert.deepEqual([calls, documents, failures], [[], [], []]);
  });

  it("lets the person pick the tool", async () => {
    const { screen, calls, call } = world(["bare"]);
    await call();
    assert.deepEqual(screen.asked[0]?.items, ["echo", "bare", "open", "changed"]);
    assert.equal(calls[0]?.tool, "bare");
  });

  it("warns of a tool that changed, with a way to review it, and calls it", async () => {
    const { screen, calls, call } = world([]);
    await call("changed");
    const [{ text: said, isWarning } = assert.fail()] = screen.notices;
    assert.match(said, /changed/);
    assert.equal(isWarning, true);
    await screen.press("Review Change");
    assert.deepEqual(screen.ran, [["mcpHub.reviewTool", { server: "a", name: "changed" }]]);
    assert.equal(calls.length, 1);
  });

  it("says of an unknown tool that the server does not have it", async () => {
    const { failures, call } = world([]);
    await call("gone");
    const [[error, source] = []] = failures as [HubError, unknown][];
    assert.equal(error?.code, "unknown-tool");
    assert.match(error?.message ?? "", /^Server "a" currently has no tool "gone"\./);
    assert.deepEqual(source, { server: "a", tool: "gone" });
  });

  it("shows what failed, with the tool", async () => {
    const error = new HubError("exited", "It ended.");
    const { failures, documents, call } = world(["bare"], error);
    await call();
    assert.deepEqual([failures, documents], [[[error, { server: "a", tool: "bare" }]], []]);
  });
});
