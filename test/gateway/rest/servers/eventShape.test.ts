import assert from "node:assert/strict";
import type { GatewayClient } from "../../../../src/gateway/access/gatewayClient";
import { eventShape } from "../../../../src/gateway/rest/servers/eventShape";
import type { HubEvent, Stamped } from "../../../../src/protocol/hubEvent";
import { atServer, requestFacts } from "../../../support/requestFacts";
import { aClient } from "../../../support/restServer";

const heard = (event: HubEvent, ...scopes: GatewayClient["scopes"][number][]) =>
  eventShape({ ...event, seq: 1, at: 2 } as Stamped, aClient("me", { scopes }));

const server = "files";
const error = { code: "transport", message: "Gone." } as const;
const own = requestFacts({
  call: "c",
  server,
  tool: "read",
  caller: { door: "gateway", client: { id: "me", name: "Me" } },
});
const others = requestFacts({
  call: "c",
  server,
  tool: "read",
  caller: { door: "gateway", client: { id: "you", name: "You" } },
});
const caller = { door: "chat" } as const;
const pin = { server, of: "tool", name: "read", digest: "b" } as const;
const question = { question: "1", kind: "approval", server } as const;

describe("an event for a client", () => {
  const ofServers: HubEvent[] = [
    { type: "server.added", server, label: "Files", scope: "user" },
    { type: "server.removed", server },
    { type: "server.state", server, state: { kind: "failed", error } },
    { type: "server.catalog", server, counts: { tools: 1, resources: 0, resourceTemplates: 0, prompts: 0 } },
    { type: "server.notification", server, method: "notifications/x", params: "{}" },
    { type: "server.refused", server, status: 401 },
    { type: "server.ping", server, ok: true },
    { type: "breaker.changed", server, state: "open" },
    { type: "queue.changed", server, waiting: 1 },
    { type: "rate.changed", server },
  ];
  for (const event of ofServers)
    it(`is heard by those who may use its server: ${event.type}`, () => {
      assert.ok(heard(event));
      assert.ok(heard(event, { servers: ["files"] }));
      assert.equal(heard(event, { servers: ["other"] }), undefined);
    });

  it("is heard by everybody where it is about the hub", () =>
    assert.deepEqual(heard({ type: "hub.phase", phase: "ready" }, { servers: [] }), {
      ...{ type: "hub.phase", phase: "ready", seq: 1, at: 2 },
    }));

  const ofNobody: HubEvent[] = [
    { type: "hub.log", level: "info", text: "x" },
    { type: "config.read", problems: [] },
    { type: "config.changed", added: [], removed: [], changed: [] },
    { type: "choice.changed" },
    { type: "server.order", servers: [server] },
    { type: "server.account", server },
    { type: "server.log", server, level: "info", from: "stderr", text: "x" },
    { type: "server.tasks", server, left: [] },
    { type: "server.signedIn", server },
    { type: "server.signedOut", server },
    { type: "server.signInFailed", server, error },
    { type: "server.trusted", server, trusted: true },
    { type: "grant.added", server, caller, span: "session" },
    { type: "grant.revoked", server, caller, span: "session" },
    { type: "grant.forgotten" },
    { type: "pin.added", ...pin, by: "rule" },
    { type: "pin.changed", ...pin, pinned: "a" },
    { type: "pin.accepted", ...pin },
    { type: "launch.decided", server, entry: "e", answer: "allowed" },
    { type: "wire.message", server, direction: "sent", kind: "request", text: "", bytes: 0 },
    ...["message", "progress", "cancelled"].map(
      (name): HubEvent => ({ type: "server.notification", server, method: `notifications/${name}`, params: "{}" }),
    ),
  ];
  for (const event of ofNobody)
    it(`is heard by nobody: ${"method" in event ? event.method : event.type}`, () =>
      assert.equal(heard(event), undefined));

  const ofCalls = (facts: typeof own): HubEvent[] => [
    { type: "call.started", ...facts, args: "{}" },
    { type: "call.progress", ...facts, progress: 1 },
    { type: "call.task", ...facts },
    { type: "call.ended", ...facts, outcome: "ok", ms: 1, split: atServer(1) },
    { type: "call.retried", ...facts, attempt: 1, waitMs: 1, error },
    { type: "question.asked", ...question, about: facts },
    { type: "question.answered", ...question, about: facts, answer: "allowed", ms: 1 },
  ];
  const fromChat = requestFacts({ ...own, caller: { door: "chat", client: { id: "me", name: "Me" } } });
  for (const [at, event] of ofCalls(own).entries())
    it(`is heard by the one who called: ${event.type}`, () => {
      assert.ok(heard(event));
      for (const other of [others, fromChat]) {
        const theirs = ofCalls(other)[at];
        assert.equal(theirs && heard(theirs), undefined);
      }
    });

  it("is heard by nobody where a question is about no call", () =>
    assert.equal(heard({ type: "question.asked", ...question }), undefined));

  it("names a tool only to those who may use it", () => {
    const breaker: HubEvent = { type: "breaker.changed", server, tool: "read", state: "open" };
    assert.ok(heard(breaker));
    assert.ok(heard(breaker, { tools: ["files/read"] }));
    assert.equal(heard(breaker, { tools: ["files/write"] }), undefined);
  });

  it("says nothing of the entry of its server, and what the API says of a state", () => {
    const added: HubEvent = { type: "server.added", server, label: "Files", scope: "folder", source: "/secret" };
    assert.deepEqual(heard(added), { type: "server.added", seq: 1, at: 2, server, label: "Files" });
    assert.deepEqual(heard({ type: "server.state", server, state: { kind: "failed", error, until: 0 } }), {
      ...{ type: "server.state", seq: 1, at: 2, server, status: "failed", ready: false },
      ...{ error, retry_at: "1970-01-01T00:00:00.000Z" },
    });
    assert.deepEqual(heard({ type: "server.state", server, state: { kind: "stopped", reason: "lazy" } }), {
      ...{ type: "server.state", seq: 1, at: 2, server, status: "stopped", ready: false },
      ...{ reason: "lazy", starts_when_used: true },
    });
  });
});
