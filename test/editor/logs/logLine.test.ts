import assert from "node:assert/strict";
import { logLine } from "../../../src/editor/logs/logLine";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { apply, emptyView } from "../../../src/protocol/hubView";
import { atServer, requestFacts } from "../../support/requestFacts";

const added: HubEvent = { type: "server.added", server: "files", label: "Files", scope: "user" };
const view = apply(emptyView, added);
const line = (event: HubEvent) => {
  const logged = logLine(event, view);
  return logged && [logged.server, logged.level, logged.text];
};
const error = { code: "exited", message: "It ended with code 1." } as const;
const call = requestFacts({ caller: { door: "chat" } });

describe("a line of the log", () => {
  const rows: [HubEvent, ReturnType<typeof line>][] = [
    [{ type: "hub.log", level: "warning", text: "Careful." }, [undefined, "warning", "Careful."]],
    [
      { type: "server.log", server: "files", level: "error", from: "stderr", text: "boom" },
      ["files", "error", "[stderr] boom"],
    ],
    [
      { type: "server.state", server: "files", state: { kind: "failed", error } },
      ["files", "error", "[state] Failed. It ended with code 1."],
    ],
    [
      { type: "server.state", server: "files", state: { kind: "starting", attempt: 1, losses: 0 } },
      ["files", "info", "[state] Connecting"],
    ],
    [
      { type: "server.notification", server: "files", method: "notifications/x", params: "{}" },
      ["files", "debug", "[notification] notifications/x {}"],
    ],
    [
      { type: "server.signInFailed", server: "files", error: { code: "needs-auth", message: "It failed." } },
      ["files", "warning", "[account] It failed."],
    ],
    [
      { type: "server.refused", server: "files", status: 403 },
      ["files", "debug", "[account] the server refused a request (HTTP 403)"],
    ],
    [{ type: "call.started", ...call, args: '{"a":1}' }, ["files", "info", '[call-1] read called by chat: {"a":1}']],
    [
      { type: "call.progress", ...call, progress: 1, total: 3, message: "one" },
      ["files", "debug", "[call-1] read 1/3 one"],
    ],
    [{ type: "call.task", ...call }, ["files", "info", "[call-1] read runs as a task"]],
    [
      { type: "server.tasks", server: "files", left: [{ key: "task-1", tool: "dig", ended: false }] },
      ["files", "info", "[tasks] from an earlier session: dig"],
    ],
    [
      { type: "call.ended", ...call, outcome: "ok", ms: 12.4, split: atServer(12.4) },
      ["files", "info", "[call-1] read ended: ok after 12 ms"],
    ],
    [
      { type: "call.ended", ...call, outcome: "failed", ms: 5, split: atServer(5), error },
      ["files", "error", "[call-1] read ended: failed after 5 ms. It ended with code 1."],
    ],
    [{ type: "hub.phase", phase: "ready" }, [undefined, "debug", "The hub is ready."]],
    [{ type: "server.added", server: "files", label: "Files", scope: "user" }, undefined],
    [{ type: "server.removed", server: "files" }, [undefined, "info", "files was removed."]],
    [
      { type: "server.state", server: "files", state: { kind: "needs-auth", error } },
      ["files", "warning", "[state] Needs sign-in. It ended with code 1."],
    ],
    [{ type: "server.state", server: "other", state: { kind: "failed", error } }, undefined],
    [{ type: "server.account", server: "files" }, ["files", "info", "[account] no account is signed in"]],
    [{ type: "server.account", server: "files", account: "me" }, ["files", "info", "[account] signed in as me"]],
    [
      { type: "server.catalog", server: "files", counts: { tools: 1, resources: 2, resourceTemplates: 3, prompts: 4 } },
      ["files", "info", "[catalog] tools: 1, resources: 2, templates: 3, prompts: 4"],
    ],
    [{ type: "server.notification", server: "files", method: "notifications/message", params: "{}" }, undefined],
    [
      { type: "breaker.changed", server: "files", state: "open" },
      ["files", "warning", "[breaker] After several failures, calls to this server are refused for a while"],
    ],
    [
      { type: "breaker.changed", server: "files", state: "closed", tool: "read" },
      ["files", "info", "[breaker] All calls to read are let through again"],
    ],
    [{ type: "queue.changed", server: "files", waiting: 2 }, ["files", "debug", "[queue] waiting calls: 2"]],
    [{ type: "rate.changed", server: "files" }, ["files", "info", "[rate] Calls are no longer held back"]],
    [{ type: "server.tasks", server: "files", left: [] }, ["files", "info", "[tasks] none from an earlier session"]],
    [
      { type: "question.asked", server: "files", question: "1", kind: "form" },
      ["files", "debug", "[question] asked: form"],
    ],
    [
      { type: "question.answered", server: "files", question: "1", kind: "form", answer: "refused", ms: 9.6 },
      ["files", "info", "[question] form: refused after 10 ms"],
    ],
    [
      { type: "grant.added", server: "files", caller: { door: "chat" }, span: "session" },
      ["files", "info", "[approval] chat may call every tool (session)"],
    ],
    [
      {
        type: "grant.added",
        server: "files",
        caller: { door: "gateway", client: { id: "c", name: "Cursor" } },
        tool: "read",
        span: "always",
      },
      ["files", "info", "[approval] Cursor may call read (always)"],
    ],
    [
      { type: "grant.revoked", server: "files", caller: { door: "chat" }, span: "session" },
      ["files", "info", "[approval] chat may no longer call every tool"],
    ],
    [
      {
        type: "grant.revoked",
        server: "files",
        caller: { door: "gateway", client: { id: "c", name: "Cursor" } },
        tool: "read",
        span: "session",
      },
      ["files", "info", "[approval] Cursor may no longer call read"],
    ],
    [{ type: "grant.forgotten" }, [undefined, "info", "[approval] all approvals were forgotten"]],
    [{ type: "grant.forgotten", server: "files" }, ["files", "info", "[approval] all approvals were forgotten"]],
    [
      { type: "launch.decided", server: "files", entry: "e", answer: "refused" },
      ["files", "info", "[approval] that it runs: refused"],
    ],
    [
      { type: "server.trusted", server: "files", trusted: true },
      ["files", "info", "[approval] the server's annotations are trusted"],
    ],
    [
      { type: "server.trusted", server: "files", trusted: false },
      ["files", "info", "[approval] the server's annotations are not trusted"],
    ],
    [{ type: "server.ping", server: "files", ok: true, ms: 1.6 }, ["files", "debug", "[ping] answered in 2 ms"]],
    [{ type: "server.ping", server: "files", ok: false }, ["files", "debug", "[ping] no answer"]],
    [{ type: "choice.changed" }, [undefined, "info", "What is turned on has changed."]],
    [
      { type: "choice.changed", profile: "work" },
      [undefined, "info", 'What is turned on has changed. The profile is "work".'],
    ],
    [
      { type: "pin.added", server: "files", of: "tool", name: "read", digest: "b", by: "rule" },
      ["files", "debug", "[pin] tool read is pinned as b"],
    ],
    [
      { type: "pin.changed", server: "files", of: "instructions", name: "", pinned: "a", digest: "b" },
      ["files", "warning", "[pin] instructions changed from a to b"],
    ],
    [
      { type: "pin.accepted", server: "files", of: "tool", name: "read", digest: "b" },
      ["files", "info", "[pin] the change of tool read to b was accepted"],
    ],
    [{ type: "config.changed", added: ["files"], removed: [], changed: [] }, undefined],
    [{ type: "server.signedIn", server: "files" }, undefined],
    [{ type: "server.signedOut", server: "files" }, undefined],
    [{ type: "call.progress", ...call, progress: 1 }, ["files", "debug", "[call-1] read 1"]],
    [
      { type: "call.retried", ...call, attempt: 2, waitMs: 99.6, error },
      ["files", "warning", "[call-1] read failed at attempt 2, retrying in 100 ms. It ended with code 1."],
    ],
    [
      { type: "call.ended", ...call, outcome: "denied", ms: 5, split: atServer(5), error },
      ["files", "warning", "[call-1] read ended: denied. It ended with code 1."],
    ],
    [
      { type: "call.started", ...call, caller: { door: "gateway", client: { id: "c", name: "Cursor" } }, args: "{}" },
      ["files", "info", "[call-1] read called by Cursor: {}"],
    ],
    [{ type: "server.order", servers: [] }, undefined],
    [{ type: "config.read", problems: [] }, undefined],
    [
      {
        type: "config.read",
        problems: [{ scope: "user", path: ["mcpHub.servers", "a"], severity: "error", message: "No command." }],
      },
      [undefined, "warning", "The settings have problems:\nmcpHub.servers › a: No command."],
    ],
  ];
  for (const [event, expected] of rows) it(event.type, () => assert.deepEqual(line(event), expected));
});
