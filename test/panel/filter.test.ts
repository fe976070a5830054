import assert from "node:assert/strict";
import { type Filter, filtering, searchParts, showAll } from "../../webview-ui/filter";
import type { Row } from "../../webview-ui/row";
import { fold, noRows } from "../../webview-ui/rows";
import { randomFrom } from "../faults/randomFrom";
import { requestFacts } from "../support/requestFacts";
import { log, morning, note, stamped } from "./panelFixture";

const { list } = fold(noRows, stamped(morning));
const texts = (filter: Partial<Filter>) =>
  filtering({ ...showAll, ...filter })(list).list.map(({ server = "", kind, text }) => `${server}/${kind}/${text}`);

describe("the panel's filters", () => {
  it("let everything through at first", () => {
    assert.equal(filtering(showAll)(list).list.length, list.length);
  });

  it("let through one tool, one outcome, one caller, and what was slow", () => {
    const tools = (filter: Partial<Filter>) =>
      filtering({ ...showAll, ...filter })(list).list.map(({ call }) => call?.tool);
    assert.deepEqual(tools({ name: "outline" }), ["outline"]);
    assert.deepEqual(tools({ outcome: "denied" }), ["rename"]);
    assert.deepEqual(tools({ outcome: "running" }), ["analyze"]);
    assert.deepEqual(tools({ caller: "agent" }), ["rename"]);
    assert.deepEqual(tools({ slowerThan: 12 }), ["outline"], "what was refused never ran, and took no time");
    assert.deepEqual(tools({ slowerThan: 13 }), []);
  });

  it("let through one server only", () => {
    const shown = texts({ server: "design" });
    assert.ok(shown.length > 0);
    assert.ok(shown.every((row) => row.startsWith("design/")));
  });

  it("let through a least level", () => {
    const shown = filtering({ ...showAll, level: "error" })(list).list;
    assert.deepEqual(new Set(shown.map(({ level }) => level)), new Set(["error"]));
    assert.equal(filtering({ ...showAll, level: "info" })(list).list.length, list.length - 1, "all but one debug line");
  });

  it("show some kinds alone, and count what there would be of all", () => {
    const { list: shown, counts } = filtering({ ...showAll, kinds: ["call", "hub"] })(list);
    assert.ok(shown.length > 0 && shown.every(({ kind }) => kind === "call" || kind === "hub"));
    assert.deepEqual([counts.call, counts.hub, counts.notification, counts.progress], [3, 3, 1, 1]);
  });

  it("count only what the other filters let through", () => {
    const { counts } = filtering({ ...showAll, server: "documents", search: "GUIDE" })(list);
    assert.deepEqual([counts.call, counts.server, counts.stderr, counts.hub], [2, 1, 0, 0]);
  });

  it("search text, arguments and parameters, without regard to case", () => {
    assert.deepEqual(texts({ search: "  Needs SIGN-IN " }), [
      'tickets/state/Needs sign-in. Sign in to "tickets" to use it.',
    ]);
    assert.deepEqual(texts({ search: '"depth":3' }), ["documents/call/outline: ok in 12 ms"]);
    assert.equal(texts({ search: "progressToken" }).length, 1);
  });

  it("take a search as plain text, whatever is in it", () => {
    assert.deepEqual(texts({ search: ".*" }), []);
    assert.equal(texts({ search: "[errno 98]" }).length, 1);
    assert.deepEqual(texts({ search: "(((((" }), []);
  });

  it("let through the calls of one thread, by whatever it was called, and not those of another client with the same name", () => {
    const call = (id: string, client: string, thread?: string) =>
      ({
        type: "call.started",
        ...requestFacts({ call: id, tool: id, caller: { door: "gateway", client: { id: client, name: "App" } } }),
        ...(thread !== undefined && { thread }),
        args: "{}",
      }) as const;
    const calls = [
      call("one", "a", "t"),
      call("two", "b", "t"),
      call("three", "a", "voyage"),
      call("four", "a"),
      log("x", "t"),
    ];
    const rows = fold(noRows, stamped([...calls, call("five", "a", "t")])).list;
    const shown = filtering({ ...showAll, thread: { name: "t", client: "a" } })(rows);
    assert.deepEqual(
      shown.list.map(({ call }) => call?.tool),
      ["one", "five"],
    );
    assert.equal(shown.counts.call, 2);
    assert.equal(
      filtering({ ...showAll, search: "VOYAGE" })(rows).list.filter(({ call }) => call?.tool === "three").length,
      1,
    );
  });

  it("always show where events are missing", () => {
    const rows = fold(noRows, stamped([log("a", "x")], 10), 9);
    assert.deepEqual(
      filtering({ ...showAll, search: "nowhere" })(rows.list).list.map(({ kind }) => kind),
      ["gap"],
    );
  });

  it("work out a row once, however often the list grows", () => {
    let read = 0;
    const [row] = fold(noRows, stamped([note("a", 1)])).list;
    assert.ok(row);
    const watched = new Proxy(row, {
      get(target, key: keyof typeof row) {
        if (key === "params") read++;
        return target[key];
      },
    });
    const find = filtering({ ...showAll, search: "project" });
    for (let times = 0; times < 5; times++) assert.equal(find([watched]).list.length, 1);
    assert.equal(read, 1);
  });

  it("find the same as one that begins again, while rows come, change and go", () => {
    const row = (id: number, text: string): Row => ({ id, at: id, kind: "stderr", level: "info", server: "a", text });
    const find = filtering({ ...showAll, search: "yes" });
    const random = randomFrom(7);
    let rows: readonly Row[] = [];
    for (let round = 0, next = 1; round < 200; round++) {
      rows = rows
        .filter(() => random() > 0.1)
        .map((one) => (random() > 0.1 ? one : row(one.id, random() > 0.5 ? "yes" : "no")));
      rows = [...rows, ...Array.from({ length: 5 }, () => row(next++, random() > 0.5 ? "yes" : "no"))];
      assert.deepEqual(find(rows), filtering({ ...showAll, search: "yes" })(rows));
    }
  });
});

describe("marking what was searched for", () => {
  const rows: [text: string, search: string, parts: string[]][] = [
    ["Guide and guide", "guide", ["", "Guide", " and ", "guide", ""]],
    ["aaa", "aa", ["", "aa", "a"]],
    ["see the guide", "guide", ["see the ", "guide", ""]],
    ["nowhere", "guide", ["nowhere"]],
    ["nothing", "", ["nothing"]],
    ["İstanbul i", "i", ["İstanbul i"]], // its lower case is longer: better no mark than a wrong one
    ["<b>", "<", ["", "<", "b>"]],
  ];
  for (const [text, search, parts] of rows) {
    it(`"${search}" in "${text}"`, () => {
      assert.deepEqual(searchParts(text, search), parts);
      assert.equal(searchParts(text, search).join(""), text);
    });
  }
});
