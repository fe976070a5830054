import assert from "node:assert/strict";
import type { HubEvent } from "../../src/protocol/hubEvent";
import { eventRow } from "../../webview-ui/eventRow";
import { requestFacts } from "../support/requestFacts";
import { ready } from "./panelFixture";

const server = "files";
const caller = { door: "chat" } as const;
const client = { door: "gateway", client: { id: "cursor", name: "Cursor" } } as const;
const error = { code: "transport", message: "It is gone." } as const;
const about = requestFacts({ call: "c", server, tool: "read" });
const pin = { server, name: "read", pinned: "a", digest: "b" } as const;

/** An event, and the row of it as `kind level server: text`. */
const rows: [event: Exclude<HubEvent, { readonly call: string }>, row: string | undefined][] = [
  [{ type: "hub.phase", phase: "ready" }, "hub info: The hub is ready"],
  [{ type: "hub.log", level: "warning", text: "words" }, "hub warning: words"],
  [{ type: "config.read", problems: [] }, "hub info: Settings read"],
  [{ type: "server.order", servers: [server] }, undefined],
  [
    { type: "server.added", server, label: "Files", scope: "user" },
    "state info files: Configured in the user settings",
  ],
  [{ type: "server.removed", server }, "state info files: Removed from the settings"],
  [{ type: "server.account", server }, "state info files: Not signed in"],
  [{ type: "server.account", server, account: "me" }, "state info files: Signed in as me"],
  [
    { type: "server.catalog", server, counts: { tools: 2, resources: 0, resourceTemplates: 0, prompts: 0 } },
    "state info files: Offers 2 tools",
  ],
  [{ type: "server.catalog", server, counts: { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 } }, undefined],
  [{ type: "server.log", server, level: "error", from: "stdout", text: "out" }, "stderr error files: out"],
  [{ type: "server.log", server, level: "debug", from: "stderr", text: "err" }, "stderr debug files: err"],
  [{ type: "server.log", server, level: "info", from: "server", text: "said" }, "server info files: said"],
  [{ type: "server.log", server, level: "info", from: "hub", text: "noted" }, "hub info files: noted"],
  [
    { type: "question.asked", question: "1", kind: "approval", server, about },
    'state info files: You were asked whether "read" may run',
  ],
  [
    { type: "question.asked", question: "1", kind: "approval", server },
    "state info files: You were asked whether a call may run",
  ],
  [
    { type: "question.asked", question: "1", kind: "form", server, about },
    "state info files: You were asked: a form of the server",
  ],
  [
    { type: "question.asked", question: "1", kind: "url", server },
    "state info files: You were asked: an address to visit",
  ],
  [
    { type: "question.answered", question: "1", kind: "sampling", server, answer: "allowed", ms: 1 },
    "state info files: You allowed: a request to a language model",
  ],
  [
    { type: "question.answered", question: "1", kind: "input", server, answer: "refused", ms: 1 },
    "state info files: You refused: a value that is missing",
  ],
  [
    { type: "question.answered", question: "1", kind: "launch", server, answer: "gone", ms: 1 },
    "state info files: No longer needed: new servers",
  ],
  [
    { type: "question.answered", question: "1", kind: "approval", server, answer: "gone", ms: 1, about },
    'state info files: No longer needed: "read"',
  ],
  [{ type: "server.signInFailed", server, error }, "state warning files: It is gone."],
  [{ type: "server.refused", server, status: 401 }, undefined],
  [{ type: "server.signedIn", server }, undefined],
  [{ type: "server.signedOut", server }, undefined],
  [{ type: "config.changed", added: [server], removed: [], changed: [] }, undefined],
  [{ type: "server.ping", server, ok: true, ms: 1 }, undefined],
  [{ type: "queue.changed", server, waiting: 2 }, undefined],
  [{ type: "server.tasks", server, left: [] }, undefined],
  [
    { type: "server.tasks", server, left: ["a", "b"].map((tool) => ({ key: tool, tool, ended: false })) },
    "state info files: Leftover tasks from earlier calls: a, b",
  ],
  [{ type: "server.notification", server, method: "notifications/message", params: '{"a":1}' }, undefined],
  [
    { type: "server.notification", server, method: "notifications/progress", params: '{"a":1}' },
    'progress info files: notifications/progress {"a":1}',
  ],
  [
    { type: "server.notification", server, method: "notifications/x", params: "{}" },
    "notification info files: notifications/x",
  ],
  [
    { type: "server.notification", server, method: "notifications/x", params: "" },
    "notification info files: notifications/x",
  ],
  [
    { type: "server.state", server, state: ready },
    "state info files: Ready: documents 1.4.0 over stdio, protocol 2025-11-25",
  ],
  [{ type: "server.state", server, state: { kind: "failed", error } }, "state error files: Failed. It is gone."],
  [
    { type: "server.state", server, state: { kind: "needs-auth", error } },
    "state warning files: Needs sign-in. It is gone.",
  ],
  [
    { type: "server.state", server, state: { kind: "needs-consent", error } },
    "state warning files: Waits for your permission. It is gone.",
  ],
  [
    { type: "server.state", server, state: { kind: "waiting", attempt: 1, losses: 0, error } },
    "state warning files: Attempt 1 failed, trying again. It is gone.",
  ],
  [{ type: "server.state", server, state: { kind: "stopped", reason: "lazy" } }, "state info files: Starts when used"],
  [
    { type: "breaker.changed", server, state: "open" },
    "state warning files: After several failures, calls to this server are refused for a while",
  ],
  [
    { type: "breaker.changed", server, state: "half-open" },
    "state info files: One of the calls to this server is let through as a trial",
  ],
  [
    { type: "breaker.changed", server, state: "closed" },
    "state info files: All calls to this server are let through again",
  ],
  [
    { type: "rate.changed", server, perMinute: 5 },
    'state info files: It said "too many", so it gets at most 5 calls a minute for now',
  ],
  [{ type: "server.trusted", server, trusted: true }, "state info files: Its annotations are trusted"],
  [{ type: "server.trusted", server, trusted: false }, "state info files: Its annotations are no longer trusted"],
  [
    { type: "grant.added", server, tool: "read", caller, span: "session" },
    "state info files: Allowed Chat participant: read",
  ],
  [{ type: "grant.added", server, caller: client, span: "session" }, "state info files: Allowed Cursor: every tool"],
  [
    { type: "grant.revoked", server, tool: "read", caller: client, span: "session" },
    "state info files: No longer allowed for Cursor: read",
  ],
  [
    { type: "grant.revoked", server, caller, span: "session" },
    "state info files: No longer allowed for Chat participant: every tool",
  ],
  [{ type: "grant.forgotten", server }, "state info files: What was allowed is forgotten"],
  [{ type: "grant.forgotten" }, "state info: What was allowed is forgotten"],
  [{ type: "choice.changed" }, "state info: What is turned on has changed"],
  [{ type: "choice.changed", profile: "work" }, "state info: What is turned on has changed; profile: work"],
  [{ type: "launch.decided", server, entry: "e", answer: "allowed" }, "state info files: You allowed it to run"],
  [{ type: "launch.decided", server, entry: "e", answer: "refused" }, "state info files: You did not allow it to run"],
  [{ type: "launch.decided", server, entry: "e", answer: "revoked" }, "state info files: It may no longer run"],
  [{ type: "pin.changed", of: "tool", ...pin }, "state warning files: Changed since you allowed it: the tool read"],
  [
    { type: "pin.changed", of: "instructions", ...pin },
    "state warning files: Changed since you allowed it: its instructions",
  ],
  [
    { type: "pin.accepted", of: "prompt", server, name: "read", digest: "b" },
    "state info files: Change accepted: the prompt read",
  ],
];

describe("the row of an event", () => {
  for (const [event, expected] of rows)
    it(`${event.type} → ${expected ?? "none"}`, () => {
      const row = eventRow({ ...event, seq: 7, at: 99 });
      if (expected === undefined) return assert.equal(row, undefined);
      assert.ok(row);
      const { kind, level, server: of, text, id, at } = row;
      assert.equal(`${kind} ${level}${of === undefined ? "" : ` ${of}`}: ${text}`, expected);
      assert.deepEqual([id, at], [7, 99]);
    });

  it("keeps the parameters of a notification", () => {
    const event = { type: "server.notification", server, method: "notifications/x", params: '{"a":1}' } as const;
    assert.equal(eventRow({ ...event, seq: 1, at: 1 })?.params, '{"a":1}');
  });

  it("lists the mistakes in the settings, as bad as the worst of them", () => {
    const problem = (severity: "error" | "warning", key: string) =>
      ({ scope: "user", path: ["mcpHub.servers", key, 0], severity, message: "Remove it." }) as const;
    const read = (...problems: ReturnType<typeof problem>[]) => {
      const row = eventRow({ type: "config.read", problems, seq: 1, at: 1 });
      return [row?.kind, row?.level, row?.text];
    };
    assert.deepEqual(read(problem("warning", "a")), [
      "hub",
      "warning",
      "Settings read, 1 problem: mcpHub.servers › a › 0: Remove it.",
    ]);
    assert.deepEqual(read(problem("warning", "a"), problem("error", "b")), [
      "hub",
      "error",
      "Settings read, 2 problems: mcpHub.servers › a › 0: Remove it.\nmcpHub.servers › b › 0: Remove it.",
    ]);
  });
});
