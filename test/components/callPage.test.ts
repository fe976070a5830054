// Before everything else: some components listen to the page as they are loaded.
import "./plainPage";
import assert from "node:assert/strict";
import { h } from "preact";
import type { CallRun, OpenedCall, ToCallPage } from "../../src/protocol/callPageMessages";
import { CallPage } from "../../webview-ui/call/callPage";
import type { CallPageState } from "../../webview-ui/call/callPort";
import { RunBar } from "../../webview-ui/call/runBar";
import { TargetHead } from "../../webview-ui/call/targetHead";
import { missingTitle, opened, run, target, entries as told } from "../panel/call/callFixture";
import { hostOf } from "./callHost";
import { draw } from "./plainPage";

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

  it("keeps what is entered at once, unless it is large", async () => {
    const { asked, hear, drawn } = shown();
    const kept = () => asked.filter(([method]) => method === "keepDraft").map(([, , text]) => String(text).length);
    await hear({ type: "show", target, opened: opened({ draft: "{}" }) });
    const json = drawn.root.all("textarea").find(({ attributes }) => attributes.id === "json") ?? assert.fail();
    const enter = (length: number) => drawn.enter(json, JSON.stringify({ title: "x".repeat(length - 12) }));
    assert.deepEqual(kept(), []);
    for (const length of [20, 100_000, 100_001]) enter(length);
    assert.deepEqual(kept(), [20, 100_000]);
    drawn.end();
  });

  it("says how many mistakes keep it from being called, and those that no field has", async () => {
    const general = { path: [], text: "It is too much." };
    const { hear, drawn } = shown({ check: [missingTitle, general] });
    await hear({ type: "show", target, opened: opened({ draft: "{}" }) });
    assert.doesNotMatch(drawn.text, /keep it from being called/);
    drawn.click("Call");
    await drawn.settle();
    assert.match(drawn.text, /2 problems keep it from being called\./);
    assert.match(drawn.text, /"title" is missing.*It is too much\./);
    assert.equal(drawn.text.split("It is too much.").length, 2);
    assert.equal(drawn.text.split('"title" is missing').length, 2, "beside its field only");
    drawn.end();
  });

  it("makes no second call while one runs, and reads its history again when it has ended", async () => {
    const { asked, hear, drawn } = shown();
    await hear({ type: "show", target, opened: opened() });
    const key = (event: Readonly<Record<string, unknown>>) => drawn.fire(drawn.the("h1"), "keydown", event).prevented;
    assert.deepEqual([key({ key: "Enter" }), key({ key: "a", ctrlKey: true })], [false, false]);
    await hear(run());
    assert.equal(key({ key: "Enter", metaKey: true }), true);
    await drawn.settle();
    assert.ok(!methods(asked).some((method) => method === "call" || method === "open"));
    await hear(run({ state: "ok", ms: 5 }));
    assert.equal(methods(asked).filter((method) => method === "open").length, 1);
    drawn.end();
  });

  it("begins the form again with other arguments, and shows the call that was made before", async () => {
    const { hear, drawn } = shown();
    const before = { id: "r", target, state: "ok", startedAt: 0, ms: 7 } as const;
    const json = () => drawn.root.all("textarea").find(({ attributes }) => attributes.id === "json");
    await hear({ type: "show", target, args: '{"title":"one"}', opened: opened({ run: before }) });
    assert.match(drawn.text, /Done in 7 ms/);
    await hear({ type: "show", target, args: '{"title":"two"}', opened: opened() });
    assert.equal(Object(json()).value, '{"title":"two"}');
    drawn.click("Reset");
    assert.doesNotMatch(String(Object(json()).value), /two/);
    drawn.click("JSON");
    assert.equal(json(), undefined);
    drawn.end();
  });

  it("asks for a review of what changed", async () => {
    const { asked, hear, drawn } = shown();
    await hear({ type: "show", target, opened: opened({ changed: "It changed." }) });
    drawn.click("Review change");
    assert.deepEqual(asked.at(-1), ["review", target]);
    drawn.end();
  });
});
