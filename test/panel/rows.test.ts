import assert from "node:assert/strict";
import type { HubEvent } from "../../src/protocol/hubEvent";
import { outcomeOf } from "../../webview-ui/columns";
import { isEarlier, type Row } from "../../webview-ui/row";
import { fold, indexOfRow, noRows, rowsAfter } from "../../webview-ui/rows";
import { allRowsLimit, rowLimit, withinLimits } from "../../webview-ui/shelves";
import { atServer, requestFacts } from "../support/requestFacts";
import { added, log, morning, note, ready, stamped, start, state } from "./panelFixture";

const started: HubEvent = {
  type: "call.started",
  ...requestFacts({ call: "c", server: "documents", tool: "outline", caller: { door: "chat" } }),
  args: '{"depth":2}',
};
const progress: HubEvent = {
  type: "call.progress",
  ...requestFacts({ call: "c", server: "documents", tool: "outline" }),
  progress: 3,
  total: 10,
  message: "reading",
};
const ended: HubEvent = {
  type: "call.ended",
  ...requestFacts({ call: "c", server: "documents", tool: "outline" }),
  outcome: "ok",
  ms: 1234,
  split: atServer(1234),
};

const listOf = (events: readonly HubEvent[]) => fold(noRows, stamped(events)).list;
const only = (list: readonly Row[]): Row => {
  assert.equal(list.length, 1);
  return list[0] as Row;
};

describe("the panel's rows", () => {
  it("makes one row of a call, from start to end, wherever the batches break", () => {
    const [first, second, third, fourth] = stamped([started, log("documents", "between"), progress, ended]);
    assert.ok(first && second && third && fourth);
    let rows = fold(noRows, [first]);
    assert.equal(only(rows.list).text, "outline: running");
    rows = fold(rows, [second, third]);
    assert.deepEqual(
      rows.list.map(({ text }) => text),
      ["outline: running, 3 of 10, reading", "between"],
    );
    rows = fold(rows, [fourth]);
    const call = rows.list[0];
    assert.equal(call?.text, "outline: ok in 1.2 s");
    assert.deepEqual([call?.id, call?.at, call?.call?.args], [1, start, '{"depth":2}']);
    assert.equal(rows.list.length, 2);
    assert.equal(rows.open.size, 0);
  });

  it("says of a call that it waits for the person, and no time of one that was refused", () => {
    const about = requestFacts({ call: "c", server: "documents", tool: "outline" });
    const question = { question: "1", kind: "approval", server: "documents", about } as const;
    const asked: HubEvent = { type: "question.asked", ...question };
    const answered = (answer: "allowed" | "refused"): HubEvent => ({
      type: "question.answered",
      ...question,
      answer,
      ms: 9,
    });
    const texts = (events: readonly HubEvent[]) => listOf(events).flatMap(({ call, text }) => (call ? [text] : []));
    assert.deepEqual(texts([started, asked]), ["outline: waits for your answer"]);
    assert.deepEqual(texts([started, asked, answered("allowed")]), ["outline: running"]);
    const error = { code: "denied", message: "You declined." } as const;
    const denied: HubEvent = { ...ended, outcome: "denied", ms: 0, error };
    assert.deepEqual(texts([started, asked, answered("refused"), denied]), ["outline: denied. You declined."]);
  });

  it("says of a call that it runs as a task", () => {
    const task: HubEvent = {
      type: "call.task",
      ...requestFacts({ call: "c", server: "documents", tool: "outline" }),
      caller: { door: "chat" },
    };
    assert.equal(only(listOf([started, task])).text, "outline: running as a task");
    assert.equal(only(listOf([started, task, progress])).text, "outline: running as a task, 3 of 10, reading");
  });

  it("says which tasks are left from before, where there are any", () => {
    const left = [{ key: "task-1", tool: "dig", ended: false }];
    assert.equal(
      only(listOf([{ type: "server.tasks", server: "documents", left }])).text,
      "Leftover tasks from earlier calls: dig",
    );
    assert.deepEqual(listOf([{ type: "server.tasks", server: "documents", left: [] }]), []);
  });

  const outcomes = [
    ["ok", "info", "outline: ok in 5 ms"],
    ["tool-error", "warning", "outline: tool error in 5 ms"],
    ["failed", "error", "outline: failed in 5 ms. The line broke."],
    ["denied", "warning", "outline: denied. You declined."],
    ["cancelled", "info", "outline: cancelled in 5 ms"],
  ] as const;
  for (const [outcome, level, text] of outcomes) {
    it(`says that a call ended: ${outcome}`, () => {
      const message = outcome === "failed" ? "The line broke." : outcome === "denied" ? "You declined." : undefined;
      const end: HubEvent = {
        ...ended,
        outcome,
        ms: 5,
        ...(message && { error: { code: "transport" as const, message } }),
      };
      const row = only(listOf([started, end]));
      assert.deepEqual([row.text, row.level], [text, level]);
    });
  }

  it("shows a call whose start is not known", () => {
    const row = only(listOf([ended]));
    assert.equal(row.text, "outline: ok in 1.2 s");
    assert.equal(row.call?.args, undefined);
  });

  it("makes the same rows of one batch and of many", () => {
    const events = stamped(morning);
    const atOnce = fold(noRows, events).list;
    const oneByOne = events.reduce((rows, event) => fold(rows, [event]), noRows).list;
    assert.deepEqual(oneByOne, atOnce);
    assert.ok(atOnce.length > 15);
  });

  it("does not change the rows it was given", () => {
    const [first, ...rest] = stamped([started, progress, ended]);
    assert.ok(first);
    const before = fold(noRows, [first]);
    const row = before.list[0];
    fold(before, rest);
    assert.equal(before.list[0], row);
    assert.equal(row?.text, "outline: running");
  });

  it("passes over events that it has folded before", () => {
    const events = stamped([log("a", "one"), log("a", "two")]);
    const rows = fold(fold(noRows, events), events);
    assert.equal(rows.list.length, 2);
  });

  it("keeps no more than its limit, and counts what went", () => {
    const many = Array.from({ length: rowLimit + 250 }, (_, index) => log("a", `line ${index}`));
    const rows = fold(fold(noRows, stamped([started])), stamped(many, 2));
    assert.equal(rows.list.length, rowLimit + 1);
    assert.equal(rows.removed, 250);
    assert.equal(rows.list.at(-1)?.text, `line ${rowLimit + 249}`);
    assert.equal(rows.list[0]?.text, "outline: running", "a flood of logs pushes out no call");
    const calls = Array.from(
      { length: rowLimit },
      (_, index): HubEvent => ({ ...started, call: `c${index}` }) as HubEvent,
    );
    const after = fold(rows, stamped(calls, rowLimit + 252));
    assert.equal(after.removed, 251);
    assert.equal(after.open.has("c"), false, "a call whose row went is not looked for anymore");
    assert.equal(after.list.filter(({ kind }) => kind === "stderr").length, rowLimit, "nor do calls push out logs");
  });

  it("says in one row how many are missing where nothing is left between", () => {
    const flood = (from: number) =>
      stamped(
        Array.from({ length: rowLimit / 2 }, (_, at) => log("a", `line ${at}`)),
        from,
      );
    let rows = fold(noRows, stamped([started]));
    for (let at = 0; at < 6; at++) rows = fold(rows, flood(2 + 2 * at * rowLimit), rowLimit);
    const gaps = rows.list.filter(({ kind }) => kind === "gap");
    assert.deepEqual(
      gaps.map(({ text, level }) => [text, level]),
      [
        ["50,000 events not shown: too many happened at once", "warning"],
        ["10,000 events not shown: too many happened at once", "warning"],
      ],
    );
    assert.deepEqual([rows.list.length, rows.removed], [rowLimit + 3, 2 * rowLimit]);
    assert.ok(rows.list.every(({ id }, at) => at === 0 || id > (rows.list[at - 1]?.id ?? 0)));
  });

  it("says where events are missing, and how many", () => {
    const before = fold(noRows, stamped([log("a", "one")]));
    const rows = fold(before, stamped([log("a", "last")], 1500), 1498);
    assert.deepEqual(
      rows.list.map(({ kind, text }) => [kind, text]),
      [
        ["stderr", "one"],
        ["gap", "1,498 events not shown: too many happened at once"],
        ["stderr", "last"],
      ],
    );
    const ids = rows.list.map(({ id }) => id);
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(ids).size, ids.length);
  });

  it("counts one missing event as one, and tells events before the page opened from those that were too many", () => {
    const [last] = stamped([log("a", "last")], 3);
    assert.ok(last);
    const gap = (dropped: number, earlier: boolean) => {
      const { text, level } = fold({ ...noRows, seq: 1 }, [last], dropped, earlier).list[0] as Row;
      return [text, level];
    };
    assert.deepEqual(gap(1, false), ["1 event not shown: too many happened at once", "warning"]);
    assert.deepEqual(gap(1, true), ["1 earlier event is no longer available", "info"]);
    assert.deepEqual(gap(2, true), ["2 earlier events are no longer available", "info"]);
  });

  it("gives the row for missing events a place of its own, also where an event in between was kept", () => {
    const before = fold(noRows, stamped([log("a", "one")]));
    const [kept, last] = [stamped([log("a", "kept")], 2), stamped([log("a", "last")], 5)];
    const ids = fold(before, [...kept, ...last], 2).list.map(({ id }) => id);
    assert.deepEqual(ids, [1, 1.5, 2, 5]);
  });

  it("starts again when cleared, and takes no event twice", () => {
    const events = stamped([started, log("a", "one")]);
    const rows = rowsAfter(2);
    assert.deepEqual(rows.list, []);
    assert.deepEqual(fold(rows, events).list, []);
    assert.equal(only(fold(rows, stamped([ended], 3)).list).text, "outline: ok in 1.2 s");
  });

  it("has the rows of earlier sessions first, which nothing of this one completes", () => {
    const wire = { type: "wire.message", server: "a", method: "ping", id: 1, text: "{}", bytes: 2 } as const;
    const earlier = stamped([started, { ...wire, direction: "sent", kind: "request" }], -2);
    const now = stamped([{ ...wire, direction: "received", kind: "response" }, log("a", "now")]);
    const { list } = fold(fold(rowsAfter(-3), earlier), now);
    assert.deepEqual(
      list.map((row) => [row.id, row.kind, outcomeOf(row), isEarlier(row)]),
      [
        [-2, "call", undefined, true],
        [-1, "request", undefined, true],
        [0, "gap", undefined, false],
        [1, "request", "ok", false],
        [2, "stderr", undefined, false],
      ],
    );
  });

  it("finds a row by its id, or the place where it would be", () => {
    const list = listOf([log("a", "1"), { type: "server.order", servers: [] }, log("a", "3")]);
    assert.deepEqual(
      [1, 2, 3, 4].map((id) => indexOfRow(list, id)),
      [0, 1, 1, 2],
    );
  });
});

describe("the words of a row", () => {
  const rows: [event: HubEvent, kind: Row["kind"], level: Row["level"], text: string][] = [
    [log("a", "boom", "error"), "stderr", "error", "boom"],
    [{ type: "hub.log", level: "warning", text: "careful" }, "hub", "warning", "careful"],
    [{ type: "hub.phase", phase: "ready" }, "hub", "info", "The hub is ready"],
    [{ type: "config.read", problems: [] }, "hub", "info", "Settings read"],
    [state("a", ready), "state", "info", "Ready: documents 1.4.0 over stdio, protocol 2025-11-25"],
    [
      state("a", { kind: "failed", error: { code: "exited", message: "It ended." } }),
      "state",
      "error",
      "Failed. It ended.",
    ],
    [
      state("a", { kind: "waiting", attempt: 2, losses: 0, error: { code: "exited", message: "It ended." } }),
      "state",
      "warning",
      "Attempt 2 failed, trying again. It ended.",
    ],
    [
      { type: "question.asked", question: "1", kind: "approval", server: "a", about: requestFacts({ tool: "read" }) },
      "state",
      "info",
      'You were asked whether "read" may run',
    ],
    [
      {
        type: "question.answered",
        question: "1",
        kind: "approval",
        server: "a",
        answer: "refused",
        ms: 9,
        about: requestFacts({ tool: "read" }),
      },
      "state",
      "info",
      'You refused: "read"',
    ],
    [
      { type: "question.answered", question: "2", kind: "form", server: "a", answer: "gone", ms: 9 },
      "state",
      "info",
      "No longer needed: a form of the server",
    ],
    [state("a", { kind: "stopped", reason: "disabled" }), "state", "info", "Disabled"],
    [
      { type: "server.catalog", server: "a", counts: { tools: 1, resources: 2000, resourceTemplates: 0, prompts: 0 } },
      "state",
      "info",
      "Offers 1 tool, 2,000 resources",
    ],
    [
      { type: "server.account", server: "a", account: "ada@example.com" },
      "state",
      "info",
      "Signed in as ada@example.com",
    ],
    [{ type: "server.account", server: "a" }, "state", "info", "Not signed in"],
    [added("a"), "state", "info", "Configured in the user settings"],
    [{ type: "server.removed", server: "a" }, "state", "info", "Removed from the settings"],
    [
      { type: "breaker.changed", server: "a", state: "open" },
      "state",
      "warning",
      "After several failures, calls to this server are refused for a while",
    ],
    [
      { type: "breaker.changed", server: "a", tool: "dig", state: "closed" },
      "state",
      "info",
      "All calls to dig are let through again",
    ],
    [
      state("a", { kind: "needs-auth", error: { code: "needs-auth", message: "Sign in." } }),
      "state",
      "warning",
      "Needs sign-in. Sign in.",
    ],
    [state("a", { kind: "starting", attempt: 1, losses: 0 }), "state", "info", "Connecting"],
    [note("a", 7), "notification", "info", 'notifications/resources/updated {"uri":"file:///project/7.md"}'],
    [
      { type: "server.notification", server: "a", method: "vendor/never_heard_of", params: '{"level":7}' },
      "notification",
      "info",
      'vendor/never_heard_of {"level":7}',
    ],
    [
      { type: "server.notification", server: "a", method: "notifications/progress", params: "{}" },
      "progress",
      "info",
      "notifications/progress",
    ],
  ];
  for (const [event, kind, level, text] of rows) {
    it(`${event.type}: ${text}`, () => {
      const row = only(listOf([event]));
      assert.deepEqual([row.kind, row.level, row.text], [kind, level, text]);
    });
  }

  it("says nothing of an order, nor of a server that offers nothing", () => {
    const counts = { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 };
    assert.deepEqual(
      listOf([
        { type: "server.order", servers: ["a"] },
        { type: "server.catalog", server: "a", counts },
      ]),
      [],
    );
  });

  it("shows a log message once, although it came as a notification too", () => {
    const message = {
      type: "server.notification",
      server: "a",
      method: "notifications/message",
      params: "{}",
    } as const;
    assert.equal(only(listOf([{ ...log("a", "said"), from: "server" } as HubEvent, message])).text, "said");
  });

  it("names each problem of the settings on a line of its own", () => {
    const problem = { scope: "user", severity: "error" } as const;
    const row = only(
      listOf([
        {
          type: "config.read",
          problems: [
            { ...problem, path: ["mcpHub.servers", "a"], message: "First." },
            { ...problem, path: ["mcpHub.retries"], message: "Second." },
          ],
        },
      ]),
    );
    assert.equal(row.level, "error");
    assert.equal(row.text, "Settings read, 2 problems: mcpHub.servers › a: First.\nmcpHub.retries: Second.");
  });
});

describe("the limits of the panel's rows", () => {
  it("bound all servers together: the class with the most rows gives way", () => {
    const line = (server: string, id: number): Row => ({
      id,
      at: id,
      kind: "stderr",
      level: "info",
      server,
      text: "x",
    });
    const rows = Array.from({ length: allRowsLimit + 500 }, (_, index) =>
      line(index < 100 ? "quiet" : `loud ${index % 11}`, index),
    );
    const { list, removed, counts } = withinLimits(rows, new Map(), rows);
    assert.deepEqual([list.length, removed], [allRowsLimit, 500]);
    assert.equal(list.filter(({ server }) => server === "quiet").length, 100);
    assert.equal(
      [...counts.values()].reduce((sum, count) => sum + count, 0),
      allRowsLimit,
    );
  });
});
