import assert from "node:assert/strict";
import { mayUseServer } from "../../../../src/core/access/scope";
import { scoped } from "../../../../src/core/calls/approval/scoped";
import type { ToolCall } from "../../../../src/core/calls/toolCall";
import { emptyCatalog } from "../../../../src/core/catalog/catalog";
import type { Scope } from "../../../../src/protocol/scope";
import { aCall, done, fakeServers, withOptions } from "../../../support/callFixture";
import { aTool } from "../../../support/fakeLink";

const offered = { ...emptyCatalog, tools: [aTool("read", { hints: { readOnly: true } }), aTool("write")] };

function run(scopes: readonly Scope[] | undefined, more: Partial<ToolCall> = {}, trusted = true) {
  const layer = scoped({
    servers: fakeServers({ catalog: () => offered }),
    optionsOf: withOptions(),
    trusts: () => trusted,
  });
  const caller = { door: "gateway", client: { id: "c", name: "Client" }, ...(scopes && { scopes }) } as const;
  return layer(async () => done)(aCall({ caller, ...more }));
}

describe("the scopes of a caller", () => {
  it("limit nothing where there are none, or where they say nothing", async () => {
    assert.equal(await run(undefined), done);
    assert.equal(await run([{}]), done);
  });

  const refused: readonly [what: string, scope: Scope, more?: Partial<ToolCall>, trusted?: boolean][] = [
    ["another server", { servers: ["web", "f"] }],
    ["a tool that is not chosen", { tools: ["files/write", "web/read"] }],
    ["a tool that is left out", { tools: ["files/*"], without: ["*/read"] }],
    ["a tool that may change something", { readOnly: true }, { tool: "write" }],
    ["a tool that its server does not have", { readOnly: true }, { tool: "other" }],
    ["a read of a server that is not trusted", { readOnly: true }, {}, false],
    ["a resource of another server", { servers: ["web"] }, { method: "resources/read", tool: "resources/read" }],
  ];
  for (const [what, scope, more, trusted] of refused)
    it(`refuse ${what}, with the name of the client and the way out`, async () => {
      const trace: NonNullable<ToolCall["trace"]> = { queueMs: 0, waitsMs: 0, decision: undefined, asked: undefined };
      const answer = (async () => run([{}, scope], { trace, ...more }, trusted))();
      await assert.rejects(answer, { code: "denied", message: /"Client".*Widen the scope/ });
      assert.deepEqual(trace.decision, { by: "scope" });
    });

  it("let through what lies within all of them", async () => {
    const scopes = [{ servers: ["fi*"] }, { tools: ["files/*"], without: ["files/write"] }, { readOnly: true }];
    assert.equal(await run(scopes), done);
  });

  it("limit resources and prompts by their server alone", async () => {
    const scope = { readOnly: true, tools: ["files/read"] };
    assert.equal(await run([scope], { method: "prompts/get", tool: "prompts/get" }), done);
  });

  it("are no wider for a pattern that is empty", () => {
    assert.ok(!mayUseServer([{ servers: [] }], "files"));
    assert.ok(!mayUseServer([{ servers: [""] }], "files"));
  });
});
