import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { Metrics } from "../../../src/core/hub/metrics";
import { treeItemData } from "../../../src/editor/tree/treeItemData";
import { childNodes, rootNodes } from "../../../src/editor/tree/treeNode";
import { nodeTooltip } from "../../../src/editor/tree/treeTooltip";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { atServer, requestFacts } from "../../support/requestFacts";
import { failed, first, ready, tool, treeSource } from "../../support/treeFixture";

describe("the tooltip of a node", () => {
  it("marks annotations as the server's own claims", () => {
    const from = treeSource({
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

  it("shows how the settings present a tool, and still what its server says of it", () => {
    const from = {
      ...treeSource({
        states: { files: ready },
        catalog: { ...emptyCatalog, tools: [tool("read", { description: "Reads." })] },
      }),
      presentation: () => ({ name: "open", description: "Opens a file.", defaults: { path: "." } }),
    };
    const [group] = childNodes(first(rootNodes(from)), from);
    assert.ok(group);
    const node = first(childNodes(group, from));
    const { label, description } = treeItemData(node, from);
    assert.deepEqual([label, description], ["open", "read · Opens a file."]);
    assert.equal(Reflect.get(node, "name"), "read", "commands go by the own name");
    assert.deepEqual(nodeTooltip(node, from), [
      "read",
      'Your settings call it "open".',
      "Models are told: Opens a file.",
      "Your settings have defaults for: path",
      "Reads.",
    ]);
  });

  it("shows what an entry says of its server, and its icon while it is ready", () => {
    const described = (icon: string) => () => ({ description: "Tickets of the team", icon });
    const item = (state: ConnectionState, icon: string) => {
      const from = { ...treeSource({ states: { files: state } }), described: described(icon) };
      return { ...treeItemData(first(rootNodes(from)), from), tooltip: nodeTooltip(first(rootNodes(from)), from) };
    };
    const own = item(ready, "ticket");
    assert.match(own.description ?? "", /^Ready, .* · Tickets of the team$/);
    assert.equal(own.tooltip[1], "Tickets of the team");
    assert.deepEqual(own.icon, { id: "ticket", color: "testing.iconPassed" });
    assert.equal(item(ready, "data:image/png;base64,AAAA").iconUri, "data:image/png;base64,AAAA");
    const broken = item(failed, "data:image/png;base64,AAAA");
    assert.deepEqual([broken.icon.id, broken.iconUri], ["error", undefined]);
  });

  it("summarizes the calls of a server and of its tools", () => {
    const metrics = new Metrics();
    const add = (at: number, event: HubEvent) => metrics.add({ ...event, at, seq: at });
    add(0, { type: "server.added", server: "files", label: "Files", scope: "user" });
    add(0, { type: "server.state", server: "files", state: ready });
    add(1, { type: "server.state", server: "files", state: failed });
    add(940_000, { type: "server.state", server: "files", state: ready });
    const named = { server: "files", tool: "read" };
    for (const call of ["1", "2", "3"]) add(2, { type: "call.started", ...requestFacts({ call }), args: "{}" });
    add(3, { type: "call.ended", ...requestFacts({ call: "1" }), outcome: "ok", ms: 20, split: atServer(20) });
    add(4, {
      type: "call.ended",
      ...requestFacts({ call: "2" }),
      outcome: "failed",
      ms: 9,
      split: atServer(9),
      error: { code: "timeout", message: "" },
    });
    add(5, { type: "queue.changed", server: "files", waiting: 1 });
    add(6, { type: "breaker.changed", ...named, state: "open", until: 9 });
    const from = treeSource({ states: { files: ready }, metrics });
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

  it("names the arguments of a tool with their types, and those of a prompt", () => {
    const inputSchema = {
      type: "object",
      properties: { nights: { type: "integer" }, city: { type: "string", description: "Where to stay" } },
      required: ["city"],
    };
    const from = treeSource({
      states: { files: ready },
      catalog: {
        ...emptyCatalog,
        tools: [tool("book", { description: "Books a room.", inputSchema })],
        prompts: [
          { name: "praise", arguments: [{ name: "guest", required: true, description: "Who" }, { name: "style" }] },
        ],
      },
    });
    const [book, praise] = childNodes(first(rootNodes(from)), from).map((group) => {
      const node = childNodes(group, from)[0];
      return node && nodeTooltip(node, from);
    });
    assert.deepEqual(book, [
      "book",
      "Books a room.",
      {
        arguments: [
          { name: "city", kind: "text, required", about: "Where to stay" },
          { name: "nights", kind: "integer" },
        ],
        count: 2,
      },
    ]);
    assert.deepEqual(praise, [
      "praise",
      {
        arguments: [
          { name: "guest", kind: "required", about: "Who" },
          { name: "style", kind: "optional" },
        ],
        count: 2,
      },
    ]);
  });

  it("says of a failure, or of a mistake in the settings, what it belongs to", () => {
    const problem = {
      scope: "user",
      path: ["mcpHub.retries"],
      severity: "error",
      message: "It is not a number.",
    } as const;
    const from = treeSource({ states: { files: failed }, catalog: emptyCatalog, problems: [problem] });
    const [mistake, server] = rootNodes(from);
    assert.ok(mistake && server);
    assert.deepEqual(nodeTooltip(mistake, from), ["Settings", "It is not a number."]);
    assert.deepEqual(nodeTooltip(first(childNodes(server, from)), from), [
      "FILES",
      "The program ended with code 1.\nSee its log.",
    ]);
  });

  it("describes a server, its settings and its connection", () => {
    const from = treeSource({ states: { files: ready } });
    assert.deepEqual(nodeTooltip(first(rootNodes(from)), from), [
      "FILES",
      "Ready, 2 tools",
      "Configured in your user settings",
      "Files 1.2.3, MCP 2025-11-25 (with a handshake) over stdio, process 7",
    ]);
  });

  it("says what a program in a sandbox can reach", () => {
    const text = "Sandboxed: reads its folder, writes nothing, no network.";
    const from = { ...treeSource({ states: { files: ready } }), sandbox: () => text };
    assert.ok(nodeTooltip(first(rootNodes(from)), from).includes(text));
  });
});
