import assert from "node:assert/strict";
import { h } from "preact";
import type { CallRun, OpenedCall, ToCallPage } from "../../../src/protocol/callPageMessages";
import { CallPage } from "../../../webview-ui/call/callPage";
import type { CallPageState, CallPageTold, CallPort } from "../../../webview-ui/call/callPort";
import { EarlierCalls } from "../../../webview-ui/call/earlierCalls";
import { type Entries, Picker } from "../../../webview-ui/call/picker";
import { RunBar } from "../../../webview-ui/call/runBar";
import { TargetHead } from "../../../webview-ui/call/targetHead";
import { missingTitle, opened, run, target, entries as told } from "../call/callFixture";
import { type Drawn, draw } from "./plainPage";

const entries = told as Entries;

/** A host that answers with these values, and fails where there is an error. */
function hostOf(values: Readonly<Record<string, unknown>> = {}) {
  const asked: unknown[][] = [];
  let hear: (message: CallPageTold) => void = () => {};
  const request = async (...one: unknown[]) => {
    asked.push(one);
    const value = values[String(one[0])];
    if (value instanceof Error) throw value;
    return value;
  };
  const listen = (listener: typeof hear) => {
    hear = listener;
    return () => {};
  };
  const port = { request, listen } as unknown as CallPort;
  return { port, asked, tell: (message: ToCallPage) => hear(message as CallPageTold) };
}

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

describe("the head of what is called", () => {
  const shown = (some: Partial<OpenedCall> = {}) => {
    const reviews: string[] = [];
    const review = () => void reviews.push("review");
    return { reviews, ...draw(h(TargetHead, { opened: opened(some), server: "Issues", review })) };
  };

  it("says what it is, of which server, and what that says of it", () => {
    const { root, names } = shown();
    assert.deepEqual(names("h1"), ["create_issue"]);
    assert.deepEqual(
      root.all("p").map(({ text }) => text),
      ["Tool of Issues · says it may delete or overwrite", "Creates an issue in a project."],
    );
    assert.deepEqual(names("summary"), ["Input schema"]);
    const bare = shown({ hints: [], description: "", outputSchema: "{}", target: { ...target, kind: "prompt" } });
    assert.deepEqual(
      [bare.names("p"), bare.names("summary")],
      [["Prompt of Issues"], ["Input schema", "Output schema"]],
    );
  });

  it("warns of a change, which can be reviewed, and of what is off", () => {
    const { reviews, click, names } = shown({ changed: "It changed.", off: "It is off." });
    assert.deepEqual(names("p").slice(1, 3), ["It changed. Review change", "It is off."]);
    click("Review change");
    assert.deepEqual(reviews, ["review"]);
  });

  it("folds a long description", () => {
    const { click, names } = shown({ description: "x".repeat(401), hints: [] });
    assert.equal(names("p")[1], `${"x".repeat(400)}…`);
    click("Show all");
    assert.equal(names("p")[1], "x".repeat(401));
    click("Show less");
    assert.equal(names("p")[1]?.length, 401);
    assert.deepEqual(shown({ description: "x".repeat(400) }).names("button"), []);
  });

  it("draws a schema once it is opened", () => {
    const { root, fire } = shown({ schema: '{"type":"object"}' });
    const [details = assert.fail()] = root.all("details");
    assert.equal(details.text, "Input schema");
    fire(Object.assign(details, { open: true }), "toggle");
    assert.match(details.text, /^Input schema\{.*"object"/);
  });
});

describe("the buttons below the form", () => {
  const shown = (some: Partial<Parameters<typeof RunBar>[0]> = {}) => {
    const heard: unknown[] = [];
    const ask = (name: string) => () => void heard.push(name);
    const all = { call: ask("call"), cancel: ask("cancel"), restart: ask("restart"), hideJson: heard.push.bind(heard) };
    const props = { isRunning: false, problems: 0, hidesJson: false, ...all, ...some };
    return { heard, ...draw(h(RunBar, props as Parameters<typeof RunBar>[0])) };
  };

  it("call, or cancel the call that runs", () => {
    const { heard, click, names, the } = shown();
    assert.deepEqual(names("button"), ["Call", "Reset", "JSON"]);
    assert.equal(the("button", "JSON").attributes["aria-pressed"], "true");
    for (const name of names("button")) click(name);
    assert.deepEqual(heard, ["call", "restart", true]);
    const running = shown({ isRunning: true, hidesJson: true });
    for (const name of running.names("button")) running.click(name);
    assert.deepEqual(running.heard, ["cancel", "restart", false]);
  });

  it("say how many problems there are", () => {
    const words = (problems: number) => shown({ problems }).root.all("span").at(-1)?.text;
    assert.deepEqual([0, 1, 2].map(words), [
      "",
      "1 problem keeps it from being called.",
      "2 problems keep it from being called.",
    ]);
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

describe("the call page", () => {
  const shown = (values: Readonly<Record<string, unknown>> = {}, kept: CallPageState = {}) => {
    const { port, asked, tell } = hostOf({ check: [], open: opened(), ...values });
    const states: CallPageState[] = [];
    const drawn = draw(h(CallPage, { host: port, kept, keep: (state) => void states.push(state) }));
    /** Hears the host, and draws what follows. */
    const hear = async (message: ToCallPage) => {
      tell(message);
      await drawn.settle();
    };
    return { asked, states, hear, drawn };
  };
  const methods = (asked: readonly unknown[][]) => asked.map(([method]) => method);

  it("opens what it is told to show, and remembers that", async () => {
    const { asked, states, hear, drawn } = shown({}, { target });
    assert.deepEqual(asked, [["ready", target]]);
    await hear(told);
    await hear({ type: "show", target });
    assert.deepEqual(asked.slice(0, 2), [
      ["ready", target],
      ["open", target],
    ]);
    assert.match(drawn.text, /create_issueTool of Issues/);
    assert.deepEqual(states.at(-1), { target });
    drawn.click("JSON");
    assert.deepEqual(states.at(-1), { target, hidesJson: true });
    drawn.end();
  });

  it("shows what came along without asking, with the arguments in place of the draft", async () => {
    const { asked, hear, drawn } = shown();
    assert.deepEqual(asked, [["ready"]]);
    await hear({ type: "show", target, args: '{"title":"mine"}', opened: opened({ draft: '{"title":"old"}' }) });
    assert.ok(!methods(asked).includes("open"));
    const [json] = drawn.root.all("textarea").filter(({ attributes }) => attributes.id === "json");
    assert.equal(Object(json).value, '{"title":"mine"}');
    drawn.end();
  });

  it("makes the call once nothing is wrong with it", async () => {
    const { asked, hear, drawn } = shown({ check: [missingTitle] });
    await hear({ type: "show", target, opened: opened({ draft: "{}" }) });
    drawn.click("Call");
    await drawn.settle();
    assert.ok(methods(asked).includes("check") && !methods(asked).includes("call"));
    drawn.end();
    const good = shown();
    await good.hear({ type: "show", target, opened: opened({ draft: '{"title":"mine"}' }) });
    good.drawn.fire(good.drawn.the("h1"), "keydown", { key: "Enter", ctrlKey: true });
    await good.drawn.settle();
    assert.deepEqual(good.asked.at(-1), ["call", target, '{"title":"mine"}']);
    good.drawn.end();
  });

  it("shows how far a call is, and lets it be cancelled", async () => {
    const { asked, hear, drawn } = shown();
    await hear({ type: "show", target, opened: opened() });
    const progress = { done: 1, total: 4, text: "reading" };
    await hear(run({ startedAt: Date.now() - 2500, progress } as Partial<CallRun>));
    assert.match(drawn.text, /Running…2 s · 1 of 4 · reading/);
    assert.equal(Object(drawn.the("progress")).value, 0.25);
    drawn.click("Cancel");
    assert.deepEqual(asked.at(-1), ["cancel", target]);
    await hear(run({ state: "cancelled", ms: 900 }));
    assert.match(drawn.text, /Cancelled after 900 ms/);
    drawn.end();
  });

  it("says what failed, until it is closed or something else is shown", async () => {
    const { hear, drawn } = shown({ open: new Error("It is gone.") });
    await hear({ type: "show", target });
    assert.match(drawn.text, /It is gone\./);
    await hear({ type: "show", target, opened: opened() });
    assert.doesNotMatch(drawn.text, /It is gone\./);
    drawn.end();
  });
});
