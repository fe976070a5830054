import assert from "node:assert/strict";
import { HubError } from "../../../src/core/kernel/hubError";
import { failedCall, reportDefect, toRpcError, unknownMethod, wrongParams } from "../../../src/gateway/mcp/errors";
import { RpcError } from "../../../src/gateway/mcp/rpc";

/** What a server answered, behind the hub's own words. */
const answered = (code: number, hubCode: "server-error" | "unknown-resource" = "server-error", data?: unknown) =>
  new HubError(hubCode, "The hub's words.", {
    cause: new Error("between", { cause: Object.assign(new Error("No."), { code, data }) }),
  });
const shape = (error: unknown, era?: "legacy" | "modern") => {
  const { code, message, data, status } = toRpcError(error, era);
  return [code, message, data, status];
};

describe("a failure in the words of the protocol", () => {
  it("keeps what the server answered", () => {
    for (const era of ["legacy", "modern"] as const)
      assert.deepEqual(shape(answered(-32050, "server-error", { a: 1 }), era), [-32050, "No.", { a: 1 }, 200]);
    assert.equal(shape(answered(1.5))[0], -32603, "that is no code");
    assert.deepEqual(shape(new HubError("server-error", "It failed.")), [
      -32603,
      "It failed.",
      { code: "server-error" },
      200,
    ]);
    const long = new HubError("server-error", "x", { cause: Object.assign(new Error("y".repeat(5000)), { code: 1 }) });
    const [, text] = shape(long);
    assert.match(String(text), /^y{4000}(?!y)/);
  });

  it("takes nothing of the server where the hub itself refused", () => {
    const cause = Object.assign(new Error("No."), { code: 7 });
    assert.deepEqual(shape(new HubError("denied", "You declined.", { cause })), [
      -32603,
      "You declined.",
      { code: "denied" },
      200,
    ]);
  });

  it("says that the request is wrong, or that it could not be done, and when to try again", () => {
    for (const code of ["bad-arguments", "unknown-tool", "unknown-server"] as const)
      assert.deepEqual(shape(new HubError(code, "Wrong.")), [-32602, "Wrong.", { code }, 200]);
    const busy = new HubError("rate-limited", "Busy.", { retryAfterMs: 0 });
    assert.deepEqual(shape(busy), [-32603, "Busy.", { code: "rate-limited", retryAfterMs: 0 }, 200]);
    assert.equal(shape(new Error("a defect"))[0], -32603);
  });

  it("has a code of its own for a resource that is not there, up to the revisions without a handshake", () => {
    const missing = new HubError("unknown-resource", "There is none.");
    const data = { code: "unknown-resource" };
    assert.deepEqual(shape(missing, "legacy"), [-32002, "There is none.", data, 200]);
    assert.deepEqual(shape(missing), [-32002, "There is none.", data, 200], "which is the era where none is named");
    assert.deepEqual(shape(missing, "modern"), [-32602, "There is none.", data, 200]);
    const uri = { uri: "demo://a" };
    for (const [code, about] of [
      [-32002, undefined],
      [-32602, uri],
    ] as const) {
      assert.equal(shape(answered(code, "unknown-resource", about), "legacy")[0], -32002);
      assert.equal(shape(answered(code, "unknown-resource", about), "modern")[0], -32602);
    }
    for (const other of [undefined, {}, { uri: 5 }, { ...uri, more: 1 }])
      assert.equal(shape(answered(-32602, "server-error", other), "legacy")[0], -32602);
  });

  it("says in the words of each era that an address must be opened, or that a capability is missing", () => {
    const url = new RpcError(-32042, "Open it.", { elicitations: [] });
    assert.deepEqual(shape(url, "legacy"), [-32042, "Open it.", { elicitations: [] }, 200]);
    assert.deepEqual(shape(url, "modern"), [
      -32021,
      "Open it.",
      { requiredCapabilities: { elicitation: { url: {} } } },
      400,
    ]);
    const missing = new RpcError(-32021, "It cannot.", { a: 1 });
    assert.deepEqual(shape(missing, "legacy"), [-32603, "It cannot.", { a: 1 }, 200]);
    assert.deepEqual(shape(missing, "modern"), [-32021, "It cannot.", { a: 1 }, 400]);
    const other = new RpcError(-32700, "No.", undefined, 400);
    for (const era of ["legacy", "modern"] as const) assert.equal(toRpcError(other, era), other);
  });

  it("is a result that the model reads where a call could not run", () => {
    assert.deepEqual(failedCall(new HubError("timeout", "Too long.", { retryAfterMs: 5 }), "modern"), {
      content: [{ type: "text", text: "Too long." }],
      isError: true,
      _meta: { "mcp-hub/error": { code: "timeout", retryAfterMs: 5 } },
    });
    for (const error of [new RpcError(1, "No."), answered(-32050), new HubError("bad-arguments", "Wrong.")])
      for (const era of ["legacy", "modern"] as const) assert.equal(failedCall(error, era), undefined);
    assert.equal(failedCall(answered(-32021), "modern"), undefined);
    assert.ok(failedCall(answered(-32021), "legacy"), "that code is not known there");
    assert.ok(failedCall(answered(5, "unknown-resource"), "legacy"));
  });

  it("names a method that is not known, with a status where that era has one, and what is wrong with params", () => {
    const status = (era: "legacy" | "modern") => [unknownMethod("x\u0007", era).code, unknownMethod("x", era).status];
    assert.deepEqual(
      [status("legacy"), status("modern")],
      [
        [-32601, 200],
        [-32601, 404],
      ],
    );
    assert.match(unknownMethod("m".repeat(500), "modern").message, /m{80}(?!m)/);
    assert.deepEqual(
      [wrongParams("a must be b").code, wrongParams("a must be b").message],
      [-32602, "The params are wrong: a must be b."],
    );
  });

  it("is reported where it is a defect of the hub, and nowhere else", () => {
    const reports: unknown[] = [];
    const exchange = { requestId: "r-1" } as Parameters<typeof reportDefect>[1];
    const report = (error: unknown) => reports.push(error);
    for (const error of [new RpcError(1, "No."), new HubError("timeout", "Long.")])
      reportDefect(report, exchange, error);
    assert.deepEqual(reports, []);
    reportDefect(report, exchange, new TypeError("undefined is not a function"));
    assert.equal(reports.length, 1);
    assert.match(String(reports[0]), /r-1/);
  });
});
