import assert from "node:assert/strict";
import { columnsOf, lineOf, outcomeOf } from "../../webview-ui/columns";
import { changed, isFiltering, nameOf, showAll } from "../../webview-ui/filter";
import { kindLabels, kindName, perRowLimit, type Row, type RowKind, withItem } from "../../webview-ui/row";

const row = (kind: RowKind, some: Partial<Row> = {}): Row => ({
  id: 1,
  at: 0,
  kind,
  level: "info",
  text: "text",
  ...some,
});
const call = (some: Partial<NonNullable<Row["call"]>> = {}) =>
  ({ id: "c", method: "tools/call", tool: "read", ...some }) as const;

describe("the kind of a row in a word", () => {
  const kinds: [kind: RowKind, word: string][] = [
    ["call", "call"],
    ["request", "request"],
    ["question", "question"],
    ["notification", "notification"],
    ["progress", "progress"],
    ["server", "log"],
    ["stderr", "stderr"],
    ["state", "state"],
    ["hub", "hub"],
    ["gap", ""],
  ];
  for (const [kind, word] of kinds)
    it(`${kind} is ${word || "nothing"}`, () => assert.equal(kindName(row(kind)), word));

  const methods: [method: string, word: string][] = [
    ["resources/read", "read"],
    ["prompts/get", "prompt"],
    ["completion/complete", "completion"],
    ["ping", "ping"],
    ["initialize", "handshake"],
    ["server/discover", "handshake"],
    ["logging/setLevel", "log level"],
    ["sampling/createMessage", "sampling"],
    ["elicitation/create", "form"],
    ["roots/list", "roots"],
    ["tools/list", "list"],
    ["tasks/list", "task"],
    ["tasks/get", "task"],
    ["toString", "request"],
    ["x/y", "request"],
  ];
  for (const [method, word] of methods)
    it(`${method} is ${word}`, () => assert.equal(kindName(row("request", { exchange: { method } })), word));

  it("is told by the method of a call that is none of a tool", () => {
    assert.equal(kindName(row("request", { call: call({ method: "prompts/get" }) })), "prompt");
    assert.equal(kindName(row("call", { call: call() })), "call");
  });

  it("has a button for each that can be shown alone", () =>
    assert.deepEqual(Object.values(kindLabels), [
      ...["Calls", "Requests", "Questions", "Notifications", "Progress", "Server logs", "stderr", "States", "Hub"],
    ]));
});

describe("the columns of a row", () => {
  it("are empty where it has nothing to say", () =>
    assert.deepEqual(columnsOf(row("state")), { caller: "", outcome: "", duration: "", size: "" }));

  it("say who called, how it ended, how long it took, and how large it was", () => {
    const message = { seq: 1, at: 0, direction: "sent", kind: "request", text: "", bytes: 600 } as const;
    const caller = { door: "gateway", client: { id: "c", name: "Cursor" } } as const;
    const of = call({ caller, outcome: "failed", ms: 1500 });
    assert.deepEqual(columnsOf(row("call", { call: of, messages: [message, message] })), {
      ...{ caller: "Cursor", outcome: "failed", duration: "1.5 s", size: "1.2 KB" },
    });
    assert.equal(columnsOf(row("call", { call: call({ caller: { door: "chat" } }) })).caller, "Chat participant");
    assert.deepEqual(columnsOf(row("call", { call: call({ outcome: "denied", ms: 5 }) })).duration, "", "it never ran");
    assert.equal(columnsOf(row("call", { call: call() })).outcome, "running");
    assert.equal(columnsOf(row("call", { call: call({ isAsking: true }) })).outcome, "asking you");
    assert.deepEqual(columnsOf(row("request", { exchange: { method: "ping", outcome: "ok", ms: 3 } })), {
      ...{ caller: "", outcome: "ok", duration: "3 ms", size: "" },
    });
    assert.equal(outcomeOf(row("request", { id: -1, exchange: { method: "ping" } })), undefined, "nobody kept its end");
  });

  it("stand beside a line of what was called, and what went wrong", () => {
    const line = (some: Parameters<typeof call>[0]) => lineOf(row("call", { call: call(some) }));
    assert.equal(line({}), "read");
    assert.equal(line({ args: "{}" }), "read");
    assert.equal(line({ args: '{"a":1}' }), 'read {"a":1}');
    assert.equal(line({ args: '{"a":1}', error: { code: "timeout", message: "Long." } }), "read: Long.");
    const progress = { progress: 1, message: "half" };
    assert.equal(line({ progress }), "read, half");
    assert.equal(line({ progress: { progress: 1 } }), "read");
    assert.equal(line({ progress, outcome: "ok" }), "read");
    assert.equal(lineOf(row("request", { exchange: { method: "ping" } })), "ping");
    assert.equal(lineOf(row("state")), "text");
  });
});

describe("what is known of a row, to show only that", () => {
  it("is its tool or its method", () => {
    assert.equal(nameOf(row("call", { call: call() })), "read");
    assert.equal(nameOf(row("request", { exchange: { method: "ping" } })), "ping");
    assert.equal(nameOf(row("notification", { params: "{}", text: "notifications/x {}" })), "notifications/x");
    assert.equal(nameOf(row("state")), undefined);
  });

  it("is a filter that hides something, or everything again", () => {
    assert.equal(isFiltering(showAll), false);
    for (const some of [{ kinds: ["call"] }, { level: "info" }, { search: "x" }, { server: "a" }] as const)
      assert.equal(isFiltering({ ...showAll, ...some }), true, JSON.stringify(some));
    const filter = changed({ ...showAll, server: "a" }, { name: "b", server: undefined });
    assert.deepEqual(filter, { ...showAll, name: "b" });
    assert.deepEqual(changed(filter, { level: undefined, name: undefined }), { kinds: [], search: "" });
  });
});

describe("what happened in a row", () => {
  it("has forty items at most: the first, and the latest", () => {
    let list: readonly number[] | undefined;
    for (let item = 0; item < perRowLimit; item++) list = withItem(list, item);
    assert.equal(list?.length, 40);
    list = withItem(list, 40);
    assert.deepEqual([list.length, list[0], list[1], list.at(-1)], [40, 0, 2, 40]);
  });
});
