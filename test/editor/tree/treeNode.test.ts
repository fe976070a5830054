import assert from "node:assert/strict";
import type { Catalog, Tool } from "../../../src/core/catalog/catalog";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { Metrics } from "../../../src/core/hub/metrics";
import { treeItemData } from "../../../src/editor/tree/treeItemData";
import { childNodes, rootNodes, type TreeNode, type TreeSource, treeChange } from "../../../src/editor/tree/treeNode";
import { nodeTooltip } from "../../../src/editor/tree/treeTooltip";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import type { ConfigProblem, HubEvent } from "../../../src/protocol/hubEvent";
import { apply, emptyView } from "../../../src/protocol/hubView";
import { cpuMs } from "../../support/cpuMs";

const info = { name: "Files", version: "1.2.3", protocolVersion: "2025-11-25", transport: "stdio" } as const;
const ready: ConnectionState = { kind: "ready", since: 0, losses: 0, info: { ...info, pid: 7 } };
const failed: ConnectionState = {
  kind: "failed",
  error: { code: "exited", message: "The program ended with code 1.\nSee its log." },
};

const tool = (name: string, rest: Partial<Tool> = {}): Tool => ({ name, inputSchema: {}, hints: {}, ...rest });

const catalog: Catalog = {
  ...emptyCatalog,
  tools: [tool("read", { description: "Reads a file.\nAny \u202efile." }), tool("write")],
  resources: [{ uri: "file:///a.md", name: "a.md", mimeType: "text/markdown", size: 1234 }],
  resourceTemplates: [{ uriTemplate: "file:///{path}", name: "any file" }],
};

function source(options: {
  states?: Readonly<Record<string, ConnectionState>>;
  problems?: readonly ConfigProblem[];
  catalog?: Catalog;
  trusted?: readonly string[];
  metrics?: Metrics;
}): TreeSource {
  const events: HubEvent[] = [{ type: "config.read", problems: options.problems ?? [] }];
  for (const [server, state] of Object.entries(options.states ?? {})) {
    events.push({ type: "server.added", server, label: server.toUpperCase(), scope: "user" });
    events.push({ type: "server.state", server, state });
    events.push({
      type: "server.catalog",
      server,
      counts: { tools: 2, resources: 1, resourceTemplates: 1, prompts: 0 },
    });
  }
  return {
    view: events.reduce(apply, emptyView),
    catalog: () => options.catalog ?? catalog,
    trusts: (server) => options.trusted?.includes(server) ?? false,
    figures: (server) => options.metrics?.of(server, 1_000_000),
  };
}

function first(nodes: readonly TreeNode[]): TreeNode {
  assert.ok(nodes[0], "There is no node.");
  return nodes[0];
}

/** The whole tree as indented lines. */
function drawn(from: TreeSource, nodes: readonly TreeNode[] = rootNodes(from), indent = ""): string[] {
  return nodes.flatMap((node) => {
    const { label, description } = treeItemData(node, from);
    return [
      `${indent}${label}${description === undefined ? "" : ` – ${description}`}`,
      ...drawn(from, childNodes(node, from), `${indent}  `),
    ];
  });
}

const problem = (path: ConfigProblem["path"], message: string): ConfigProblem => ({
  scope: "user",
  path,
  severity: "warning",
  message,
});

describe("the tree of servers", () => {
  it("shows a ready server with its groups, each with its count, and what is in them", () => {
    assert.deepEqual(drawn(source({ states: { files: ready } })), [
      "FILES – Ready, 2 tools · MCP 2025-11-25",
      "  Tools – 2",
      "    read – Reads a file. Any \ufffdfile.",
      "    write",
      "  Resources – 2",
      "    a.md – file:///a.md",
      "    any file – file:///{path}",
    ]);
  });

  it("shows a failed server's error below it, expanded, with its log and settings one click away", () => {
    const from = source({ states: { files: failed }, catalog: emptyCatalog });
    assert.deepEqual(drawn(from), ["FILES – Failed", "  The program ended with code 1. See its log."]);
    const server = first(rootNodes(from));
    assert.equal(treeItemData(server, from).collapsible, "expanded");
    assert.equal(treeItemData(first(childNodes(server, from)), from).context, "message.server");
  });

  it("shows the icons of a server", () => {
    const icon = "data:image/png;base64,iVBORw0KGgo=";
    const from = source({
      states: { files: ready },
      catalog: {
        tools: [tool("read", { icon }), tool("write")],
        resources: [{ uri: "a:b", name: "b", icon }],
        resourceTemplates: [{ uriTemplate: "a:{b}", name: "any", icon }],
        prompts: [{ name: "p", arguments: [], icon }],
      },
    });
    const groups = childNodes(first(rootNodes(from)), from);
    const pictures = groups.map((group) => childNodes(group, from).map((node) => treeItemData(node, from).iconUri));
    assert.deepEqual(pictures, [[icon, undefined], [icon, icon], [icon]]);
  });

  it("reports that a ready server offers nothing", () => {
    const lines = drawn(source({ states: { files: ready }, catalog: emptyCatalog }));
    assert.deepEqual(lines.slice(1), ["  This server offers no tools, resources or prompts."]);
  });

  it("shows a problem of the settings below its server, and others before the servers", () => {
    const problems = [
      problem(["mcpHub.servers", "files", "cwd"], "cwd is wrong."),
      problem(["mcpHub.policy", "files"], "policy is wrong."),
    ];
    const from = source({ states: { files: failed }, problems, catalog: emptyCatalog });
    assert.deepEqual(drawn(from), [
      "policy is wrong.",
      "FILES – Failed",
      "  The program ended with code 1. See its log.",
      "  cwd is wrong.",
    ]);
  });

  it("shows the same message once", () => {
    const message = "command is missing.";
    const state: ConnectionState = { kind: "failed", error: { code: "bad-config", message } };
    const problems = [problem(["mcpHub.servers", "files"], message)];
    assert.deepEqual(drawn(source({ states: { files: state }, problems, catalog: emptyCatalog })), [
      "FILES – Failed",
      "  command is missing.",
    ]);
  });

  const states: [ConnectionState, icon: string, context: string, collapsible: string][] = [
    [ready, "pass-filled", "server.ready", "collapsed"],
    [{ kind: "starting", attempt: 1, losses: 0 }, "loading~spin", "server.connecting", "none"],
    [{ kind: "waiting", attempt: 2, losses: 0, error: failed.error }, "loading~spin", "server.connecting", "expanded"],
    [{ kind: "needs-auth", error: failed.error }, "key", "server.needs-auth", "expanded"],
    [failed, "error", "server.failed", "expanded"],
    [{ kind: "stopped", reason: "disabled" }, "circle-slash", "server.disabled", "none"],
    [{ kind: "stopped", reason: "person" }, "circle-outline", "server.off", "none"],
    [{ kind: "stopped", reason: "not-started" }, "circle-outline", "server.off", "none"],
  ];
  for (const [state, icon, context, collapsible] of states) {
    it(`${state.kind}${"reason" in state ? ` (${state.reason})` : ""} → ${icon}, ${context}, ${collapsible}`, () => {
      const from = source({ states: { files: state } });
      const item = treeItemData(first(rootNodes(from)), from);
      assert.deepEqual([item.icon.id, item.context, item.collapsible], [icon, context, collapsible]);
    });
  }

  it("has another context if the server is trusted", () => {
    const from = source({ states: { files: ready }, trusted: ["files"] });
    assert.equal(treeItemData(first(rootNodes(from)), from).context, "server.ready.trusted");
  });

  it("gives every node a unique id, even if a server lists a name twice", () => {
    const from = source({
      states: { files: ready },
      catalog: { ...catalog, tools: [tool("a"), tool("a"), tool("2/a"), tool("")] },
    });
    const all = (nodes: readonly TreeNode[]): TreeNode[] =>
      nodes.flatMap((node) => [node, ...all(childNodes(node, from))]);
    const ids = all(rootNodes(from)).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, ids.join("\n"));
    assert.ok(drawn(from).includes("    (no name)"));
  });

  it("keeps the ids when it is refreshed, so that expanded nodes stay expanded", () => {
    const ids = () => rootNodes(source({ states: { files: ready } })).map(({ id }) => id);
    assert.deepEqual(ids(), ids());
  });

  it("expands a group of up to 1,000 at once", () => {
    const many = { ...emptyCatalog, tools: Array.from({ length: 1000 }, (_, at) => tool(`tool_${at}`)) };
    const from = source({ states: { files: ready }, catalog: many });
    const children = childNodes(first(childNodes(first(rootNodes(from)), from)), from);
    assert.ok(children.length === 1000 && children.every(({ kind }) => kind === "tool"));
  });

  it("creates the nodes and items of 5,000 tools, in parts, within 200 ms, and none before the group is expanded", () => {
    const many = { ...emptyCatalog, tools: Array.from({ length: 5000 }, (_, at) => tool(`tool_${at}`)) };
    const from = source({ states: { files: ready }, catalog: many });
    const [group] = childNodes(first(rootNodes(from)), from);
    assert.ok(group?.kind === "group" && group.count === 5000);
    assert.equal(treeItemData(group, from).collapsible, "collapsed");
    const parts = childNodes(group, from);
    assert.deepEqual(
      parts.map((part) => treeItemData(part, from)).map(({ label, description }) => `${label}: ${description}`),
      [
        "1 to 1000: tool_0 … tool_999",
        "1001 to 2000: tool_1000 … tool_1999",
        "2001 to 3000: tool_2000 … tool_2999",
        "3001 to 4000: tool_3000 … tool_3999",
        "4001 to 5000: tool_4000 … tool_4999",
      ],
    );
    assert.equal(new Set(parts.map(({ id }) => id)).size, 5);
    const items = () => parts.flatMap((part) => childNodes(part, from)).map((node) => treeItemData(node, from));
    // The best of four runs: one may include garbage collection of other tests.
    const times = [1, 2, 3, 4].map(() => cpuMs(() => assert.equal(items().length, 5000)));
    assert.ok(Math.min(...times) < 200, `${times} ms of the processor`);
  });
});

describe("the tooltip of a node", () => {
  it("marks annotations as the server's own claims", () => {
    const from = source({
      states: { files: ready },
      catalog: { ...emptyCatalog, tools: [tool("read", { hints: { readOnly: true, openWorld: false } })] },
    });
    const [group] = childNodes(first(rootNodes(from)), from);
    assert.ok(group);
    assert.deepEqual(nodeTooltip(first(childNodes(group, from)), from), [
      "read",
      "Claims of the server, not checked: only reads, stays inside its own domain.",
    ]);
  });

  it("summarizes the calls of a server and of its tools", () => {
    const metrics = new Metrics();
    const add = (at: number, event: HubEvent) => metrics.add({ ...event, at, seq: at });
    add(0, { type: "server.added", server: "files", label: "Files", scope: "user" });
    add(0, { type: "server.state", server: "files", state: ready });
    add(1, { type: "server.state", server: "files", state: failed });
    add(940_000, { type: "server.state", server: "files", state: ready });
    const named = { server: "files", tool: "read" };
    for (const call of ["1", "2", "3"]) add(2, { type: "call.started", call, ...named, door: "chat", args: "{}" });
    add(3, { type: "call.ended", call: "1", ...named, outcome: "ok", ms: 20 });
    add(4, {
      type: "call.ended",
      call: "2",
      ...named,
      outcome: "failed",
      ms: 9,
      error: { code: "timeout", message: "" },
    });
    add(5, { type: "queue.changed", server: "files", waiting: 1 });
    add(6, { type: "breaker.changed", ...named, state: "open", until: 9 });
    const from = source({ states: { files: ready }, metrics });
    const calls =
      "Since the window opened: 2 calls; 1 failed (1 timeout); 50 % within 20 ms, 95 % within 20 ms, 99 % within 20 ms; 1 in flight";
    const server = first(rootNodes(from));
    assert.deepEqual(nodeTooltip(server, from).slice(-2), [
      "Up for 60 seconds, 1 restart, 1 call waiting.",
      `${calls}.`,
    ]);
    const [group] = childNodes(server, from);
    assert.ok(group);
    const [read, write] = childNodes(group, from).map((node) => nodeTooltip(node, from).at(-1));
    assert.equal(read, `${calls}; calls are refused after too many failures.`);
    assert.equal(write, "write", "a tool that was never called has no line about calls");
  });

  it("describes a server, its settings and its connection", () => {
    const from = source({ states: { files: ready } });
    assert.deepEqual(nodeTooltip(first(rootNodes(from)), from), [
      "FILES",
      "Ready, 2 tools",
      "Configured in your user settings",
      "Files 1.2.3, MCP 2025-11-25 (with a handshake) over stdio, process 7",
    ]);
  });
});

describe("what an event changes in the tree", () => {
  const rows: [HubEvent, ReturnType<typeof treeChange>][] = [
    [{ type: "server.removed", server: "a" }, "all"],
    [{ type: "server.order", servers: [] }, "all"],
    [{ type: "config.read", problems: [] }, "all"],
    [{ type: "server.state", server: "a", state: failed }, { server: "a" }],
    [
      { type: "server.catalog", server: "a", counts: { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 } },
      { server: "a" },
    ],
    [{ type: "server.log", server: "a", level: "info", from: "stderr", text: "" }, undefined],
    [{ type: "call.started", call: "1", server: "a", tool: "t", door: "chat", args: "{}" }, undefined],
  ];
  for (const [event, change] of rows) it(event.type, () => assert.deepEqual(treeChange(event), change));
});
