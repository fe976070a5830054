import assert from "node:assert/strict";
import { logRecord } from "../../../../src/core/operations/log/logRecord";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { changed, ended, failed, stamp, started, states } from "../../../support/operationEvents";
import { requestFacts } from "../../../support/requestFacts";

/** Level, component, and error code of the line of an event; nothing where there is none. */
const told = (event: HubEvent) => {
  const record = logRecord(stamp(event));
  return record && [record.level, record.component, ...(record.error_code ? [record.error_code] : [])];
};

const rows: readonly [title: string, event: HubEvent, told: readonly string[] | undefined][] = [
  ["a call that begins", started(), ["debug", "calls"]],
  ["a call that was answered", ended(), ["info", "calls"]],
  ["an error of a tool", ended({ outcome: "tool-error" }), ["warn", "calls"]],
  ["a call that failed", failed("timeout"), ["error", "calls", "timeout"]],
  ["a server that is ready", changed(states.ready), ["info", "connection"]],
  ["a server that failed", changed(states.failed), ["error", "connection", "transport"]],
  ["a server that waits for a sign-in", changed(states.needsAuth), ["warn", "connection", "needs-auth"]],
  ["a breaker that opens", { type: "breaker.changed", server: "files", state: "open", until: 1 }, ["warn", "breaker"]],
  [
    "what a server prints",
    { type: "server.log", server: "files", level: "warning", from: "stderr", text: "x" },
    ["warn", "stderr"],
  ],
  ["settings without a problem", { type: "config.read", problems: [] }, undefined],
  ["the order of the servers", { type: "server.order", servers: [] }, undefined],
];

describe("a line of the structured log", () => {
  for (const [title, event, wanted] of rows) it(`tells of ${title}`, () => assert.deepEqual(told(event), wanted));

  it("has the id of its request in each line about it", () => {
    for (const event of [started({ call: "r-1" }), ended({ call: "r-1" })])
      assert.equal(logRecord(stamp(event))?.correlation_id, "r-1");
  });

  it("has the request of its client in each line about it, where there is one", () => {
    for (const event of [started({ request: "trace-7" }), ended({ request: "trace-7" })])
      assert.equal(logRecord(stamp(event))?.request_id, "trace-7");
    assert.ok(!("request_id" in (logRecord(stamp(ended({ call: "r-1" }))) ?? {})));
  });

  const whole: readonly [event: HubEvent, record: object][] = [
    [
      { type: "hub.phase", phase: "ready" },
      { level: "info", component: "hub", message: "The hub is ready." },
    ],
    [
      { type: "hub.log", level: "debug", text: "x" },
      { level: "debug", component: "hub", message: "x" },
    ],
    [
      {
        type: "config.read",
        problems: [
          { scope: "user", path: ["a", "b"], severity: "error", message: "One." },
          { scope: "user", path: ["c"], severity: "warning", message: "Two." },
        ],
      },
      { level: "warn", component: "config", message: "a.b: One. c: Two." },
    ],
    [
      { type: "server.signInFailed", server: "files", error: { code: "timeout", message: "Late." } },
      { level: "warn", component: "sign-in", message: "Late.", server: "files", error_code: "timeout" },
    ],
    [
      { type: "server.refused", server: "files", status: 403 },
      { level: "warn", component: "server", message: "The server refused a request (HTTP 403).", server: "files" },
    ],
    [
      { type: "breaker.changed", server: "files", tool: "read", state: "closed" },
      {
        ...{ level: "info", component: "breaker", server: "files", tool: "read" },
        message: "All calls to read are let through again",
      },
    ],
    [
      { type: "rate.changed", server: "files" },
      { level: "info", component: "rate", message: "Calls are no longer held back", server: "files" },
    ],
    [
      { type: "pin.changed", server: "files", of: "tool", name: "read", pinned: "a", digest: "b" },
      { level: "warn", component: "pins", message: "What a person had agreed to has changed (tool).", server: "files" },
    ],
    [
      { type: "question.answered", question: "q", kind: "form", server: "files", answer: "refused", ms: 5 },
      {
        ...{ level: "info", component: "questions", server: "files", duration_ms: 5 },
        message: "A question (form) was answered: refused.",
      },
    ],
    [
      changed(states.failed),
      {
        ...{ level: "error", component: "connection", server: "files", error_code: "transport" },
        message: "The connection is failed. It is gone.",
      },
    ],
    [
      changed(states.stopped),
      { level: "info", component: "connection", message: "The connection is stopped.", server: "files" },
    ],
    [
      failed("timeout", { ms: 7 }),
      {
        ...{
          level: "error",
          component: "calls",
          correlation_id: "call-1",
          client: "chat",
          tool: "read",
          server: "files",
        },
        ...{ message: "The request ended: failed. It failed.", duration_ms: 7, error_code: "timeout" },
      },
    ],
    [
      {
        type: "call.retried",
        ...requestFacts(),
        attempt: 2,
        waitMs: 9.6,
        error: { code: "transport", message: "Lost." },
      },
      {
        ...{
          level: "warn",
          component: "calls",
          correlation_id: "call-1",
          client: "chat",
          tool: "read",
          server: "files",
        },
        ...{ message: "Attempt 2 failed; the next one is in 10 ms. Lost.", error_code: "transport" },
      },
    ],
  ];
  for (const [event, record] of whole)
    it(`says of ${event.type}: ${"message" in record ? record.message : ""}`, () =>
      assert.deepEqual(logRecord(stamp(event)), record));

  it("names the client behind a door", () => {
    const caller = { door: "gateway", client: { id: "1", name: "Cursor" } } as const;
    assert.equal(logRecord(stamp(ended({ caller })))?.client, "Cursor");
    const about = requestFacts({ caller });
    const answered = {
      type: "question.answered",
      question: "q",
      kind: "form",
      server: "files",
      answer: "gone",
      ms: 5,
      about,
    };
    assert.equal(logRecord(stamp(answered as HubEvent))?.client, "Cursor");
  });
});
