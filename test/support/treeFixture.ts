import assert from "node:assert/strict";
import type { Catalog, Tool } from "../../src/core/catalog/catalog";
import { emptyCatalog } from "../../src/core/catalog/catalog";
import type { Metrics } from "../../src/core/hub/metrics";
import type { TreeNode, TreeSource } from "../../src/editor/tree/treeNode";
import type { ConnectionState } from "../../src/protocol/connectionState";
import type { ConfigProblem, HubEvent } from "../../src/protocol/hubEvent";
import { apply, emptyView } from "../../src/protocol/hubView";

const info = { name: "Files", version: "1.2.3", protocolVersion: "2025-11-25", transport: "stdio" } as const;
export const ready: ConnectionState = { kind: "ready", since: 0, losses: 0, info: { ...info, pid: 7 } };
export const failed: Extract<ConnectionState, { kind: "failed" }> = {
  kind: "failed",
  error: { code: "exited", message: "The program ended with code 1.\nSee its log." },
};

/** A tool of the server. */
export const tool = (name: string, rest: Partial<Tool> = {}): Tool => ({ name, inputSchema: {}, hints: {}, ...rest });

export const catalog: Catalog = {
  ...emptyCatalog,
  tools: [tool("read", { description: "Reads a file.\nAny \u202efile." }), tool("write")],
  resources: [{ uri: "file:///a.md", name: "a.md", mimeType: "text/markdown", size: 1234 }],
  resourceTemplates: [{ uriTemplate: "file:///{path}", name: "any file" }],
};

/** The data behind a tree with these servers, each with the same catalog. */
export function treeSource(options: {
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

/** The first node, which must exist. */
export function first(nodes: readonly TreeNode[]): TreeNode {
  assert.ok(nodes[0], "There is no node.");
  return nodes[0];
}
