import assert from "node:assert/strict";
import { withMessages } from "../../src/editor/panel/trafficFile";
import type { HubEvent } from "../../src/protocol/hubEvent";
import { readRows } from "../../webview-ui/file/readRows";
import { writeRows } from "../../webview-ui/file/writeRows";
import { fold, noRows } from "../../webview-ui/rows";
import { requestFacts } from "../support/requestFacts";
import { morning, stamped } from "./panelFixture";

const wire = {
  type: "wire.message",
  server: "documents",
  method: "tools/list",
  id: 1,
  text: "{}",
  bytes: 7,
} as const;
const facts = requestFacts({ call: "tried", server: "documents", tool: "search" });
const failure = { code: "timeout", message: "It took too long." } as const;
/** A call with everything that a row can say of it. */
const eventful: readonly HubEvent[] = [
  { type: "call.started", ...facts, thread: "t", args: "{}" },
  { type: "question.asked", question: "q", kind: "approval", server: "documents", about: facts },
  { type: "question.answered", question: "q", kind: "approval", server: "documents", answer: "allowed", ms: 9 },
  { type: "call.retried", ...facts, attempt: 1, waitMs: 100, error: failure },
  { type: "call.task", ...facts },
  { type: "call.progress", ...facts, progress: 3, total: 10, message: "reading" },
  {
    ...{ type: "call.ended", ...facts, outcome: "failed", ms: 12, served: "stale", error: failure },
    split: { approval: 9, queue: 1, waits: 1, server: 10 },
    decision: { by: "question", source: "user", rule: "rule 3" },
  },
];
const events = stamped([
  ...morning,
  ...eventful,
  { ...wire, direction: "sent", kind: "request", http: { headers: { authorization: "•••" } } },
  { ...wire, direction: "received", kind: "response", http: { status: 200, headers: { date: "today" } } },
]);
const { list } = fold(noRows, events);
const written = () => withMessages(writeRows(list), (seq) => events[seq - 1]) ?? "";

describe("a file of activity", () => {
  it("has the shape of an HTTP archive, with a version, status, headers and times", () => {
    const { log } = JSON.parse(written());
    assert.deepEqual([log.version, log._mcpClientHub.version, log.entries.length], ["1.2", 1, list.length]);
    const entry = log.entries.at(-1);
    assert.deepEqual(
      [entry.request.method, entry.request.url, entry.response.status, entry.response.content.size],
      ["tools/list", "mcp://documents", 200, 7],
    );
    assert.deepEqual(entry.request.headers, [{ name: "authorization", value: "•••" }]);
    assert.equal(entry._messages[0].text, "{}");
    assert.equal(new Date(entry.startedDateTime).getTime(), list.at(-1)?.at);
  });

  it("comes back as the rows that were written", () => {
    const read = readRows(written());
    assert.ok("rows" in read);
    assert.equal(read.skipped, 0);
    const plain = ({ id: _, ...row }: (typeof list)[number]) => row;
    const { steps, decision, retries } = read.rows.find(({ call }) => call?.id === "tried")?.call ?? {};
    assert.deepEqual([steps?.length, retries, decision?.by], [2, 1, "question"]);
    assert.deepEqual(read.rows.map(plain), list.map(plain));
    assert.deepEqual(
      read.rows.map(({ id }) => id),
      list.map((_, index) => index + 1),
    );
  });

  it("is refused with a sentence where it is something else", () => {
    const problem = (text: string) => {
      const read = readRows(text);
      return "problem" in read ? read.problem : "";
    };
    assert.match(problem("not json"), /not JSON/);
    assert.match(problem("[]"), /holds no activity/);
    assert.match(problem('{"log":{"version":"1.2","entries":[]}}'), /holds no activity/);
    assert.match(
      problem('{"log":{"_mcpClientHub":{"version":2},"entries":[]}}'),
      /version 2, and this panel reads version 1/,
    );
  });

  it("believes nothing of a hostile one: what is not a row is skipped and counted", () => {
    const row = { at: 1, kind: "stderr", level: "info", text: "fine" };
    const bad: unknown[] = [
      null,
      7,
      {},
      { _row: { ...row, at: "now" } },
      { _row: { ...row, at: Number.MAX_VALUE } },
      { _row: { ...row, kind: "toString" } },
      { _row: { ...row, level: "__proto__" } },
      { _row: { ...row, text: { toString: "x" } } },
      { _row: { ...row, kind: "call", call: { id: 1 } } },
    ];
    const wrong = {
      ...{ id: "c", method: "tools/call", tool: "t", steps: [null, { at: 1 }, { at: 1, text: "kept" }], retries: "2" },
      ...{
        served: "elsewhere",
        decision: { by: "nobody" },
        isTask: 1,
        progress: 1,
        error: { code: "A B", message: "m" },
      },
    };
    const odd = {
      _row: { ...row, server: 7, params: [], exchange: { method: 1 }, messages: [{ text: 1 }] },
      _messages: [
        null,
        { at: 1, kind: "request", direction: "up", text: "" },
        { at: 1, kind: "error", direction: "sent", text: "t", http: { headers: { a: {} } } },
      ],
    };
    const text = JSON.stringify({
      log: { _mcpClientHub: { version: 1 }, entries: [...bad, odd, { _row: { ...row, kind: "call", call: wrong } }] },
    });
    const read = readRows(text);
    assert.ok("rows" in read);
    assert.equal(read.skipped, bad.length);
    assert.deepEqual(read.rows, [
      {
        id: bad.length + 1,
        at: 1,
        kind: "stderr",
        level: "info",
        text: "fine",
        messages: [
          {
            seq: 0,
            at: 1,
            direction: "sent",
            kind: "error",
            text: "t",
            bytes: 0,
            http: { headers: { a: "[object Object]" } },
          },
        ],
      },
      {
        ...{ id: bad.length + 2, at: 1, kind: "call", level: "info", text: "fine" },
        call: {
          ...{ id: "c", method: "tools/call", tool: "t", steps: [{ at: 1, text: "kept" }] },
          error: { code: "internal", message: "m" },
        },
      },
    ]);
  });

  it("gets from the host only messages on the wire, and nothing from a document that is none", () => {
    const sent = morning.length + eventful.length + 1;
    const har = JSON.stringify({ log: { entries: [{ _messages: [1, sent, 999, "x", -1] }, 3] } });
    const { log } = JSON.parse(withMessages(har, (seq) => events[seq - 1]) ?? "");
    assert.deepEqual(
      log.entries[0]._messages.map(({ type }: { type: string }) => type),
      ["wire.message"],
    );
    assert.equal(
      withMessages("{}", () => undefined),
      undefined,
    );
    assert.equal(
      withMessages("no", () => undefined),
      undefined,
    );
  });
});
