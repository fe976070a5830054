import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { treeChange } from "../../../src/editor/tree/treeChange";
import { treeItemData } from "../../../src/editor/tree/treeItemData";
import { childNodes, rootNodes, type TreeNode, type TreeSource } from "../../../src/editor/tree/treeNode";
import { nodeTooltip } from "../../../src/editor/tree/treeTooltip";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import type { ConfigProblem, HubEvent } from "../../../src/protocol/hubEvent";
import { apply } from "../../../src/protocol/hubView";
import { cpuRatio } from "../../support/cpuMs";
import { requestFacts } from "../../support/requestFacts";
import { catalog, failed, first, ready, tool, treeSource } from "../../support/treeFixture";

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
  it("has what is off in gray below a node that counts it, with why, and only with what turns it on", () => {
    const [read, ...tools] = catalog.tools;
    assert.ok(read);
    const from: TreeSource = {
      ...treeSource({ states: { files: ready }, catalog: { ...catalog, tools, resourceTemplates: [] } }),
      off: () => ({ ...emptyCatalog, tools: [read], resourceTemplates: catalog.resourceTemplates }),
      offReason: ({ kind, name }) => `The ${kind} ${name} is off.`,
      cost: () => ({ tools: 1, tokens: 123 }),
    };
    const [server] = rootNodes(from);
    const nodes = server ? childNodes(server, from) : [];
    assert.deepEqual(
      nodes.map((node) => `${treeItemData(node, from).label} ${treeItemData(node, from).description}`),
      ["Tools 1", "Resources 1", "Turned Off 2"],
    );
    const prompts = ["ask", "tell"].map((name) => ({ name, arguments: [] }));
    const all: TreeSource = { ...from, off: () => ({ ...catalog, tools: [read], prompts }) };
    const counted = server && childNodes(server, all).at(-1);
    assert.equal(
      counted && treeItemData(counted, all).description,
      "5",
      "one tool, one resource, one template, two prompts",
    );
    const off = nodes.at(-1);
    const entries = off ? childNodes(off, from) : [];
    assert.deepEqual(
      entries.map((node) => [node.kind, treeItemData(node, from).context, treeItemData(node, from).isOff]),
      [
        ["tool", "tool.off", true],
        ["template", "template.off", true],
      ],
    );
    const [tool, template] = entries;
    assert.ok(server && tool && template);
    assert.match(treeItemData(tool, from).accessibilityLabel, /^read, tool, .*turned off$/);
    assert.equal(nodeTooltip(tool, from)[1], "The tool read is off.");
    assert.equal(nodeTooltip(template, from)[1], "The template file:///{path} is off.");
    assert.ok(nodeTooltip(server, from).includes("1 tool is on and costs about 130 tokens."));
    const listed = nodes.flatMap((node) => childNodes(node, from));
    assert.equal(new Set(listed.map(({ id }) => id)).size, listed.length);
  });

  it("marks what changed since the person allowed it, and shows nothing that the server says of it now", () => {
    const change = { kind: "tool", name: "read" } as const;
    const from: TreeSource = {
      ...treeSource({ states: { files: ready } }),
      changes: () => [change],
      isChanged: (_, { kind, name }) => kind === "tool" && name === "read",
    };
    const lines = drawn(from);
    assert.match(lines[0] ?? "", /^FILES.* – Ready, .* · 1 changed/);
    assert.equal(lines[1], '  "read" changed since you allowed it');
    assert.ok(lines.includes("    read – Changed since you allowed it"), lines.join("\n"));
    assert.ok(!lines.some((line) => line.includes("Reads a file")));
    const [server] = rootNodes(from);
    const [node] = server ? childNodes(server, from) : [];
    assert.deepEqual(node && [treeItemData(node, from).context, Reflect.get(node, "of"), Reflect.get(node, "name")], [
      "message.changed",
      "tool",
      "read",
    ]);
    assert.deepEqual(
      treeChange({ type: "pin.changed", server: "files", of: "tool", name: "read", pinned: "1", digest: "2" }),
      { server: "files" },
    );
  });

  it("shows a ready server with its groups, each with its count, and what is in them", () => {
    assert.deepEqual(drawn(treeSource({ states: { files: ready } })), [
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
    const from = treeSource({ states: { files: failed }, catalog: emptyCatalog });
    assert.deepEqual(drawn(from), ["FILES – Failed", "  The program ended with code 1.", "  See its log."]);
    const server = first(rootNodes(from));
    assert.equal(treeItemData(server, from).collapsible, "expanded");
    assert.equal(treeItemData(first(childNodes(server, from)), from).context, "message.server");
  });

  it("says of a server that is tried again what its hover says", () => {
    const error = { code: "transport", message: "Nothing listens there." } as const;
    const states: [ConnectionState, string][] = [
      [{ kind: "failed", error, until: 9 }, "Failed, trying again"],
      [{ kind: "waiting", attempt: 0, losses: 1, error }, "Connection lost, trying again"],
      [{ kind: "waiting", attempt: 2, losses: 0, error }, "Attempt 2 failed, trying again"],
    ];
    for (const [state, words] of states) {
      const from = treeSource({ states: { files: state }, catalog: emptyCatalog });
      assert.equal(drawn(from)[0], `FILES – ${words}`);
      assert.equal(nodeTooltip(first(rootNodes(from)), from)[1], `${words}. Nothing listens there.`);
    }
  });

  it("begins a failure with its reason, since the end is cut and the server stands above it", () => {
    const message = '"files" could not start: the program "npx" was not found. Install it.';
    const state: ConnectionState = { kind: "failed", error: { code: "spawn-failed", message } };
    const from = treeSource({ states: { files: state }, catalog: emptyCatalog });
    assert.deepEqual(drawn(from), ["FILES – Failed", '  The program "npx" was not', "  found. Install it."]);
  });

  it("goes on in the next row where the view ends, up to four rows, and reads it out once", () => {
    const message = `"files" could not start: ${"its program said a great deal about what is missing, ".repeat(6).trim()}`;
    const state: ConnectionState = { kind: "failed", error: { code: "spawn-failed", message } };
    const from = treeSource({ states: { files: state }, catalog: emptyCatalog });
    const nodes = childNodes(first(rootNodes(from)), from);
    const items = nodes.map((node) => treeItemData(node, from));
    assert.deepEqual(
      items.map(({ label }) => label),
      [
        "Its program said a great deal",
        "about what is missing, its",
        "program said a great deal about",
        "what is missing, its program…",
      ],
    );
    assert.deepEqual(
      items.map(({ icon }) => icon.id),
      ["error", "blank", "blank", "blank"],
    );
    assert.match(items[0]?.accessibilityLabel ?? "", /^Its program said .* missing, \(?.*/);
    assert.deepEqual(
      items.slice(1).map(({ accessibilityLabel }) => accessibilityLabel),
      ["(continued)", "(continued)", "(continued)"],
    );
    for (const node of nodes) assert.equal(nodeTooltip(node, from)[1], message);
  });

  it("shows what a connecting server waits for and what it said last, once that takes a while", () => {
    const starting = { kind: "starting", attempt: 2, losses: 0 } as const;
    const early = treeSource({ states: { files: starting }, catalog: emptyCatalog });
    assert.deepEqual(drawn(early), ["FILES – Connecting, attempt 2"]);
    const progress = { step: "handshake", leftMs: 25_000, attempts: 5, said: "Loading \u202e model" } as const;
    const late = treeSource({ states: { files: { ...starting, progress } }, catalog: emptyCatalog });
    assert.deepEqual(drawn(late), [
      "FILES – Connecting, attempt 2/5",
      "  Waiting for its answer to",
      '  "initialize", 25 s left',
      "  Loading \ufffd model",
    ]);
    const server = first(rootNodes(late));
    assert.equal(treeItemData(server, late).collapsible, "expanded");
    assert.match(
      treeItemData(server, late).accessibilityLabel,
      /attempt 2\/5: waiting for its answer to "initialize", 25 s left\. Last output: Loading/,
    );
    assert.deepEqual(
      childNodes(server, late).map((node) => treeItemData(node, late).icon.id),
      ["watch", "blank", "output"],
    );
  });

  it("tells entries apart that have the same title", () => {
    const resources = ["a.md", "b.md"].map((name) => ({ uri: `file:///${name}`, name, title: "Document" }));
    const from = treeSource({ states: { files: ready }, catalog: { ...emptyCatalog, resources } });
    assert.deepEqual(drawn(from).slice(2), ["    a.md – file:///a.md", "    b.md – file:///b.md"]);
  });

  it("has a note for each list that is missing", () => {
    const from = treeSource({ states: { files: ready }, catalog: { ...emptyCatalog, tools: [tool("read")] } });
    const counts = { tools: 1, resources: 0, resourceTemplates: 0, prompts: 0 };
    const missing = ["The prompts are missing.", "The resources are missing."];
    const view = apply(from.view, { type: "server.catalog", server: "files", counts, missing });
    assert.deepEqual(drawn({ ...from, view }).slice(3), ["  The prompts are missing.", "  The resources are missing."]);
  });

  it("has an account only where there may be a sign-in", () => {
    const context = (signsIn: boolean) => {
      const from = { ...treeSource({ states: { files: ready } }), signsIn: () => signsIn };
      return treeItemData(first(rootNodes(from)), from).context;
    };
    assert.deepEqual([context(false), context(true)], ["server.ready", "server.ready.account"]);
  });

  it("shows the icons of a server", () => {
    const icon = "data:image/png;base64,iVBORw0KGgo=";
    const from = treeSource({
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
    const lines = drawn(treeSource({ states: { files: ready }, catalog: emptyCatalog }));
    assert.deepEqual(lines.slice(1), ["  This server offers no tools,", "  resources or prompts."]);
  });

  it("shows a problem of the settings below its server, and others before the servers", () => {
    const problems = [
      problem(["mcpHub.servers", "files", "cwd"], "cwd is wrong."),
      problem(["mcpHub.policy", "files"], "policy is wrong."),
    ];
    const from = treeSource({ states: { files: failed }, problems, catalog: emptyCatalog });
    assert.deepEqual(drawn(from), [
      "policy is wrong.",
      "FILES – Failed",
      "  The program ended with code 1.",
      "  See its log.",
      "  cwd is wrong.",
    ]);
  });

  it("shows the same message once", () => {
    const message = "command is missing.";
    const state: ConnectionState = { kind: "failed", error: { code: "bad-config", message } };
    const problems = [problem(["mcpHub.servers", "files"], message)];
    assert.deepEqual(drawn(treeSource({ states: { files: state }, problems, catalog: emptyCatalog })), [
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
      const from = treeSource({ states: { files: state } });
      const item = treeItemData(first(rootNodes(from)), from);
      assert.deepEqual([item.icon.id, item.context, item.collapsible], [icon, context, collapsible]);
    });
  }

  it("has another context if the server is trusted", () => {
    const from = treeSource({ states: { files: ready }, trusted: ["files"] });
    assert.equal(treeItemData(first(rootNodes(from)), from).context, "server.ready.trusted");
  });

  it("gives every node a unique id, even if a server lists a name twice", () => {
    const from = treeSource({
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
    const ids = () => rootNodes(treeSource({ states: { files: ready } })).map(({ id }) => id);
    assert.deepEqual(ids(), ids());
  });

  it("expands a group of up to 1,000 at once", () => {
    const many = { ...emptyCatalog, tools: Array.from({ length: 1000 }, (_, at) => tool(`tool_${at}`)) };
    const from = treeSource({ states: { files: ready }, catalog: many });
    const children = childNodes(first(childNodes(first(rootNodes(from)), from)), from);
    assert.ok(children.length === 1000 && children.every(({ kind }) => kind === "tool"));
  });

  it("creates the nodes and items of 5,000 tools, in parts, within 200 ms, and none before the group is expanded", () => {
    const many = { ...emptyCatalog, tools: Array.from({ length: 5000 }, (_, at) => tool(`tool_${at}`)) };
    const from = treeSource({ states: { files: ready }, catalog: many });
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
    const ratio = cpuRatio(() => assert.equal(items().length, 5000));
    assert.ok(ratio < 10, `${ratio}`);
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
    [{ type: "call.started", ...requestFacts(), args: "{}" }, undefined],
  ];
  for (const [event, change] of rows) it(event.type, () => assert.deepEqual(treeChange(event), change));
});
