import assert from "node:assert/strict";
import { checkEnvelope, envelopeOf } from "../../../../src/gateway/mcp/modern/envelope";
import { RpcError, rpcCodes } from "../../../../src/gateway/mcp/rpc";

const revision = "2026-07-28";
const prefix = "io.modelcontextprotocol/";
const named = { "mcp-protocol-version": revision };
const withMeta = (meta: object, method = "tools/list") => ({ method, params: { _meta: meta } });

describe("what a request without a handshake says about itself", () => {
  it("is in its metadata", () => {
    const meta = {
      [`${prefix}protocolVersion`]: revision,
      [`${prefix}clientCapabilities`]: { sampling: {} },
      [`${prefix}logLevel`]: "debug",
    };
    const envelope = { version: revision, capabilities: { sampling: {} }, logLevel: "debug" };
    assert.deepEqual(envelopeOf(withMeta(meta), {}), envelope);
    assert.deepEqual(envelopeOf(withMeta(meta, "initialize"), {}), envelope);
  });

  it("may be in its header alone, but not of a handshake", () => {
    const nothing = { version: undefined, capabilities: undefined, logLevel: undefined };
    for (const body of [{ method: "tools/list" }, withMeta({}), { params: "x" }, { params: { _meta: [] } }])
      assert.deepEqual(envelopeOf(body, named), nothing, JSON.stringify(body));
    assert.equal(envelopeOf({ method: "initialize" }, named), undefined);
  });

  it("is nothing of this era in every other body", () => {
    for (const body of [undefined, [], "x", { method: "tools/list" }, withMeta({ protocolVersion: revision })])
      assert.equal(envelopeOf(body, {}), undefined, JSON.stringify(body));
    assert.equal(envelopeOf({ method: "tools/list" }, { "mcp-protocol-version": "2025-11-25" }), undefined);
    assert.equal(envelopeOf([], named), undefined);
  });

  const refusals: readonly (readonly [what: string, envelope: object, code: number, why: RegExp])[] = [
    [
      "no revision",
      { capabilities: {} },
      rpcCodes.invalidParams,
      /no _meta with io\.modelcontextprotocol\/protocolVersion/,
    ],
    [
      "another revision",
      { version: "2025-11-25", capabilities: {} },
      rpcCodes.unsupportedVersion,
      /2025-11-25 is not supported/,
    ],
    ["a revision that is not a text", { version: 5, capabilities: {} }, rpcCodes.unsupportedVersion, /revision 5 /],
    [
      "a long revision",
      { version: "v".repeat(99), capabilities: {} },
      rpcCodes.unsupportedVersion,
      /revision v{40} is/,
    ],
    ["no capabilities", { version: revision }, rpcCodes.invalidParams, /clientCapabilities/],
    ["capabilities in a list", { version: revision, capabilities: [] }, rpcCodes.invalidParams, /clientCapabilities/],
  ];
  for (const [what, envelope, code, why] of refusals)
    it(`is refused with ${what}`, () => {
      const check = () =>
        checkEnvelope({ version: undefined, capabilities: undefined, logLevel: undefined, ...envelope });
      assert.throws(check, (error) => error instanceof RpcError && error.code === code && error.status === 400);
      assert.throws(check, why);
    });

  it("is accepted with the revision and what the client can", () => {
    checkEnvelope({ version: revision, capabilities: {}, logLevel: undefined });
    assert.throws(
      () => checkEnvelope({ version: "1", capabilities: {}, logLevel: undefined }),
      (error) => {
        const { supported, requested } = Object((error as RpcError).data);
        return requested === "1" && supported.includes(revision);
      },
    );
  });
});
