import assert from "node:assert/strict";
import { lineOf, newRecord, timeOf } from "../../../src/core/audit/auditRecord";
import { callBegun, callEnded, recordOf } from "../../../src/core/audit/recordOf";
import { canonicalJson } from "../../../src/core/kernel/canonicalJson";
import type { HubEvent, Stamped } from "../../../src/protocol/hubEvent";
import { atServer, requestFacts } from "../../support/requestFacts";

const stamped = (event: HubEvent): Stamped => ({ ...event, seq: 7, at: Date.UTC(2026, 10, 29, 6, 5, 4, 3) });
const parts = { entryOf: () => "e1", texts: true };
const caller = { door: "agent", client: { id: "c1", name: "Client One" } } as const;
const facts = requestFacts({ caller });
const error = { code: "rate-limited", message: "Too many." } as const;

/** Each event that is kept, with some of what its record holds. */
const kept: [event: HubEvent, record: Record<string, unknown>][] = [
  [
    { type: "config.changed", added: ["a"], removed: ["b"], changed: ["c"] },
    { type: "config.changed", added: ["a"], removed: ["b"], changed: ["c"], servers: 3 },
  ],
  [
    { type: "server.added", server: "files", label: "Files", scope: "workspace", source: "/w" },
    { type: "server.added", server: "files", entry: "e1", scope: "workspace", source: "/w" },
  ],
  [
    { type: "server.removed", server: "files" },
    { type: "server.removed", server: "files" },
  ],
  [
    { type: "server.trusted", server: "files", trusted: true },
    { type: "server.trusted", server: "files", entry: "e1", trusted: true },
  ],
  [
    { type: "grant.added", server: "files", caller, tool: "read", span: "always" },
    { type: "grant.added", server: "files", entry: "e1", door: "agent", client: "c1", tool: "read", span: "always" },
  ],
  [
    { type: "grant.added", server: "files", caller, span: "session", until: 3_600_000 },
    {
      type: "grant.added",
      server: "files",
      entry: "e1",
      door: "agent",
      client: "c1",
      span: "session",
      until: "1970-01-01T01:00:00.000Z",
    },
  ],
  [
    { type: "grant.revoked", server: "files", caller, tool: "read", span: "always" },
    { type: "grant.revoked", server: "files", entry: "e1", door: "agent", client: "c1", tool: "read", span: "always" },
  ],
  [
    { type: "pin.added", server: "files", of: "tool", name: "read", digest: "d1", by: "question" },
    { type: "pin.added", server: "files", entry: "e1", of: "tool", name: "read", pin: "d1", by: "question" },
  ],
  [
    { type: "pin.changed", server: "files", of: "tool", name: "read", pinned: "d1", digest: "d2" },
    { type: "pin.changed", server: "files", entry: "e1", of: "tool", name: "read", pin: "d1", digest: "d2" },
  ],
  [
    { type: "pin.accepted", server: "files", of: "tool", name: "read", digest: "d2" },
    { type: "pin.accepted", server: "files", entry: "e1", of: "tool", name: "read", pin: "d2" },
  ],
  [
    { type: "grant.forgotten", server: "files" },
    { type: "grant.forgotten", server: "files" },
  ],
  [
    { type: "server.signedIn", server: "files", account: "ada" },
    { type: "server.signedIn", server: "files", entry: "e1", account: "ada" },
  ],
  [
    { type: "server.signedOut", server: "files" },
    { type: "server.signedOut", server: "files", entry: "e1" },
  ],
  [
    { type: "server.signInFailed", server: "files", error: { code: "needs-auth", message: "No." } },
    { type: "server.signInFailed", server: "files", entry: "e1", error: "needs-auth", message: "No." },
  ],
  [
    { type: "server.refused", server: "files", status: 403 },
    { type: "server.refused", server: "files", entry: "e1", status: 403 },
  ],
  [
    {
      type: "server.state",
      server: "files",
      state: { kind: "needs-auth", error: { code: "needs-auth", message: "401" } },
    },
    { type: "server.failed", server: "files", entry: "e1", state: "needs-auth", error: "needs-auth", message: "401" },
  ],
  [
    { type: "breaker.changed", server: "files", tool: "read", state: "open", until: 9 },
    { type: "breaker.changed", server: "files", tool: "read", state: "open" },
  ],
  [
    { type: "call.retried", ...facts, attempt: 1, waitMs: 200.4, error },
    {
      ...{ type: "rate.limited", call: "call-1", server: "files", method: "tools/call", tool: "read" },
      ...{ door: "agent", client: "c1", waitMs: 200 },
    },
  ],
  [
    { type: "question.answered", question: "q1", kind: "form", server: "files", answer: "refused", ms: 12.5 },
    { type: "question.answered", server: "files", question: "q1", kind: "form", answer: "refused", ms: 13 },
  ],
];

describe("the records of events", () => {
  for (const [event, expected] of kept)
    it(`has what matters of ${event.type}, as canonical JSON`, () => {
      const record = recordOf(stamped(event), parts);
      assert.ok(record);
      const line = lineOf(record);
      assert.equal(canonicalJson(JSON.parse(line), 100_000), line);
      const { prev, seq, time, ...fields } = JSON.parse(line);
      assert.deepEqual(fields, expected);
      assert.deepEqual([prev, seq, time], ["0".repeat(64), 0, "2026-11-29T06:05:04.003Z"]);
    });

  it("leaves out what only moves on", () => {
    const events: HubEvent[] = [
      { type: "server.state", server: "files", state: { kind: "stopped", reason: "not-started" } },
      { type: "call.retried", ...facts, attempt: 1, waitMs: 1, error: { code: "transport", message: "Lost." } },
      { type: "server.ping", server: "files", ok: true },
      { type: "hub.log", level: "error", text: "x" },
    ];
    for (const event of events) assert.equal(recordOf(stamped(event), parts), undefined, event.type);
  });

  it("says of a call who, what, why and how it ended", () => {
    const event = stamped({
      ...facts,
      type: "call.ended",
      pin: "p1",
      outcome: "denied",
      ms: 12.4,
      split: atServer(12.4),
      decision: { by: "policy", source: "user", rule: "files/*" },
      error: { code: "denied", message: "Your policy forbids it." },
    });
    assert.ok(event.type === "call.ended");
    const line = lineOf(callEnded(event, { result: "r1" }, parts));
    assert.equal(canonicalJson(JSON.parse(line), 100_000), line);
    const { prev: _, seq: __, time: ___, ...fields } = JSON.parse(line);
    const asked = { call: "call-1", server: "files", method: "tools/call", tool: "read", door: "agent", client: "c1" };
    const decided = {
      decision: "policy",
      rule: "files/*",
      source: "user",
      entry: "e1",
      pin: "p1",
      args: facts.argsDigest,
    };
    assert.deepEqual(fields, {
      ...asked,
      ...decided,
      ...{ type: "call.ended", outcome: "denied", ms: 12, result: "r1" },
      ...{ error: "denied", message: "Your policy forbids it." },
    });
    const begun = callBegun(
      { ...facts, pin: "p1" },
      { by: "policy", source: "user", rule: "files/*" },
      {},
      event.at,
      parts,
    );
    const { prev: _p, seq: _s, time: _t, ...sent } = JSON.parse(lineOf(begun));
    assert.deepEqual(sent, { ...asked, ...decided, type: "call.begun" });
    assert.equal(callEnded(event, {}, { ...parts, texts: false }).message, undefined, "digests alone keep no texts");
  });

  it("names the request and the thread of a call, in their place", () => {
    const named = { ...facts, request: "r-1", thread: "t-1" };
    const event = stamped({ ...named, type: "call.ended", outcome: "ok", ms: 1, split: atServer(1) });
    assert.ok(event.type === "call.ended");
    const lines = [lineOf(callEnded(event, {}, parts)), lineOf(callBegun(named, undefined, {}, event.at, parts))];
    for (const line of lines) {
      assert.equal(canonicalJson(JSON.parse(line), 100_000), line);
      const { request, thread } = JSON.parse(line);
      assert.deepEqual([request, thread], ["r-1", "t-1"]);
    }
  });

  it("keeps lists, texts and lines within their bounds", () => {
    const many = Array.from({ length: 1000 }, (_, n) => `server ${n} ${"x".repeat(180)}`);
    const changed = recordOf(stamped({ type: "config.changed", added: many, removed: many, changed: many }), parts);
    assert.ok(changed && lineOf(changed).length < 32 * 1024);
    assert.equal(changed.servers, 3000);
    const line = lineOf(newRecord("x", 0, { half: "a\ud800b", whole: "😀" }));
    assert.deepEqual(JSON.parse(line), {
      half: "a\ufffdb",
      whole: "😀",
      prev: "0".repeat(64),
      seq: 0,
      time: timeOf(0),
      type: "x",
    });
  });

  it("writes times as ISO 8601", () => {
    for (const ms of [0, 999, 1000, 1_795_932_304_003, 1_795_932_304_999.6, -1])
      assert.equal(timeOf(ms), new Date(Math.round(ms)).toISOString());
  });
});

describe("the bounds of records", () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => `server-${n}`);
  const of = (event: HubEvent, texts = true) =>
    JSON.parse(lineOf(recordOf(stamped(event), { ...parts, texts }) ?? assert.fail("no record")));

  it("list 50 names, and count all", () => {
    const record = of({ type: "config.changed", added: many(51), removed: many(50), changed: [] });
    assert.deepEqual([record.added.length, record.removed.length, record.servers], [50, 50, 101]);
    assert.deepEqual(record.added.at(-1), "server-49");
  });

  it("cut what a server wrote at 300 characters, and keep none of it where texts are not kept", () => {
    const failed = (message: string): HubEvent => ({
      ...{ type: "server.state", server: "files", state: { kind: "failed", error: { code: "exited", message } } },
    });
    assert.equal(of(failed("x".repeat(300))).message, "x".repeat(300));
    assert.equal(of(failed("x".repeat(301))).message, `${"x".repeat(300)}… (1 more character)`);
    assert.ok(!("message" in of(failed("x"), false)));
    const signIn: HubEvent = { type: "server.signInFailed", server: "files", error: { code: "timeout", message: "x" } };
    assert.deepEqual([of(signIn).message, "message" in of(signIn, false)], ["x", false]);
  });

  it("say of a server that it is connected, and how", () => {
    const info = { name: "Files", version: "1", protocolVersion: "2025-06-18", transport: "stdio" } as const;
    const {
      prev: _,
      seq: __,
      time: ___,
      ...record
    } = of({
      ...{ type: "server.state", server: "files" },
      state: { kind: "ready", since: 0, losses: 0, info: info as never },
    });
    assert.deepEqual(record, {
      ...{ type: "server.connected", server: "files", entry: "e1" },
      ...{ name: "Files", version: "1", protocol: "2025-06-18", transport: "stdio" },
    });
    const consent = of({
      ...{ type: "server.state", server: "files" },
      state: { kind: "needs-consent", error: { code: "needs-consent", message: "Ask." } },
    });
    assert.deepEqual([consent.type, consent.state, consent.error], ["server.failed", "needs-consent", "needs-consent"]);
  });

  it("say which call a question was about", () => {
    const record = of({
      ...{ type: "question.answered", question: "q", kind: "approval", server: "files", answer: "allowed", ms: 1 },
      about: facts,
    } as HubEvent);
    assert.deepEqual([record.call, record.tool, record.client, "args" in record], ["call-1", "read", "c1", false]);
  });

  it("say of the message of a call only where texts are kept", () => {
    const event = stamped({
      ...{ type: "call.ended", ...facts, outcome: "failed", ms: 1, split: atServer(1) },
      error: { code: "timeout", message: "y".repeat(301) },
    });
    assert.ok(event.type === "call.ended");
    assert.equal(callEnded(event, {}, parts).message, `${"y".repeat(300)}… (1 more character)`);
    assert.equal(callEnded(event, {}, { ...parts, texts: false }).message, undefined);
    assert.deepEqual(
      [callEnded(event, {}, parts).args, callEnded(event, { args: "a" }, parts).args],
      [facts.argsDigest, "a"],
    );
  });
});
