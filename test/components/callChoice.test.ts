// Before everything else: some components listen to the page as they are loaded.
import "./plainPage";
import assert from "node:assert/strict";
import { h } from "preact";
import type { OpenedCall } from "../../src/protocol/callPageMessages";
import { EarlierCalls } from "../../webview-ui/call/earlierCalls";
import { type Entries, Picker } from "../../webview-ui/call/picker";
import { opened, target, entries as told } from "../panel/call/callFixture";
import { hostOf } from "./callHost";
import { type Drawn, draw } from "./plainPage";

const entries = told as Entries;

describe("choosing what is called", () => {
  const chosen: unknown[] = [];
  const shown = (isOpen = true, all: Entries | undefined = entries) => {
    chosen.splice(0);
    return draw(h(Picker, { entries: all, isOpen, pick: (one) => void chosen.push(one) }));
  };
  const key = (drawn: Drawn, name: string, more = {}) =>
    drawn.fire(drawn.the("input"), "keydown", { key: name, ...more }).prevented;
  const options = ({ root }: Drawn) => root.all("div").filter(({ attributes }) => attributes.role === "option");
  const active = (drawn: Drawn) => [
    options(drawn).findIndex(({ attributes }) => attributes["aria-selected"] === "true"),
    drawn.the("input").attributes["aria-activedescendant"],
  ];

  it("shows everything, what was called lately first", () => {
    const drawn = shown();
    assert.deepEqual(
      options(drawn).map(({ text }) => text),
      [
        "PraisePraises a person <b>now</b>",
        "create_issueCreates an issue in a project",
        "list_issuesLists issues",
        "Documentdoc://{id}",
      ],
    );
    assert.equal(drawn.the("input").attributes["aria-expanded"], "true");
  });

  it("goes through the entries by keys, and never beyond them", () => {
    const drawn = shown();
    assert.deepEqual(active(drawn), [0, "entry-0"]);
    const steps: [key: string, at: number][] = [
      ["ArrowUp", 0],
      ["ArrowDown", 1],
      ["ArrowDown", 2],
      ["ArrowUp", 1],
      ["PageDown", 3],
      ["PageUp", 0],
    ];
    for (const [name, at] of steps) {
      assert.equal(key(drawn, name), true);
      assert.deepEqual(active(drawn), [at, `entry-${at}`], name);
    }
    assert.equal(key(drawn, "a"), false);
    assert.equal(key(drawn, "Enter", { ctrlKey: true }), false, "that calls what is chosen");
    assert.equal(key(drawn, "Enter", { metaKey: true }), false);
    key(drawn, "ArrowDown");
    assert.equal(key(drawn, "Enter"), true);
    assert.deepEqual(chosen, [target]);
    assert.deepEqual(active(drawn), [0, "entry-0"], "it begins again");
  });

  it("stays closed until the person comes to it, and closes behind them", () => {
    const drawn = shown(false);
    const box = drawn.the("input");
    assert.deepEqual([options(drawn).length, key(drawn, "Enter")], [0, false]);
    drawn.fire(box, "focus");
    assert.equal(options(drawn).length, 4);
    drawn.fire(box, "blur");
    assert.equal(options(drawn).length, 0);
    key(drawn, "ArrowDown");
    assert.equal(options(drawn).length, 4);
    key(drawn, "Escape");
    assert.equal(options(drawn).length, 0);
    drawn.enter(box, "list");
    assert.deepEqual(
      options(drawn).map(({ text }) => text),
      ["list_issuesLists issues"],
    );
    const [only = assert.fail()] = options(drawn);
    assert.equal(drawn.fire(only, "mousedown").prevented, true, "the search box keeps the focus");
    drawn.fire(only, "click");
    assert.deepEqual(chosen, [{ ...target, name: "list_issues" }]);
    assert.deepEqual([options(drawn).length, Object(box).value], [0, ""]);
  });

  it("says where nothing is offered or found, and how many more there are", () => {
    const drawn = shown();
    drawn.enter(drawn.the("input"), "zzz");
    assert.equal(drawn.the("p").text, "Nothing matches the search.");
    key(drawn, "Escape");
    assert.equal(drawn.names("p").length, 0);
    assert.equal(
      shown(true, { ...entries, entries: [] }).the("p").text,
      "No connected server offers anything to call.",
    );
    assert.equal(draw(h(Picker, { entries: undefined, isOpen: true, pick: () => {} })).names("p").length, 0);
    assert.match(shown(true, { ...entries, more: 1200 }).text, /1,200 more\. Type to find them\.$/);
  });
});

describe("earlier calls", () => {
  const at = new Date(2026, 10, 21, 9, 5, 7).getTime();
  const history = [{ at, state: "tool-error", ms: 1500, args: `{ "a":\n 1 }${" x".repeat(99)}` }] as const;
  const shown = (some: Partial<OpenedCall>, values: Readonly<Record<string, unknown>> = {}) => {
    const { port, asked } = hostOf(values);
    const heard: unknown[] = [];
    const hear = (name: string) => (one?: unknown) => void heard.push([name, one]);
    const props = { host: port, opened: opened(some), text: "{}", use: hear("use"), fail: hear("fail") };
    return { asked, heard, ...draw(h(EarlierCalls, { ...props, again: () => heard.push("again") })) };
  };

  it("put their arguments into the form, and are forgotten", async () => {
    const { asked, heard, names, fire, root, click, settle } = shown({ history, canSave: false });
    assert.deepEqual(names("summary"), ["History (1)"]);
    const [past = assert.fail()] = root.all("button");
    assert.match(past.text, /^09:05:07 error in 1\.5 s \{ "a": 1 \}/);
    assert.equal(past.all("span").at(-1)?.text.length, 120);
    fire(past, "click");
    click("Forget the history");
    await settle();
    assert.deepEqual([asked, heard], [[["forgetHistory", target]], [["use", history[0].args], "again"]]);
    assert.equal(shown({ canSave: false }).text, "");
  });

  it("are saved under a name, without the values of secrets", async () => {
    const saved = [{ name: "mine", args: '{"b":2}' }];
    const drawn = shown({ saved: [] }, { save: { saved, leftOut: ["token", "key"] }, removeSaved: [] });
    const { asked, heard, the, enter, click, settle, names, fire } = drawn;
    const box = the("input");
    assert.equal(the("button", "Save").attributes.disabled, "true");
    enter(box, "  ");
    fire(box, "keydown", { key: "Enter" });
    enter(box, " mine ");
    fire(box, "keydown", { key: "a" });
    fire(box, "keydown", { key: "Enter", ctrlKey: true });
    assert.deepEqual(asked, []);
    assert.equal(the("button", "Save").attributes.disabled, undefined);
    fire(box, "keydown", { key: "Enter" });
    await settle();
    assert.deepEqual(asked, [["save", target, "mine", "{}"]]);
    assert.deepEqual([names("summary"), Object(box).value], [["Saved in the workspace (1)"], ""]);
    assert.equal(the("p").text, "Saved without the secret values of token, key.");
    click("mine");
    click("Remove mine");
    await settle();
    assert.deepEqual(asked.at(-1), ["removeSaved", target, "mine"]);
    assert.deepEqual([heard, names("summary")], [[["use", '{"b":2}']], ["Saved in the workspace (0)"]]);
  });

  it("say that nothing was left out, and what failed", async () => {
    const done = shown({}, { save: { saved: [], leftOut: [] } });
    assert.match(done.the("p").text, /^Saves the arguments in \.vscode/);
    done.enter(done.the("input"), "a");
    done.click("Save");
    await done.settle();
    assert.equal(done.the("p").text, "Saved.");
    const error = new Error("It is read-only.");
    const failed = shown({}, { save: error });
    failed.enter(failed.the("input"), "a");
    failed.click("Save");
    await failed.settle();
    assert.deepEqual(failed.heard, [["fail", error]]);
  });
});
