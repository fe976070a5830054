import assert from "node:assert/strict";
import { HeldRequest, type Step } from "../../../../src/gateway/mcp/modern/heldRequest";
import { RequestStates } from "../../../../src/gateway/mcp/modern/requestState";

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("one request that is held for its client", () => {
  let steps: Step[];
  let abort: AbortController;
  beforeEach(() => {
    [steps, abort] = [[], new AbortController()];
  });
  const held = (early = {}) => new HeldRequest("a", "digest", early);
  const waitFor = (one: HeldRequest) => one.wait({ step: (step) => steps.push(step) }, new Error("another came"));
  const ask = (one: HeldRequest, key?: string, params = {}) =>
    one.ask({ method: "elicitation/create", params, ...(key !== undefined && { key }) }, abort.signal);
  const keys = (one: HeldRequest) => Object.keys(one.inputRequests());

  it("shows what is asked in one turn at once, to the POST that waits", async () => {
    const one = held();
    assert.equal(one.isAwaited(), false);
    waitFor(one);
    assert.equal(one.isAwaited(), true);
    void ask(one, "first", { n: 1 });
    void ask(one);
    assert.deepEqual(steps, []);
    await turn();
    assert.deepEqual(steps, [{ kind: "asks" }]);
    assert.equal(one.isAwaited(), false);
    assert.deepEqual(one.inputRequests(), {
      first: { method: "elicitation/create", params: { n: 1 } },
      "input-1": { method: "elicitation/create", params: {} },
    });
  });

  it("takes answers by their names, and asks again for the others", async () => {
    const one = held();
    const [first, second] = [ask(one, "first"), ask(one, "second")];
    waitFor(one);
    await turn();
    waitFor(one);
    one.answer({ first: { n: 1 }, other: { n: 2 } });
    assert.deepEqual(await first, { n: 1 });
    await turn();
    assert.deepEqual([steps.length, keys(one)], [2, ["second"]]);
    waitFor(one);
    one.answer({ second: { n: 2 } });
    assert.deepEqual(await second, { n: 2 });
    await turn();
    assert.equal(steps.length, 2, "nothing is left to ask");
    one.answer(Object.create({ second: {} }));
  });

  it("knows an answer that came before its question, once", async () => {
    const one = held({ first: { n: 1 } });
    assert.deepEqual(await ask(one, "first"), { n: 1 });
    void ask(one, "first");
    assert.deepEqual(keys(one), ["first"]);
  });

  it("gives a question a name of its own where its name is taken or longer than 200 characters", () => {
    const one = held();
    for (const key of ["a", "a", "k".repeat(200), "k".repeat(201)]) void ask(one, key);
    assert.deepEqual(keys(one), ["a", "input-1", "k".repeat(200), "input-2"]);
  });

  it("has one POST that waits: the one before it fails", () => {
    const one = held();
    let ended = 0;
    waitFor(one);
    one.over = { dispose: () => void ended++ };
    waitFor(one);
    assert.equal(String(steps[0]?.kind === "failed" && steps[0].error), "Error: another came");
    assert.deepEqual([steps.length, ended, one.over], [1, 1, undefined]);
    one.step({ kind: "result", result: {} });
    one.step({ kind: "result", result: {} });
    assert.equal(steps.length, 2);
  });

  it("forgets a question whose asker has given up, and asks nothing for one that had before", async () => {
    const one = held();
    const asked = ask(one, "first");
    abort.abort(new Error("given up"));
    await assert.rejects(asked, /given up/);
    await assert.rejects(ask(one, "second"), /given up/);
    assert.deepEqual(keys(one), []);
    waitFor(one);
    await turn();
    assert.deepEqual(steps, []);
  });

  it("refuses its questions and aborts at its end", async () => {
    const one = held();
    const asked = ask(one);
    let ended = 0;
    one.over = { dispose: () => void ended++ };
    one.end(new Error("nobody answers"));
    await assert.rejects(asked, /nobody answers/);
    assert.deepEqual([one.abort.signal.aborted, ended, keys(one)], [true, 1, []]);
  });

  it("reports progress to the POST that waits, and to none where none does", () => {
    const one = held();
    const heard: number[] = [];
    one.progress({ progress: 1 });
    one.wait({ step: () => {}, onProgress: ({ progress }) => heard.push(progress) }, undefined);
    one.progress({ progress: 2 });
    one.step({ kind: "asks" });
    one.progress({ progress: 3 });
    assert.deepEqual(heard, [2]);
  });
});

describe("the state of an interrupted request", () => {
  const state = { held: "h", client: "c", request: "r", until: 5 };
  const states = new RequestStates();

  it("is read as it was written, by who wrote it", () => {
    const text = states.write(state);
    assert.deepEqual(states.read(text), state);
    assert.equal(new RequestStates().read(text), undefined);
  });

  it("is none where anything of it is another", () => {
    const [body = "", signature = ""] = states.write(state).split(".");
    const other = Buffer.from(JSON.stringify({ ...state, client: "d" })).toString("base64url");
    const changed = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
    for (const text of [
      "",
      body,
      `${other}.${signature}`,
      `${body}.${changed}`,
      `${body}.${signature}.`,
      `${body}.${signature}x`,
    ])
      assert.equal(states.read(text), undefined, text);
  });
});
