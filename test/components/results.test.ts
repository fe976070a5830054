import assert from "node:assert/strict";
import { h } from "preact";
import type { CallRun, ResultPart } from "../../src/protocol/callPageMessages";
import { openDraft } from "../../webview-ui/call/form/draft";
import { JsonPane } from "../../webview-ui/call/jsonPane";
import { MarkdownView } from "../../webview-ui/call/result/markdownView";
import { ResultView } from "../../webview-ui/call/result/resultView";
import { TableView } from "../../webview-ui/call/result/tableView";
import { JsonView } from "../../webview-ui/details/jsonView";
import { target } from "../panel/call/callFixture";
import { draw } from "./plainPage";

const heard: unknown[] = [];
beforeEach(() => void heard.splice(0));
const result = (run?: Partial<CallRun>) => {
  const whole: CallRun | undefined = run && { id: "r", target, state: "ok", startedAt: 0, ms: 5, ...run };
  const open = (index: number) => void heard.push(index);
  return draw(h(ResultView, { run: whole, open, copy: (text) => void heard.push(text) }));
};
const part = (one: ResultPart) => result({ result: { parts: [one], more: 0 } });

describe("what came of a call", () => {
  const outcomes: [run: Partial<CallRun>, words: string][] = [
    [{ state: "ok", ms: 5 }, "Done in 5 ms"],
    [{ state: "cancelled", ms: 5 }, "Cancelled after 5 ms"],
    [{ state: "tool-error", ms: 5 }, "The tool reported an error after 5 ms."],
    [{ state: "failed", error: "It is gone." }, "It is gone."],
    [{ state: "failed" }, ""],
  ];
  for (const [run, words] of outcomes)
    it(`is said: ${run.state}, ${words || "without a reason"}`, () =>
      assert.deepEqual(result(run).names("p"), [words]));

  it("is nothing before the first call", () => assert.deepEqual(result().names("p"), ["Nothing has been called yet."]));

  it("shows what the result has beside its parts", () => {
    const all = result({ result: { parts: [], more: 1, warning: "It is odd.", meta: '{"a":1}' } });
    assert.deepEqual(all.names("p").slice(1), ["It is odd.", "It returned nothing.", "1 more not shown"]);
    assert.deepEqual(all.names("summary"), ["Added by the server (_meta)"]);
    const one = part({ kind: "text", text: "a", language: "text" });
    assert.deepEqual([one.names("p").length, one.names("summary")], [1, []]);
  });

  it("has a time that is never below zero, and progress only where the whole is known", () => {
    const running = (progress: CallRun["progress"]) =>
      result({ state: "running", startedAt: Date.now() + 60_000, ...(progress && { progress }) });
    const shown = running({ done: 2 });
    assert.match(shown.text, /Running…0 s · 2$/);
    assert.equal(Object(shown.the("progress")).value, "");
    assert.equal(Object(running({ done: 2, total: 0 }).the("progress")).value, "");
    assert.equal(Object(running({ done: 2, total: 1 }).the("progress")).value, 2);
  });
});

describe("a part of a result", () => {
  it("can be seen in each way that fits its text", () => {
    const views = (text: string, language: "json" | "markdown" | "text", more = {}) => {
      const shown = part({ kind: "text", text, language, ...more });
      const choices = shown.root.all("button").filter(({ attributes }) => attributes["aria-pressed"] !== undefined);
      const pressed = choices.filter(({ attributes }) => attributes["aria-pressed"] === "true");
      return [choices, pressed].map((some) => some.map(({ name }) => name));
    };
    assert.deepEqual(views('[{"a":1},{"a":2}]', "json"), [["Table", "Tree", "Text"], ["Table"]]);
    assert.deepEqual(views('{"a":1}', "json"), [["Tree", "Text"], ["Tree"]]);
    assert.deepEqual(views("{…", "json"), [["Markdown", "Text"], ["Text"]], "it was cut");
    assert.deepEqual(views("# A", "markdown"), [["Markdown", "Text"], ["Markdown"]]);
    assert.deepEqual(views("# A", "text"), [["Markdown", "Text"], ["Text"]]);
    assert.deepEqual(views("# A", "text", { cut: true }), [[], []]);
  });

  it("is copied in full and opened", () => {
    const shown = part({ kind: "text", text: '{"a":1}', language: "json", name: "a.json", about: "7 B", cut: true });
    assert.match(shown.text, /a\.json7 B.*This is only the beginning\./);
    shown.click("Copy this part");
    shown.click("Open this part in an editor");
    assert.deepEqual(heard, ['{\n  "a": 1\n}', 0]);
    shown.click("Text");
    assert.match(shown.text, /\{\n {2}"a": 1\n\}/);
  });

  it("is opened where it is a file, and seen or heard where that is possible", () => {
    const picture = part({ kind: "image", name: "i.png", about: "PNG", source: "data:i", role: "user" });
    assert.deepEqual([picture.names("button"), picture.names("p")[1]], [["Open i.png", "i.png"], "User"]);
    assert.equal(picture.the("img").attributes.alt, "i.png");
    picture.click("Open i.png");
    picture.click("i.png");
    assert.deepEqual(heard, [0, 0]);
    const sound = part({ kind: "audio", name: "a", about: "WAV", source: "data:a", role: "assistant" });
    assert.deepEqual([sound.the("audio").attributes.src, sound.names("p")[1]], ["data:a", "Assistant"]);
    for (const kind of ["image", "audio", "file", "link"] as const) {
      const { root, names } = part({ kind, name: "n", about: "9 B" });
      assert.deepEqual([root.all("img").length + root.all("audio").length, names("button")], [0, ["n"]]);
    }
  });
});

describe("a table", () => {
  const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ n, s: n === 0 ? "x".repeat(301) : "a" }));
  it("draws a hundred rows, and five hundred more at a time", () => {
    const shown = draw(h(TableView, { table: { columns: ["n", "s", "none"], rows: rows(701) }, label: "T" }));
    const drawn = () => shown.root.all("tr").length - 1;
    assert.deepEqual([drawn(), shown.names("th")], [100, ["n", "s", "none"]]);
    const [more = assert.fail()] = shown.root.all("button");
    shown.fire(more, "click");
    assert.equal(drawn(), 600);
    shown.fire(more, "click");
    assert.deepEqual([drawn(), shown.names("button")], [701, []]);
    assert.deepEqual(shown.names("td").slice(1, 3), [`${"x".repeat(300)}…`, ""]);
    assert.equal(
      draw(h(TableView, { table: { columns: ["n"], rows: rows(100) }, label: "T" })).names("button").length,
      0,
    );
  });
});

describe("Markdown", () => {
  const kinds: [text: string, element: string, words: string][] = [
    ["# A", "h3", "A"],
    ["## A", "h4", "A"],
    ["### A", "h5", "A"],
    ["###### A", "h6", "A"],
    ["a **b**", "strong", "b"],
    ["a *b*", "em", "b"],
    ["a `b`", "code", "b"],
    ["```\nb\n```", "pre", "b"],
    ["> b", "blockquote", "b"],
    ["- b", "ul", "b"],
    ["1. b", "ol", "b"],
    ["---", "hr", ""],
    ["| a |\n|---|\n| b |", "td", "b"],
    ["| a |\n|---|\n| b |", "th", "a"],
    ["[b](https://x.example)", "a", "b"],
    ["![b](https://x.example/i.png)", "p", "[picture: b https://x.example/i.png]"],
    ["[b](file:///etc/passwd)", "p", "b (file:///etc/passwd)"],
    ["<b>b</b>", "p", "<b>b</b>"],
  ];
  for (const [text, element, words] of kinds)
    it(`${JSON.stringify(text)} is ${element}`, () =>
      assert.equal(draw(h(MarkdownView, { text })).the(element).name, words));

  it("keeps the number that a list starts with, and says where a link leads", () => {
    assert.equal(draw(h(MarkdownView, { text: "7. a" })).the("ol").attributes.start, "7");
    const { attributes } = draw(h(MarkdownView, { text: "[b](https://x.example)" })).the("a");
    assert.deepEqual([attributes.href, attributes.title], ["https://x.example", "https://x.example"]);
    assert.equal(draw(h(MarkdownView, { text: "[b](file:///x)" })).names("a").length, 0);
  });
});

describe("JSON as a tree", () => {
  const shown = (text: string, search = "") => draw(h(JsonView, { text, search, label: "Arguments" }));

  it("folds and unfolds, and can be seen as text", () => {
    const { click, names, root, text } = shown('{"a":[1,"b",null],"e":{}}');
    assert.match(text, /a: \[1"b"nulle: \{/);
    click("a: [");
    assert.ok(names("button").includes("a: […] 12 B"), names("button").join());
    click("Text");
    assert.deepEqual(names("pre"), ['{\n  "a": [\n    1,\n    "b",\n    null\n  ],\n  "e": {}\n}']);
    assert.deepEqual(
      root
        .all("button")
        .slice(0, 2)
        .map(({ attributes }) => attributes["aria-pressed"]),
      ["false", "true"],
    );
    click("Tree");
    assert.deepEqual(names("pre"), []);
    assert.deepEqual(shown("no JSON").names("pre"), ["no JSON"]);
  });

  it("opens what is large only where it holds what is searched for", () => {
    const large = JSON.stringify({ a: ["needle", "x".repeat(3000)] });
    assert.doesNotMatch(shown(large).text, /needle/);
    assert.deepEqual(shown(large, " NEEDLE ").names("mark"), ["needle"]);
  });

  it("draws a hundred children, and four times as many when asked for more", () => {
    const { root, fire, text } = shown(JSON.stringify(Array(150).fill(1)));
    const leaves = () => root.all("div").filter(({ attributes }) => attributes.class === "leaf").length;
    assert.deepEqual([leaves(), text.endsWith("Show more (100 B left)")], [100, true]);
    fire(root.all("button").at(-1) ?? assert.fail(), "click");
    assert.equal(leaves(), 150);
  });
});

describe("the arguments as JSON", () => {
  const pane = (args: string) =>
    draw(h(JsonPane, { draft: openDraft('{"type":"object"}', args), write: (text) => void heard.push(text) }));

  it("are written by hand too, with what is wrong with them", () => {
    const good = pane('{"a":1}');
    good.enter(good.the("textarea"), "{}");
    assert.deepEqual([heard, good.the("p").text], [["{}"], ""]);
    assert.equal(good.the("textarea").attributes["aria-invalid"], "false");
    const lines = (count: number) => pane(`{${"\n".repeat(count - 1)}}`).the("textarea").attributes.rows;
    assert.deepEqual([1, 5, 6, 39, 40].map(lines), ["6", "6", "7", "40", "40"]);
  });
});
