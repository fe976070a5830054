import assert from "node:assert/strict";
import type { HubEvent } from "../../src/protocol/hubEvent";
import { bytesOf, columnsOf, lineOf } from "../../webview-ui/columns";
import { kindName } from "../../webview-ui/row";
import { fold, noRows } from "../../webview-ui/rows";
import { atServer, requestFacts } from "../support/requestFacts";
import { log, note, stamped } from "./panelFixture";

type Wire = Extract<HubEvent, { type: "wire.message" }>;

const wire = (more: Partial<Wire>): Wire => ({
  type: "wire.message",
  server: "documents",
  direction: "sent",
  kind: "request",
  text: "{}",
  bytes: 10,
  ...more,
});

const answer = (more: Partial<Wire>): Wire => wire({ direction: "received", kind: "response", bytes: 90, ...more });
const rowsOf = (events: readonly HubEvent[]) => fold(noRows, stamped(events)).list;

describe("messages on the wire", () => {
  it("make one row of a request and its answer, with what it was, how it ended, its time and its size", () => {
    const [row, ...others] = rowsOf([
      wire({ id: 3, method: "tools/list" }),
      log("documents", "between"),
      answer({ id: 3, method: "tools/list" }),
    ]);
    assert.ok(row);
    assert.equal(others.length, 1);
    assert.equal(row.text, "tools/list: ok in 80 ms");
    assert.deepEqual([row.kind, kindName(row), lineOf(row)], ["request", "list", "tools/list"]);
    assert.deepEqual(columnsOf(row), { caller: "", outcome: "ok", duration: "80 ms", size: "100 B" });
    assert.deepEqual(
      row.messages?.map(({ direction, kind }) => `${direction} ${kind}`),
      ["sent request", "received response"],
    );
  });

  it("tell requests of the hub from those of a server, also where both have the same id", () => {
    const rows = rowsOf([
      wire({ id: 1, method: "ping" }),
      wire({ id: 1, method: "roots/list", direction: "received" }),
      wire({ id: 1, kind: "response", method: "roots/list" }),
      answer({ id: 1, kind: "error", method: "ping" }),
    ]);
    assert.deepEqual(
      rows.map((row) => [row.kind, kindName(row), row.level, row.exchange?.outcome]),
      [
        ["request", "ping", "error", "failed"],
        ["question", "roots", "info", "ok"],
      ],
    );
  });

  it("count no time where a person answers a server", () => {
    const [row] = rowsOf([
      wire({ id: 1, method: "elicitation/create", direction: "received" }),
      wire({ id: 1, kind: "response", method: "elicitation/create" }),
    ]);
    assert.ok(row);
    assert.equal(row.text, "elicitation/create: ok");
    assert.equal(columnsOf(row).duration, "");
  });

  it("belong to the call that caused them, and make no rows of their own", () => {
    const facts = requestFacts({ call: "c", server: "documents", tool: "outline" });
    const rows = rowsOf([
      { type: "call.started", ...facts, args: "{}" },
      wire({ id: 7, method: "tools/call", call: "c" }),
      answer({ id: 7, method: "tools/call", call: "c", kind: "error", http: { status: 503, headers: {} } }),
      { type: "call.retried", ...facts, attempt: 1, waitMs: 500, error: { code: "transport", message: "503." } },
      wire({ id: 8, method: "tools/call", call: "c" }),
      answer({ id: 8, method: "tools/call", call: "c" }),
      { type: "call.ended", ...facts, outcome: "ok", ms: 700, split: atServer(700) },
    ]);
    assert.equal(rows.length, 1);
    const [row] = rows;
    assert.ok(row);
    assert.equal(row.messages?.length, 4);
    assert.equal(row.messages?.[1]?.http?.status, 503);
    assert.equal(bytesOf(row), 200);
    assert.equal(row.call?.retries, 1);
    assert.match(row.call?.steps?.[0]?.text ?? "", /Attempt 1 failed, the next one after 500 ms: 503\./);
  });

  it("are the message of a notification that is told as an event right after, and only then", () => {
    const told = wire({ direction: "received", kind: "notification", method: "notifications/resources/updated" });
    const rows = rowsOf([told, note("documents", 1), note("documents", 2)]);
    assert.deepEqual(
      rows.map((row) => bytesOf(row)),
      [10, undefined],
    );
    const late = rowsOf([told, log("a", "1"), log("a", "2"), log("a", "3"), note("documents", 1)]);
    assert.equal(bytesOf(late.at(-1) as (typeof late)[number]), undefined);
  });

  it("show what the hub notifies a server of, and an answer whose request nobody saw", () => {
    const rows = rowsOf([
      wire({ kind: "notification", method: "notifications/initialized" }),
      answer({ id: 99, method: "tools/list" }),
      answer({ id: 98, method: "tools/call", call: "gone" }),
    ]);
    assert.deepEqual(
      rows.map(({ text }) => text),
      ["notifications/initialized (sent)", "tools/list: ok"],
    );
  });
});
