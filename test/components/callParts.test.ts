// Before everything else: some components listen to the page as they are loaded.
import "./plainPage";
import assert from "node:assert/strict";
import { h } from "preact";
import type { CallContent as Content } from "../../src/protocol/panelMessages";
import { CallContent } from "../../webview-ui/callContent";
import { CallButtons } from "../../webview-ui/details/callButtons";
import { LongText } from "../../webview-ui/details/longText";
import { OnlyThis } from "../../webview-ui/details/onlyThis";
import { TimingBar } from "../../webview-ui/details/timingBar";
import type { Filter } from "../../webview-ui/filter";
import type { CallOfRow, Row } from "../../webview-ui/row";
import { type Drawn, draw } from "./plainPage";

const asked: unknown[][] = [];
const ask =
  (name: string) =>
  (...args: unknown[]) =>
    void asked.push([name, ...args]);
const doings = {
  ...{ cancel: ask("cancel"), again: ask("again"), edit: ask("edit") },
  ...{ openResult: ask("openResult"), copyAs: ask("copyAs") },
};
beforeEach(() => void asked.splice(0));

const callOf = (some: Partial<CallOfRow> = {}): CallOfRow => ({ id: "c", method: "tools/call", tool: "read", ...some });

describe("the buttons of a call", () => {
  const shown = (call: Partial<CallOfRow>, isRunning = false) =>
    draw(h(CallButtons, { call: callOf(call), isRunning, doings }));

  const rows: [what: string, call: Partial<CallOfRow>, isRunning: boolean, buttons: string[]][] = [
    ["one that runs", {}, true, ["Cancel", "Edit and call…"]],
    ["one that ended", { outcome: "ok" }, false, ["Call again", "Edit and call…", "Open result"]],
    ["one that reported an error", { outcome: "tool-error" }, false, ["Call again", "Edit and call…", "Open result"]],
    ["one that failed", { outcome: "failed" }, false, ["Call again", "Edit and call…"]],
    ["the reading of a resource", { method: "resources/read", outcome: "ok" }, false, ["Call again"]],
    ["a completion", { method: "completion/complete", outcome: "ok" }, false, []],
  ];
  for (const [what, call, isRunning, buttons] of rows)
    it(`are those of ${what}`, () => assert.deepEqual(shown(call, isRunning).names("button"), buttons));

  it("ask the host", () => {
    shown({}, true).click("Cancel");
    const { click } = shown({ outcome: "ok" });
    for (const name of ["Call again", "Edit and call…", "Open result"]) click(name);
    assert.deepEqual(asked, [
      ["cancel", "c"],
      ["again", "c"],
      ["edit", "c"],
      ["openResult", "c"],
    ]);
  });

  it("copy it in each form, its result once there is one", () => {
    const { the, enter, names, root } = shown({ outcome: "failed" });
    assert.deepEqual(names("option"), ["Copy as…", "Result", "curl", "Command line", "SDK code"]);
    const disabled = (drawn: { root: Drawn["root"] }) =>
      drawn.root.all("option").flatMap((one) => (one.attributes.disabled === undefined ? [] : [one.name]));
    assert.deepEqual(disabled({ root }), ["Result"]);
    assert.deepEqual(disabled(shown({ outcome: "ok" })), []);
    for (const form of ["result", "curl", "command", "script", "other"])
      enter(the("select", "Copy the call as"), form, "change");
    assert.deepEqual(
      asked.map(([, , form]) => form),
      ["result", "curl", "command", "script"],
    );
    assert.equal(Object(the("select")).value, "", "the next choice is a change again");
  });
});

describe("filters by what a row is", () => {
  const changes: Filter[] = [];
  const shown = (some: Partial<Row>) => {
    changes.splice(0);
    const row: Row = { id: 1, at: 0, kind: "call", level: "info", text: "", ...some };
    return draw(h(OnlyThis, { row, server: "Docs", change: (filter) => void changes.push(filter) }));
  };

  it("are one for each thing that is known", () => {
    const thread = { name: "trip", client: "c" };
    const caller = { door: "chat" } as const;
    const { names, click } = shown({ server: "docs", call: callOf({ caller, thread, outcome: "ok", ms: 100 }) });
    const buttons = ["Docs", "Calls", "read", "Chat participant", "ok", "as slow or slower", "Thread trip"];
    assert.deepEqual(names("button"), buttons);
    for (const name of buttons) click(name);
    assert.deepEqual(
      changes.map(({ kinds, level, search, ...only }) => ({ ...(kinds.length > 0 && { kinds }), ...only })),
      [
        { server: "docs" },
        { kinds: ["call"] },
        { name: "read" },
        { caller: "chat" },
        { outcome: "ok" },
        { slowerThan: 100 },
        { thread },
      ],
    );
  });

  it("leave out what is not", () => {
    assert.deepEqual(shown({ kind: "gap" }).names("button"), []);
    assert.deepEqual(shown({ call: callOf({ outcome: "ok", ms: 99.9 }) }).names("button"), ["Calls", "read", "ok"]);
    assert.equal(shown({}).the("fieldset").name, "Show only");
  });
});

describe("where the time of a call went", () => {
  const shown = (split: Partial<Parameters<typeof TimingBar>[0]["split"]>) =>
    draw(h(TimingBar, { ms: 1000, split: { approval: 0, queue: 0, waits: 0, server: 0, ...split } }));

  it("is a bar of its parts, each as wide as its share, and the same in words", () => {
    const { root, names } = shown({ approval: 1000, queue: 500, waits: 0.5, server: 499.5 });
    assert.deepEqual(
      root.all("rect").map(({ attributes: { x, width } }) => [x, width]),
      [
        ["0", "50"],
        ["50", "25"],
        ["75", "0.8"],
        ["75.025", "24.975"],
      ],
    );
    assert.deepEqual(names("li"), [
      "1.0 s in total",
      "You were asked (not counted): 1.0 s",
      "In the queue: 500 ms",
      "Waits until it could be sent: 1 ms",
      "At the server: 500 ms",
    ]);
  });

  it("leaves out what took no time, and the bar where nothing did", () => {
    const { root, names } = shown({ server: 0.4 });
    assert.deepEqual([root.all("svg").length, names("li")], [0, ["1.0 s in total"]]);
    assert.equal(shown({ server: 0.6 }).root.all("svg").length, 1);
  });
});

describe("a long text", () => {
  it("is cut until somebody wants all of it", () => {
    const text = "x".repeat(11);
    const long = draw(h(LongText, { text, search: "", limit: 10 }));
    assert.equal(long.text, `${"x".repeat(10)}… Show all (11 characters)`);
    long.click("Show all (11 characters)");
    assert.equal(long.text, text);
    assert.equal(draw(h(LongText, { text: "x".repeat(10), search: "", limit: 10 })).text, "x".repeat(10));
    assert.match(draw(h(LongText, { text: "x".repeat(5001), search: "" })).text, /^x{5000}… Show all/);
  });

  it("has what was searched for marked", () =>
    assert.deepEqual(draw(h(LongText, { text: "One two one", search: " ONE " })).names("mark"), ["One", "one"]));
});

describe("the result of a call", () => {
  const shown = async (content: Content | undefined) => {
    const results = { read: async () => content, open: ask("open") };
    const drawn = draw(h(CallContent, { call: "c", results, search: "b" }));
    assert.equal(drawn.text, "", "nothing is said before it is read");
    await drawn.settle();
    return drawn;
  };

  it("shows each part in its way, and opens it", async () => {
    const { root, names, click, the, fire } = await shown({
      parts: [
        { kind: "text", text: "a b" },
        { kind: "image", name: "i.png", about: "PNG", source: "data:i" },
        { kind: "image", name: "large.png", about: "PNG" },
        { kind: "audio", name: "a.wav", about: "WAV", source: "data:a" },
        { kind: "file", name: "f.bin", about: "9 B" },
        { kind: "link", name: "l", about: "file:///l" },
      ],
      more: 1,
      warning: "It is odd.",
      meta: '{"a":1}',
      toolMeta: "{}",
    });
    assert.deepEqual(names("button"), ["Open i.png", "i.png", "large.png", "a.wav", "f.bin", "l"]);
    assert.deepEqual(names("mark"), ["b"]);
    assert.deepEqual(
      [...root.all("img"), ...root.all("audio")].map(({ attributes }) => attributes.src),
      ["data:i", "data:a"],
    );
    fire(the("button", "Open i.png"), "click");
    click("f.bin");
    assert.deepEqual(asked, [
      ["open", "c", 1],
      ["open", "c", 4],
    ]);
    assert.deepEqual(
      root.all("p").map(({ text }) => text),
      ["It is odd.", "1 more not shown"],
    );
    assert.deepEqual(names("dt"), ["Result", "Added by the server (_meta)", "Added to the tool (_meta)"]);
    assert.deepEqual(names("pre"), ["a b", '{\n  "a": 1\n}', "{}"]);
    assert.ok(
      root.all("pre").every(({ attributes }) => attributes.tabIndex === "0"),
      "a person can scroll it by keyboard",
    );
  });

  it("says where there is none", async () => {
    assert.equal((await shown(undefined)).text, "ResultNo longer available.");
    assert.equal((await shown({ parts: [], more: 0 })).text, "ResultThe tool returned nothing.");
  });

  it("is read again for another call, and what comes late for the one before is passed over", async () => {
    const answers = new Map<string, (content: Content) => void>();
    const results = {
      read: (call: string) => new Promise<Content>((resolve) => void answers.set(call, resolve)),
      open: ask("open"),
    };
    const drawn = draw(h(CallContent, { call: "first", results, search: "" }));
    drawn.again(h(CallContent, { call: "second", results, search: "" }));
    answers.get("first")?.({ parts: [{ kind: "text", text: "late" }], more: 0 });
    await drawn.settle();
    assert.equal(drawn.text, "");
    answers.get("second")?.({ parts: [{ kind: "text", text: "its own" }], more: 0 });
    await drawn.settle();
    assert.equal(drawn.text, "Resultits own");
  });
});
