import assert from "node:assert/strict";
import type { ToolCall } from "../../../../src/core/calls/toolCall";
import { HubError } from "../../../../src/core/kernel/hubError";
import type { ToolResult } from "../../../../src/core/messages/toolResult";
import { assertFailed } from "../../../support/assertFailed";
import { done } from "../../../support/callFixture";
import { aClient, RestServer, restParts, type RestServer as Server } from "../../../support/restServer";

describe("POST /batch", () => {
  let running = 0;
  let most = 0;
  const order: string[] = [];
  const charged: number[] = [];
  let server: Server;

  /** Ends after the turns of the event loop that its arguments say, as they say. */
  const callTool = async ({ tool, args }: ToolCall): Promise<ToolResult> => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < Number(args.turns ?? 1); turn++) await new Promise((resolve) => setImmediate(resolve));
    running--;
    order.push(tool);
    if (args.fails) throw new HubError("transport", `"${tool}" broke.`);
    return done;
  };

  before(async () => {
    const charge = (_: unknown, calls: number) => {
      charged.push(calls);
      return calls > 50 ? ({ status: 429, message: "Too many calls.", retryAfterSeconds: 7 } as const) : undefined;
    };
    server = await RestServer.start(
      restParts({ requests: { callTool }, charge }),
      aClient("narrow", { scopes: [{ tools: ["files/a"] }], limits: { ...aClient("").limits, concurrent: 2 } }),
    );
  });
  beforeEach(() => {
    running = most = 0;
    order.length = charged.length = 0;
  });
  after(() => server.stop());

  const call = (tool_name: string, tool_input: object = {}, more: object = {}) => ({
    server_id: "files",
    tool_name,
    tool_input,
    ...more,
  });
  const batch = (requests: readonly object[], mode?: string, client = "editor") =>
    server.ask("POST", "/batch", { body: { requests, ...(mode && { mode }) }, client });

  it("settles each call, in the order of the requests", async () => {
    const { status, body } = await batch([call("slow", { turns: 5 }), call("bad", { fails: true }), call("quick")]);
    assert.equal(status, 200);
    assert.equal(body.status, "partial");
    assert.deepEqual([body.succeeded, body.failed], [2, 1]);
    assert.deepEqual(
      body.results?.map((one) => [one.tool_name, one.status]),
      [
        ["slow", "success"],
        ["bad", "error"],
        ["quick", "success"],
      ],
    );
    assert.equal(body.results?.[1]?.error?.code, "MCP_CONNECTION_ERROR");
    assert.equal(most, 3);
    assert.equal(order.at(-1), "slow");
    assert.deepEqual(charged, [2]);
  });

  it("makes one after the other where that is asked for, also after a failure", async () => {
    const { body } = await batch([call("a", { turns: 5 }), call("b", { fails: true }), call("c")], "sequential");
    assert.equal(most, 1);
    assert.deepEqual(order, ["a", "b", "c"]);
    assert.equal(body.status, "partial");
  });

  it("says whether all went well, or nothing did", async () => {
    assert.equal((await batch([call("a")])).body.status, "success");
    assert.equal((await batch([call("a", { fails: true })])).body.status, "error");
  });

  it("runs as many at once as the client may, and no call out of its scope", async () => {
    const calls = [call("a", { turns: 3 }), call("b"), call("a", { turns: 3 }), call("a", { turns: 3 })];
    const { body } = await batch(calls, undefined, "narrow");
    assert.equal(most, 2);
    assert.deepEqual(order, ["a", "a", "a"]);
    assert.equal(body.results?.[1]?.error?.code, "AUTHORIZATION_ERROR");
  });

  it("keeps the ids of each request", async () => {
    const { body } = await batch([call("a", {}, { request_id: "r-1" }), call("b")]);
    assert.deepEqual(
      body.results?.map((one) => one.original_request_id === "r-1"),
      [true, false],
    );
  });

  it("refuses a batch with a request that is not valid, and names its field", async () => {
    const reply = await batch([call("a"), { server_id: "files", tool_input: {} }]);
    assertFailed(reply, 400, "VALIDATION_ERROR", /"requests\[1\]\.tool_name" is missing/);
    assert.equal(reply.body.error?.details.fields?.[0]?.path, "requests[1].tool_name");
    assert.deepEqual(order, []);
    const nameless = await batch([call("a"), { tool_name: "a", tool_input: {} }]);
    assert.equal(nameless.body.results?.[1]?.error?.details.fields?.[0]?.path, "requests[1].server_id");
  });

  it("has an end: at most 100 calls, and as many as the client's limit allows", async () => {
    assertFailed(await batch([]), 400, "VALIDATION_ERROR", /requests/);
    assertFailed(await batch(Array.from({ length: 101 }, () => call("a"))), 400, "VALIDATION_ERROR", /at most 100/);
    const limited = await batch(Array.from({ length: 60 }, () => call("a")));
    assertFailed(limited, 429, "RATE_LIMIT_EXCEEDED", /Too many calls/);
    assert.equal(limited.headers.get("retry-after"), "7");
    assert.deepEqual(order, []);
  });
});
