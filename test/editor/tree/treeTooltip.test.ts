import assert from "node:assert/strict";
import { emptyCatalog, type Tool } from "../../../src/core/catalog/catalog";
import { Metrics, type ServerFigures } from "../../../src/core/hub/metrics";
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

  const none: ServerFigures = {
    server: "files",
    outcomes: { ok: 0, "tool-error": 0, failed: 0, cancelled: 0, denied: 0 },
    errors: {},
    retries: 0,
    inFlight: 0,
    ms: { mean: 0, p50: 0, p95: 0, p99: 0, max: 0 },
    breaker: "closed",
    waiting: 0,
    restarts: 0,
    uptimeMs: 0,
    tools: {},
    callers: {},
  };
  const { outcomes } = none;
  const ms = { mean: 9, p50: 9.94, p95: 10.4, p99: 1500, max: 2000 };
  const times = "50 % within 9.9 ms, 95 % within 10 ms, 99 % within 1.5 seconds";
  const figures: [what: string, some: Partial<ServerFigures>, lines: string[]][] = [
    ["nothing", {}, []],
    ["how long it is up", { uptimeMs: 61_400 }, ["Up for 61 seconds."]],
    ["one restart", { restarts: 1 }, ["1 restart."]],
    ["two restarts", { uptimeMs: 1000, restarts: 2 }, ["Up for 1 second, 2 restarts."]],
    ["one call that waits", { waiting: 1 }, ["1 call waiting."]],
    ["two calls that wait", { restarts: 1, waiting: 2 }, ["1 restart, 2 calls waiting."]],
    ["one call", { outcomes: { ...outcomes, ok: 1 }, ms }, [`Since the window opened: 1 call; ${times}.`]],
    [
      "errors of a tool",
      { outcomes: { ...outcomes, "tool-error": 2 }, ms },
      [`Since the window opened: 2 calls; ${times}.`],
    ],
    [
      "calls that were never answered",
      { outcomes: { ...outcomes, cancelled: 1, denied: 2 }, ms },
      ["Since the window opened: 3 calls."],
    ],
    ["a failure", { outcomes: { ...outcomes, failed: 1 } }, ["Since the window opened: 1 call; 1 failed."]],
    [
      "failures and their codes",
      { outcomes: { ...outcomes, failed: 3 }, errors: { timeout: 2, transport: 1 } },
      ["Since the window opened: 3 calls; 3 failed (2 timeout, 1 transport)."],
    ],
    ["one retry", { retries: 1 }, ["Since the window opened: 1 retry."]],
    ["two retries", { retries: 2 }, ["Since the window opened: 2 retries."]],
    ["a call in flight", { inFlight: 1 }, ["Since the window opened: 1 in flight."]],
    ["refused calls", { breaker: "open" }, ["Since the window opened: calls are refused after too many failures."]],
    ["a trial", { breaker: "half-open" }, ["Since the window opened: a trial call is testing whether it works again."]],
  ];
  for (const [what, some, lines] of figures)
    it(`has the figures of a server and of its tools: ${what}`, () => {
      const from = {
        ...treeSource({ states: { files: failed }, catalog: { ...emptyCatalog, tools: [tool("read")] } }),
        figures: (): ServerFigures => ({ ...none, ...some, tools: { read: { ...none, ...some } } }),
      };
      const server = nodeTooltip(first(rootNodes(from)), from);
      assert.deepEqual(server.slice(-lines.length || server.length), lines);
      const group = { id: "g", kind: "group", server: "files", group: "tools", count: 1 } as const;
      const ofCalls = lines.filter((line) => line.startsWith("Since"));
      assert.deepEqual(nodeTooltip(first(childNodes(group, from)), from), ["read", ...ofCalls]);
    });

  const hints: [hints: Tool["hints"], claims: string | undefined][] = [
    [{}, undefined],
    [{ readOnly: true, destructive: true, idempotent: true }, "only reads"],
    [{ readOnly: true, destructive: false, idempotent: false }, "only reads"],
    [{ readOnly: false, destructive: true, idempotent: true }, "may write, may destroy data, is safe to repeat"],
    [{ destructive: false, idempotent: false }, "destroys nothing, is not safe to repeat"],
    [{ openWorld: true }, "reaches external systems"],
    [{ openWorld: false }, "stays inside its own domain"],
  ];
  for (const [given, claims] of hints)
    it(`marks as claims: ${claims ?? "nothing"}`, () => {
      const from = treeSource({
        states: { files: ready },
        catalog: { ...emptyCatalog, tools: [tool("read", { hints: given })] },
      });
      const group = { id: "g", kind: "group", server: "files", group: "tools", count: 1 } as const;
      const expected = claims === undefined ? [] : [`Claims of the server, not checked: ${claims}.`];
      assert.deepEqual(nodeTooltip(first(childNodes(group, from)), from), ["read", ...expected]);
    });

  it("says where an entry is, what it costs, and what the person trusts", () => {
    const from = treeSource({ states: { files: failed }, trusted: ["files"] });
    const [server] = from.view.servers;
    assert.ok(server);
    const linesOf = (scope: typeof server.scope, source?: string) =>
      nodeTooltip(first(rootNodes(from)), {
        ...from,
        view: { ...from.view, servers: [{ ...server, scope, ...(source !== undefined && { source }) }] },
        cost: () => ({ tools: 2, tokens: 1000 }),
      }).slice(2);
    const scopes = {
      user: "your user settings",
      remote: "the remote settings",
      workspace: "the workspace settings",
      folder: "the settings of a folder",
      file: "a file",
    } as const;
    for (const [scope, words] of Object.entries(scopes))
      assert.equal(linesOf(scope as keyof typeof scopes)[0], `Configured in ${words}`);
    const [where, cost, trusted, ...more] = linesOf("file", "/a/b.json");
    assert.equal(where, "Configured in a file: /a/b.json");
    assert.match(String(cost), /2 tools.*\.$/);
    assert.deepEqual([trusted, ...more], ["You trust the annotations of its tools."]);
  });

  it("counts what a group has, and what is off", () => {
    const from = treeSource({ states: { files: ready } });
    const group = (of: "tools" | "resources" | "prompts") =>
      nodeTooltip({ id: "g", kind: "group", server: "files", group: of, count: 3 }, from);
    assert.deepEqual((["tools", "resources", "prompts"] as const).flatMap(group), [
      "Tools of files: 3",
      "Resources of files: 3",
      "Prompts of files: 3",
    ]);
    assert.deepEqual(nodeTooltip({ id: "o", kind: "off", server: "files", count: 2 }, from), [
      "Turned off on files: 2",
    ]);
  });

  it("says what a resource is and how large", () => {
    const of = (size?: number, mimeType?: string) => {
      const resource = {
        uri: "demo://a",
        name: "a",
        ...(size !== undefined && { size }),
        ...(mimeType && { mimeType }),
      };
      const from = treeSource({ states: { files: ready }, catalog: { ...emptyCatalog, resources: [resource] } });
      const group = { id: "g", kind: "group", server: "files", group: "resources", count: 1 } as const;
      return nodeTooltip(first(childNodes(group, from)), from).slice(2);
    };
    assert.deepEqual(
      [of(), of(1), of(2), of(1234, "text/plain"), of(0)],
      [[], ["1 byte"], ["2 bytes"], ["text/plain, 1,234 bytes"], ["0 bytes"]],
    );
  });

  it("cuts what is too long", () => {
    const description = "x".repeat(3000);
    const from = treeSource({
      states: { files: ready },
      catalog: { ...emptyCatalog, tools: [tool("read", { description })] },
    });
    const group = { id: "g", kind: "group", server: "files", group: "tools", count: 1 } as const;
    const [, about = ""] = nodeTooltip(first(childNodes(group, from)), from);
    assert.match(String(about), /^x{1500}[^x]/);
  });
});
