import type { ConnectionState } from "../../src/protocol/connectionState";
import type { HubEvent, Stamped } from "../../src/protocol/hubEvent";
import { apply, emptyView, type HubView } from "../../src/protocol/hubView";
import { atServer, requestFacts } from "../support/requestFacts";

/** Local time, so that what the page shows of it is the same everywhere. */
export const start = new Date(2026, 10, 21, 9, 5, 7, 42).getTime();

/** Events in order, one every 40 ms, numbered from `from`. */
export function stamped(events: readonly HubEvent[], from = 1): Stamped[] {
  return events.map((event, index) => ({ ...event, seq: from + index, at: start + 40 * (from + index - 1) }));
}

export const log = (
  server: string,
  text: string,
  level: "debug" | "info" | "warning" | "error" = "info",
): HubEvent => ({
  type: "server.log",
  server,
  level,
  from: "stderr",
  text,
});

export const note = (server: string, n: number): HubEvent => ({
  type: "server.notification",
  server,
  method: "notifications/resources/updated",
  params: JSON.stringify({ uri: `file:///project/${n}.md` }),
});

export const added = (server: string): HubEvent => ({ type: "server.added", server, label: server, scope: "user" });

export const state = (server: string, to: ConnectionState): HubEvent => ({ type: "server.state", server, state: to });

export const ready: ConnectionState = {
  kind: "ready",
  since: start,
  losses: 0,
  info: { name: "documents", version: "1.4.0", protocolVersion: "2025-11-25", transport: "stdio", pid: 4711 },
};

/** A morning with four servers, one of each mood. */
export const morning: readonly HubEvent[] = [
  { type: "hub.phase", phase: "discovering" },
  {
    type: "config.read",
    problems: [
      {
        scope: "user",
        path: ["mcpHub.servers", "tickets", "retries"],
        severity: "warning",
        message: "No such key. Remove it.",
      },
    ],
  },
  added("documents"),
  added("tickets"),
  added("search"),
  added("design"),
  state("documents", { kind: "starting", attempt: 1, losses: 0 }),
  log("documents", "documents server 1.4.0, root /project", "debug"),
  state("documents", ready),
  {
    type: "server.catalog",
    server: "documents",
    counts: { tools: 12, resources: 3, resourceTemplates: 1, prompts: 0 },
  },
  state("tickets", {
    kind: "needs-auth",
    error: { code: "needs-auth", message: 'Sign in to "tickets" to use it.' },
  }),
  state("search", {
    kind: "failed",
    error: {
      code: "spawn-failed",
      message: 'The command "uvx" of "search" was not found. Install uv, or correct "command" in the settings.',
    },
  }),
  state("design", { kind: "starting", attempt: 2, losses: 0 }),
  log("design", 'Traceback (most recent call last):\n  File "design.py", line 3\nOSError: [Errno 98]', "error"),
  {
    type: "server.log",
    server: "documents",
    level: "warning",
    from: "server",
    text: "2 links of guide.md lead nowhere",
  },
  {
    type: "call.started",
    ...requestFacts({ call: "c1", server: "documents", tool: "outline", caller: { door: "chat" } }),
    args: '{"path":"guide.md","depth":3}',
  },
  {
    type: "call.ended",
    ...requestFacts({ call: "c1", server: "documents", tool: "outline" }),
    outcome: "ok",
    ms: 12,
    split: atServer(12),
  },
  {
    type: "call.started",
    ...requestFacts({ call: "c2", server: "documents", tool: "rename", caller: { door: "agent" } }),
    args: '{"from":"a.md","to":"b.md"}',
  },
  {
    type: "call.ended",
    ...requestFacts({ call: "c2", server: "documents", tool: "rename" }),
    outcome: "denied",
    ms: 5210,
    split: atServer(5210),
    error: { code: "denied", message: '"rename" was not run: you declined.' },
  },
  {
    type: "call.started",
    ...requestFacts({ call: "c3", server: "documents", tool: "analyze", caller: { door: "command" } }),
    args: '{"path":"."}',
  },
  {
    type: "call.progress",
    ...requestFacts({ call: "c3", server: "documents", tool: "analyze" }),
    progress: 3,
    total: 10,
    message: "reading guide.md",
  },
  note("documents", 1),
  {
    type: "server.notification",
    server: "documents",
    method: "notifications/progress",
    params: '{"progressToken":3,"progress":3,"total":10}',
  },
  { type: "hub.phase", phase: "degraded" },
];

export const viewOf = (events: readonly HubEvent[]): HubView => events.reduce(apply, emptyView);
