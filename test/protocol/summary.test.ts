import assert from "node:assert/strict";
import type { ConnectionState } from "../../src/protocol/connectionState";
import { eraOf } from "../../src/protocol/era";
import { apply, emptyView, type ServerView } from "../../src/protocol/hubView";
import { attemptWords, describeBreaker, describeRate, describeState, waitWords } from "../../src/protocol/summary";
import { codeOf, isAbsent } from "../../src/protocol/systemError";
import { added, changed, states } from "../support/operationEvents";

const view = (state: ConnectionState, more: Partial<ServerView> = {}): ServerView => ({
  ...{ id: "files", label: "files", scope: "user", state, inFlight: 0 },
  counts: { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 },
  ...more,
});
const tools = (count: number) => ({ counts: { tools: count, resources: 0, resourceTemplates: 0, prompts: 0 } });
const { ready } = states;
const slow = (ms: number) => ({ ...ready, health: { kind: "slow", ms } }) as ConnectionState;
const failing = (failures: number) => ({ ...ready, health: { kind: "failing", failures } }) as ConnectionState;
const stopped = (reason: string) => ({ kind: "stopped", reason }) as ConnectionState;
const starting = (attempt: number, progress?: object) =>
  ({ kind: "starting", attempt, losses: 0, ...(progress && { progress }) }) as Extract<
    ConnectionState,
    { kind: "starting" }
  >;

describe("a server in one line", () => {
  const rows: readonly [server: ServerView, text: string][] = [
    [view(ready), "Ready, 0 tools"],
    [view(ready, tools(1)), "Ready, 1 tool"],
    [view(ready, { ...tools(2), missing: ["a"] }), "Ready, 2 tools, one list is missing"],
    [view(ready, { ...tools(2), missing: ["a", "b"] }), "Ready, 2 tools, 2 lists are missing"],
    [view(slow(1230), tools(2)), "Ready, 2 tools, slow (1.2 s)"],
    [view(failing(1), tools(2)), "Ready, 2 tools, 1 health check failed"],
    [view(failing(2), tools(2)), "Ready, 2 tools, 2 health checks failed"],
    [view(stopped("not-started"), tools(2)), "Not started"],
    [view(stopped("disabled"), tools(2)), "Disabled"],
    [view(stopped("person")), "Disconnected"],
    [view(stopped("lazy")), "Starts when used"],
    [view(stopped("lazy"), tools(1)), "Starts when used, 1 tool"],
    [view(stopped("manual")), "Not connected"],
    [view(stopped("idle"), tools(2)), "Idle, starts when used, 2 tools"],
    [view(starting(1)), "Connecting"],
    [view(starting(2)), "Connecting, attempt 2"],
    [view(starting(1, { step: "probe" })), "Connecting, attempt 1: waiting for its first answer"],
    [
      view(starting(2, { step: "lists", attempts: 3, leftMs: 1500, said: "Hello" })),
      "Connecting, attempt 2/3: waiting for its lists, 2 s left. Last output: Hello",
    ],
    [view(states.waiting(0)), "Connection lost, trying again. It is gone."],
    [view(states.waiting(1)), "Attempt 1 failed, trying again. It is gone."],
    [view(states.needsAuth), "Needs sign-in. Sign in."],
    [view(states.failed), "Failed. It is gone."],
    [view(states.away(5)), "Failed, trying again. It is gone."],
  ];
  for (const [server, text] of rows) it(text, () => assert.equal(describeState(server), text));

  it("says which attempt it is, and what it waits for", () => {
    assert.deepEqual([attemptWords(starting(1)), attemptWords(starting(0))], ["Connecting", "Connecting"]);
    assert.equal(waitWords({ step: "turn", leftMs: 0 }), "waiting for its turn to start, 0 s left");
    assert.equal(waitWords({ step: "program" }), "waiting for its program to start");
  });

  it("says what becomes of its breakers and of its rate", () => {
    assert.match(describeBreaker({ state: "open" }), /^After several failures, calls to this server are refused/);
    assert.match(describeBreaker({ state: "half-open", tool: "read" }), /^One of the calls to read/);
    assert.match(describeBreaker({ state: "closed" }), /^All calls to this server are let through again/);
    assert.match(describeRate({ perMinute: 30 }), /at most 30 calls a minute/);
    assert.match(describeRate({}), /no longer held back/);
  });
});

describe("what a view remembers of a server", () => {
  const folded = (...events: Parameters<typeof apply>[1][]) => [added(), ...events].reduce(apply, emptyView).servers[0];

  it("is how many calls wait, how far it is held back, and its account", () => {
    const waiting = (count: number) => ({ type: "queue.changed", server: "files", waiting: count }) as const;
    assert.deepEqual([folded(waiting(1))?.waiting, folded(waiting(1), waiting(0))?.waiting], [1, undefined]);
    const rate = (perMinute?: number) =>
      ({ type: "rate.changed", server: "files", ...(perMinute && { perMinute }) }) as const;
    assert.deepEqual([folded(rate(30))?.perMinute, folded(rate(30), rate())?.perMinute], [30, undefined]);
    const account = { type: "server.account", server: "files", account: "ada" } as const;
    assert.equal(folded(account)?.account, "ada");
  });

  it("is its breakers, each once, the one that changed last at the end", () => {
    const breaker = (tool: string, state: "open" | "half-open" | "closed", until?: number) =>
      ({ type: "breaker.changed", server: "files", tool, state, ...(until !== undefined && { until }) }) as const;
    assert.deepEqual(folded(breaker("a", "open", 5), breaker("b", "open"), breaker("a", "half-open"))?.breakers, [
      { tool: "b", state: "open" },
      { tool: "a", state: "half-open" },
    ]);
    assert.deepEqual(folded(breaker("a", "open", 5))?.breakers, [{ tool: "a", state: "open", until: 5 }]);
    assert.equal(folded(breaker("a", "open"), breaker("a", "closed"))?.breakers, undefined);
  });

  it("is nothing of a server that is not there", () => {
    const before = apply(emptyView, added());
    assert.equal(apply(before, changed(ready, "web")), before);
    assert.equal(apply(before, { type: "queue.changed", server: "web", waiting: 1 }), before);
  });
});

describe("small words", () => {
  it("tell the eras apart", () => {
    const revisions = ["2025-11-25", "2026-07-27", "2026-07-28", "2027-01-01", "DRAFT-2026-v1", "draft"];
    assert.deepEqual(revisions.map(eraOf), ["legacy", "legacy", "modern", "modern", "legacy", "legacy"]);
  });

  it("tell failures of the system apart", () => {
    const failure = (code: string) => Object.assign(new Error("no"), { code });
    assert.deepEqual(
      ["ENOENT", "ENOTDIR", "EACCES"].map((code) => isAbsent(failure(code))),
      [true, true, false],
    );
    assert.deepEqual(
      [codeOf(failure("EIO")), codeOf(new Error("no")), codeOf({ code: "EIO" })],
      ["EIO", undefined, undefined],
    );
  });
});
