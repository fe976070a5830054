import assert from "node:assert/strict";
import type { AddressState, ListedClient } from "../../../src/core/access/clientTokens";
import type { ShownClients } from "../../../src/editor/tree/clientNodes";
import { treeItemData } from "../../../src/editor/tree/treeItemData";
import { childNodes, rootNodes, type TreeNode, type TreeSource } from "../../../src/editor/tree/treeNode";
import { nodeTooltip } from "../../../src/editor/tree/treeTooltip";
import { first, ready, treeSource } from "../../support/treeFixture";

const now = Date.UTC(2026, 5, 1, 12);
const minuteMs = 60_000;
const codex: ListedClient = { id: "c", name: "Codex", scopes: [], createdAt: now - 90 * minuteMs };
const claude: ListedClient = {
  id: "d",
  name: "Cl\nau\u202ede",
  scopes: [{ servers: ["a", "b", "c", "d", "e"], readOnly: true }],
  profile: "review",
  createdAt: 0,
  lastUsedAt: now - 5 * minuteMs,
  expiresAt: now - 1,
};

const withClients = (
  clients: readonly ListedClient[],
  state: AddressState = { kind: "here" },
  agentUsedAt?: number,
  states: Parameters<typeof treeSource>[0]["states"] = { files: ready },
): TreeSource => {
  const shown: ShownClients = { url: "http://127.0.0.1:4319", state, clients, agentUsedAt, now };
  return { ...treeSource({ states }), clients: () => shown };
};
const clientsOf = (source: TreeSource) => rootNodes(source).find(({ kind }) => kind === "clients");
const children = (source: TreeSource) => childNodes(clientsOf(source) ?? assert.fail(), source);

describe("the clients in the tree", () => {
  it("stand below the servers while the gateway is on, or while there are any", () => {
    const kinds = (source: TreeSource) => rootNodes(source).map(({ kind }) => kind);
    assert.deepEqual(kinds(withClients([])), ["server", "clients"]);
    assert.deepEqual(kinds(withClients([codex], { kind: "off" })), ["server", "clients"]);
    assert.deepEqual(kinds(withClients([codex], { kind: "off" }, undefined, {})), ["clients"]);
    assert.deepEqual(kinds(withClients([], { kind: "off" })), ["server"]);
    // An empty tree shows how to add a server.
    assert.deepEqual(kinds(withClients([], { kind: "here" }, undefined, {})), []);
  });

  it("are the editor's agent and the programs, those used last first", () => {
    const nodes = children(withClients([codex, claude]));
    assert.deepEqual(
      nodes.map((node) => [node.id, treeItemData(node, withClients([codex, claude])).context]),
      [
        ["clients/agent", "client.agent"],
        ["clients/of/d", "client"],
        ["clients/of/c", "client"],
      ],
    );
    assert.deepEqual(
      children(withClients([codex], { kind: "off" })).map(({ id }) => id),
      ["clients/of/c"],
    );
  });

  it("say their name, last use, scope and expiry", () => {
    const source = withClients([codex, claude]);
    const [, used, unused] = children(source).map((node) => treeItemData(node, source));
    assert.equal(unused?.label, "Codex");
    assert.equal(unused?.description, "not used yet · all servers");
    assert.equal(used?.label, "Cl au\ufffdde");
    assert.equal(used?.description, "expired · used 5 minutes ago · profile review · a, b, c and 2 more · read-only");
    assert.equal(used?.icon.id, "warning");
    assert.equal(used?.accessibilityLabel, `Cl au\ufffdde, client, ${used?.description}`);
    const soon = withClients([{ ...codex, expiresAt: now + minuteMs, scopes: [{ tools: [] }] }]);
    const [, item] = children(soon).map((node) => treeItemData(node, soon));
    assert.match(item?.description ?? "", /^not used yet · nothing · expires 2026-06-01 \d\d:\d1$/);
  });

  it("include the agent of the editor with its last use", () => {
    const texts = [undefined, now - 5 * minuteMs].map((usedAt) => {
      const source = withClients([], { kind: "here" }, usedAt);
      return treeItemData(first(children(source)), source).description;
    });
    assert.deepEqual(texts, ["this window · not used yet", "this window · used 5 minutes ago"]);
  });

  it("have a hover with all of it", () => {
    const source = withClients([codex, claude]);
    const [agent, used] = children(source).map((node) => nodeTooltip(node, source).join("\n"));
    assert.match(agent ?? "", /Each window serves its own/);
    assert.match(used ?? "", /^Cl au\ufffdde\nIt may use: profile review, a, b, c, d, e, read-only\.\nLast used 2026/);
    assert.match(used ?? "", /expired .*Revoke it, and add the client again/);
  });

  const rows: [AddressState, description: string, hover: RegExp][] = [
    [{ kind: "off" }, "off", /Set mcpHub\.gateway to on/],
    [{ kind: "opening" }, "opening", /is being opened/],
    [{ kind: "here" }, "127.0.0.1:4319", /the servers of this window at http:\/\/127\.0\.0\.1:4319\/mcp/],
    [{ kind: "elsewhere" }, "served by another window", /Another window answers .* takes over/],
    [{ kind: "elsewhere", workspace: "/w/one" }, "served by another window", /The window of \/w\/one answers/],
    [{ kind: "failed", message: "Port 1 is used." }, "not reachable", /Port 1 is used/],
  ];
  for (const [state, description, hover] of rows)
    it(`say that the address is ${state.kind}${"workspace" in state ? " with a workspace" : ""}`, () => {
      const source = withClients([codex], state);
      const node = clientsOf(source) ?? assert.fail();
      assert.equal(treeItemData(node, source).description, description);
      assert.match(String(nodeTooltip(node, source)[1]), hover);
    });

  it("open by themselves where the address cannot be had, with the reason first", () => {
    const source = withClients([codex], { kind: "failed", message: "Port 1 is used." });
    assert.equal(treeItemData(clientsOf(source) ?? assert.fail(), source).collapsible, "expanded");
    const reason = treeItemData(first(children(source)), source);
    assert.equal(reason.label, "Port 1 is used.");
    assert.equal(reason.icon.id, "error");
  });

  it("are named even where one was revoked a moment ago", () => {
    const gone: TreeNode = { id: "clients/of/x", kind: "client", client: "x" };
    assert.equal(treeItemData(gone, withClients([])).label, "(revoked)");
  });
});
