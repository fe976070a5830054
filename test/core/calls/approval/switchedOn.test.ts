import assert from "node:assert/strict";
import { noSwitches, type Switches } from "../../../../src/core/access/switches";
import { switchedOn } from "../../../../src/core/calls/approval/switchedOn";
import type { ToolCall } from "../../../../src/core/calls/toolCall";
import { emptyCatalog } from "../../../../src/core/catalog/catalog";
import type { Scope } from "../../../../src/protocol/scope";
import { aCall, done, fakeServers, withOptions } from "../../../support/callFixture";
import { aTool } from "../../../support/fakeLink";

const offered = {
  ...emptyCatalog,
  tools: [aTool("read", { hints: { readOnly: true } }), aTool("write")],
  resources: [{ uri: "file:///a/listed", name: "a" }],
  resourceTemplates: [{ uriTemplate: "file:///a/{path}", name: "any" }],
};

const off = (kind: string, name: string): Switches => ({
  single: { [`${kind}\nfiles\n${name}`]: "off" },
  patterns: [],
});

function run(workspace: Switches, more: Partial<ToolCall> = {}, scope?: Scope) {
  const rule = { workspace, everywhere: noSwitches, ...(scope && { profile: { name: "review", scope } }) };
  const layer = switchedOn({
    choice: { rule },
    servers: fakeServers({ catalog: () => offered }),
    optionsOf: withOptions(),
    trusts: () => true,
  });
  return layer(async () => done)(aCall(more));
}

const resource = (uri: string) => ({ method: "resources/read", tool: "resources/read", args: { uri } }) as const;
const prompt = { method: "prompts/get", tool: "prompts/get", args: { name: "sum" } } as const;
const complete = (of: object) =>
  ({ method: "completion/complete", tool: "completion/complete", args: { of, argument: "a" } }) as const;

describe("what the person turned off", () => {
  it("limits nothing where nobody can turn anything off", async () => {
    const layer = switchedOn({ servers: fakeServers(), optionsOf: withOptions(), trusts: () => true });
    assert.equal(await layer(async () => done)(aCall()), done);
  });

  const refused: readonly [what: string, off: Switches, more?: Partial<ToolCall>, scope?: Scope][] = [
    ["a tool", off("tool", "read")],
    ["a tool by a pattern", { single: {}, patterns: ["files/re*"] }],
    ["a prompt", off("prompt", "sum"), prompt],
    ["a completion of a prompt", off("prompt", "sum"), complete({ prompt: "sum" })],
    ["a completion of a template", off("template", "file:///a/{path}"), complete({ uriTemplate: "file:///a/{path}" })],
    ["a resource", off("resource", "file:///a/listed"), resource("file:///a/listed")],
    ["a resource of a template", off("template", "file:///a/{path}"), resource("file:///a/other")],
    ["a tool outside of the profile", noSwitches, {}, { tools: ["files/write"] }],
    ["a tool that may write in a profile that only reads", noSwitches, { tool: "write" }, { readOnly: true }],
    ["a prompt of a server outside of the profile", noSwitches, prompt, { servers: ["web"] }],
  ];
  for (const [what, switches, more, scope] of refused)
    it(`is refused: ${what}, with the way to turn it on`, async () => {
      const trace: NonNullable<ToolCall["trace"]> = { queueMs: 0, waitsMs: 0, decision: undefined, asked: undefined };
      const answer = (async () => run(switches, { trace, ...more }, scope))();
      await assert.rejects(answer, { code: "denied", sent: "no", message: /"files".*"MCP Hub: (Choose Tools|Switch)/ });
      assert.deepEqual(trace.decision, { by: "choice" });
    });

  it("lets everything else through, and what a person does by hand", async () => {
    assert.equal(await run(off("tool", "write")), done);
    assert.equal(await run(off("tool", "read"), { byHand: true }), done);
    assert.equal(await run(off("template", "file:///a/{path}"), resource("file:///a/listed")), done);
    assert.equal(await run(off("template", "file:///a/{path}"), resource("file:///b")), done);
    assert.equal(await run(noSwitches, {}, { readOnly: true }), done);
  });
});
