import assert from "node:assert/strict";
import { callerAt, progressTo } from "../../../src/gateway/mcp/asking";
import { clientCan } from "../../../src/gateway/mcp/clientCan";
import type { McpParts } from "../../../src/gateway/mcp/mcpParts";
import { capabilities, instructions } from "../../../src/gateway/mcp/offer";
import type { View } from "../../../src/gateway/mcp/view/view";
import { aClient } from "../../support/restServer";

const none = { roots: false, sampling: false, forms: false, urls: false };

describe("what a client says that it answers", () => {
  const rows: readonly (readonly [capabilities: unknown, can: Partial<typeof none>])[] = [
    [undefined, {}],
    [{}, {}],
    [{ roots: true, sampling: 1, elicitation: "yes" }, {}],
    [{ roots: {} }, { roots: true }],
    [{ sampling: {} }, { sampling: true }],
    [{ elicitation: {} }, { forms: true }],
    [{ elicitation: { form: {} } }, { forms: true }],
    [{ elicitation: { url: {} } }, { urls: true }],
    [{ elicitation: { form: {}, url: {} } }, { forms: true, urls: true }],
    [{ elicitation: { url: true } }, { forms: true }],
  ];
  for (const [given, can] of rows)
    it(`is read from ${JSON.stringify(given)}`, () => assert.deepEqual(clientCan(given), { ...none, ...can }));
});

describe("what the gateway says to a client", () => {
  it("is that it has everything, and tells changes of it", () => {
    const changed = { listChanged: true };
    assert.deepEqual(capabilities, {
      ...{ tools: changed, resources: { ...changed, subscribe: true }, prompts: changed },
      ...{ logging: {}, completions: {} },
    });
  });

  const said = (
    view: object,
    workspace?: string,
    state: object = { kind: "ready", info: { instructions: "Be kind." } },
  ) => {
    const parts = {
      stream: {
        view: {
          servers: [
            { id: "other", state },
            { id: "files", state },
          ],
        },
      },
      ...(workspace !== undefined && { workspace: () => workspace }),
    };
    return instructions(parts as unknown as McpParts, view as View);
  };

  it("names the servers, and the workspace in which they work", () => {
    const all = "The tools of these MCP servers, each named server__tool: ";
    assert.equal(said({ servers: ["a", "b"] }), `${all}a, b.`);
    assert.equal(said({ servers: [] }, "/work"), `${all}none yet. They work in the workspace /work.`);
  });

  it("is what a single server says itself, while it is there", () => {
    const one = { only: "files", servers: ["files"] };
    assert.equal(said(one), "Be kind.");
    assert.equal(said(one, "/work"), "Be kind.\nThey work in the workspace /work.");
    assert.equal(said(one, undefined, { kind: "stopped", info: { instructions: "Be kind." } }), "");
    assert.equal(said({ ...one, only: "gone" }, "/work"), "They work in the workspace /work.");
  });
});

describe("a request of a client", () => {
  it("comes by the gateway, with the client and what it may use", () => {
    const view = { scopes: [{ readOnly: true }] } as unknown as View;
    assert.deepEqual(callerAt({ client: aClient("a", { name: "Codex" }), view }), {
      door: "gateway",
      client: { id: "a", name: "Codex" },
      scopes: [{ readOnly: true }],
    });
  });

  it("reports its progress with the token of its client, and not at all without one", () => {
    const heard: unknown[] = [];
    const to = (_meta: unknown) =>
      progressTo({ notify: (text: string) => heard.push(JSON.parse(text)) } as never, { _meta });
    for (const token of ["t", 0]) to({ progressToken: token })?.({ progress: 1, message: "m" });
    assert.deepEqual(
      heard,
      ["t", 0].map((progressToken) => ({
        ...{ jsonrpc: "2.0", method: "notifications/progress" },
        params: { progress: 1, message: "m", progressToken },
      })),
    );
    for (const meta of [undefined, {}, { progressToken: null }, { progressToken: {} }])
      assert.equal(to(meta), undefined);
  });
});
