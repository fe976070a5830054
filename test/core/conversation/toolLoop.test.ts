import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { type ModelMessage, type ModelPart, userText } from "../../../src/core/conversation/modelMessage";
import type { ModelTool, RunContext } from "../../../src/core/conversation/modelTool";
import { type LoopOptions, toolLoop } from "../../../src/core/conversation/toolLoop";
import { abortError, HubError } from "../../../src/core/kernel/hubError";
import type { ResultText } from "../../../src/core/messages/resultText";
import { calls, never, resultsIn, says, scripted } from "../../support/chatFixture";

type Part = ModelMessage["parts"][number];

const ok = (text: string): ResultText => ({ text, media: [], isError: false });

const tool = (name: string, run: (input: unknown, context: RunContext) => Promise<ResultText>): ModelTool => ({
  name,
  description: name,
  inputSchema: { type: "object" },
  activity: () => ({ doing: `Running ${name}`, done: name }),
  run,
});

function setUp(send: LoopOptions["send"], tools: readonly ModelTool[], more: Partial<LoopOptions> = {}) {
  const seen: string[] = [];
  let time = 0;
  const run = toolLoop({
    send,
    offer: { tools, find: (name) => tools.find((one) => one.name === name) },
    messages: [userText("the prompt")],
    maxTurns: 5,
    resultLimit: 1000,
    contextLimit: 100_000,
    signal: never,
    now: () => (time += 100),
    on: {
      text: (text) => seen.push(text),
      started: ({ doing }) => seen.push(`> ${doing}`),
      asking: ({ done }, isAsking) => seen.push(`? ${done} ${isAsking}`),
      progress: ({ done }, { progress }) => seen.push(`~ ${done} ${progress}`),
      ended: ({ done }, { outcome, ms, reason }) =>
        seen.push(`< ${done} ${outcome} ${ms}${reason ? ` ${reason}` : ""}`),
    },
    ...more,
  });
  return { run, seen };
}

const echo = tool("echo", async (input) => ok(`echo ${JSON.stringify(input)}`));

describe("the tool loop", () => {
  it("answers without tools if the model calls none", async () => {
    const { send, requests } = scripted([says("Hel"), says("lo.")]);
    const { run, seen } = setUp(send, [echo]);
    assert.deepEqual(await run, { answer: "Hello.", limitReached: false });
    assert.deepEqual(seen, ["Hel", "lo."]);
    assert.equal(requests.length, 1);
  });

  it("does not count the time that a person was asked, whether the tool ran or not", async () => {
    const asked = tool("asked", async (_, { onAsked }) => {
      onAsked?.(90);
      return ok("done");
    });
    const refused = tool("refused", async (_, { onAsked }) => {
      onAsked?.(16_000);
      throw new HubError("denied", "You declined.");
    });
    const { send } = scripted([calls("asked")], [calls("refused")], [says("Done.")]);
    const { run, seen } = setUp(send, [asked, refused]);
    await run;
    assert.deepEqual(seen, [
      "> Running asked",
      "< asked ok 10",
      "> Running refused",
      "< refused failed 0 You declined.",
      "Done.",
    ]);
  });

  it("gives the model the tool's result and streams its text before and after", async () => {
    const { send, requests } = scripted([says("One moment. "), calls("echo", { a: 1 }, "c1")], [says("It said a.")]);
    const { run, seen } = setUp(send, [echo]);
    assert.deepEqual(await run, { answer: "It said a.", limitReached: false });
    assert.deepEqual(seen, ["One moment. ", "> Running echo", "< echo ok 100", "It said a."]);
    assert.deepEqual(requests[1]?.messages.slice(1), [
      { role: "assistant", parts: [says("One moment. "), calls("echo", { a: 1 }, "c1")] },
      { role: "user", parts: [{ kind: "tool-result", id: "c1", result: ok('echo {"a":1}') }] },
    ]);
  });

  it("runs the calls of one turn at the same time and keeps their order", async () => {
    let running = 0;
    let most = 0;
    const slow = tool("slow", async (input) => {
      most = Math.max(most, ++running);
      await turn();
      running--;
      return ok(JSON.stringify(input));
    });
    const { send, requests } = scripted(
      [calls("slow", { n: 1 }, "a"), calls("slow", { n: 2 }, "b"), calls("slow", { n: 3 }, "c")],
      [says("Done.")],
    );
    await setUp(send, [slow]).run;
    assert.equal(most, 3);
    assert.deepEqual(Object.entries(resultsIn(requests[1] ?? assert.fail())), [
      ["a", '{"n":1}'],
      ["b", '{"n":2}'],
      ["c", '{"n":3}'],
    ]);
  });

  it("tells the model that a tool does not exist", async () => {
    const { send, requests } = scripted([calls("nothing", {}, "c")], [says("Sorry.")]);
    const { run, seen } = setUp(send, [echo]);
    await run;
    assert.match(resultsIn(requests[1] ?? assert.fail()).c ?? "", /there is no tool named "nothing"/);
    assert.deepEqual(seen, ["Sorry."]);
  });

  it("tells the model and the person why a call could not run", async () => {
    const refusing = tool("refusing", async () => {
      throw new HubError("bad-arguments", '"path" is missing.');
    });
    const broken = tool("broken", async () => {
      throw new TypeError("x is undefined");
    });
    const { send, requests } = scripted([calls("refusing", 7, "r"), calls("broken", {}, "b")], [says("Sorry.")]);
    const { run, seen } = setUp(send, [refusing, broken]);
    await run;
    const given = resultsIn(requests[1] ?? assert.fail());
    assert.equal(given.r, '"path" is missing. Correct the arguments and call it again.');
    assert.match(given.b ?? "", /The hub failed: x is undefined/);
    assert.ok(seen.includes('< refusing failed 200 "path" is missing.'), seen.join("\n"));
  });

  it("reports an error of a tool", async () => {
    const no = tool("no", async () => ({ text: "The tool reported an error.", media: [], isError: true }));
    const { send } = scripted([calls("no")], [says("It refused.")]);
    const { run, seen } = setUp(send, [no]);
    await run;
    assert.ok(seen.includes("< no tool-error 100"), seen.join("\n"));
  });

  it("passes progress on while the tool runs", async () => {
    const counting = tool("counting", async (_, { onProgress }) => {
      onProgress?.({ progress: 1 });
      onProgress?.({ progress: 2 });
      return ok("2");
    });
    const { send } = scripted([calls("counting")], [says("Two.")]);
    const { run, seen } = setUp(send, [counting]);
    await run;
    assert.deepEqual(seen.slice(1, 3), ["~ counting 1", "~ counting 2"]);
  });

  it("says when the person is asked, until the person cancels", async () => {
    const abort = new AbortController();
    const asking = tool("asking", async (_, { onAsking, onProgress }) => {
      onAsking?.(true);
      onAsking?.(false);
      abort.abort();
      onAsking?.(true);
      onProgress?.({ progress: 1 });
      return ok("");
    });
    const { send } = scripted([calls("asking")]);
    const { run, seen } = setUp(send, [asking], { signal: abort.signal });
    await assert.rejects(run, { code: "cancelled" });
    assert.deepEqual(seen.slice(0, 3), ["> Running asking", "? asking true", "? asking false"]);
    assert.equal(seen.filter((line) => /^[?~]/.test(line)).length, 2);
  });

  it("tells a tool its conversation, and that a person sees the result", async () => {
    const seen: unknown[] = [];
    const told = tool("told", async (input, { signal, conversation, personSees, limit }) => {
      seen.push({ input, signal, conversation, personSees, limit });
      return ok("");
    });
    const { send } = scripted([calls("told", { a: 1 })], [says("Done.")]);
    await setUp(send, [told], { conversation: "c", contextLimit: 1 }).run;
    assert.deepEqual(seen, [{ input: { a: 1 }, signal: never, conversation: "c", personSees: true, limit: 1 }]);
  });

  it("fences the words of a failure as the tool's", async () => {
    const fails = tool("fails", () => Promise.reject(new HubError("server-error", "It broke.")));
    const { send, requests } = scripted([calls("fails", {}, "c")], [says("Done.")]);
    await setUp(send, [fails]).run;
    const [result] = (requests[1] ?? assert.fail()).messages.at(-1)?.parts ?? [];
    assert.ok(result?.kind === "tool-result");
    assert.equal(result.id, "c");
    assert.equal(result.result.isError, true);
    assert.match(result.result.text, /^<untrusted-data \w+ error="fails">\nIt broke\.\n/);
  });

  it("asks for an answer without tools when the turns are used up", async () => {
    let runs = 0;
    const again = tool("again", async () => ok(`run ${++runs}`));
    const call = [calls("again", {}, "c")];
    const { send, requests } = scripted(call, call, call, [says("So far: 2.")]);
    const { run } = setUp(send, [again], { maxTurns: 2 });
    assert.deepEqual(await run, { answer: "So far: 2.", limitReached: true });
    assert.equal(runs, 2, "the call after the last turn is not run");
    const last = requests.at(-1) ?? assert.fail();
    assert.deepEqual(last.tools, []);
    const parts = last.messages.flatMap((message): Part[] => [...message.parts]);
    assert.ok(parts.every((part) => part.kind === "text"));
    const text = parts.map((part) => (part.kind === "text" ? part.text : "")).join("\n");
    for (const expected of [
      "run 1",
      "run 2",
      "not run: this answer has used all",
      "Answer now from the results so far",
    ])
      assert.ok(text.includes(expected), `${expected} is not in\n${text}`);
  });

  it("mentions no limit if the turns suffice", async () => {
    const { send } = scripted([calls("echo")], [calls("echo")], [says("Done.")]);
    assert.deepEqual(await setUp(send, [echo], { maxTurns: 2 }).run, { answer: "Done.", limitReached: false });
  });

  it("aborts the tool in flight when the person cancels", async () => {
    const abort = new AbortController();
    let aborted = false;
    const hangs = tool("hangs", (_, { signal, onProgress }) => {
      queueMicrotask(() => abort.abort());
      return new Promise((_resolve, reject) =>
        signal.addEventListener("abort", () => {
          aborted = true;
          onProgress?.({ progress: 9 });
          reject(abortError(signal, "The call"));
        }),
      );
    });
    const { send, requests } = scripted([calls("hangs")]);
    const { run, seen } = setUp(send, [hangs], { signal: abort.signal });
    await assert.rejects(run, { code: "cancelled" });
    assert.equal(aborted, true);
    assert.equal(requests.length, 1, "the model is not asked again");
    assert.deepEqual(seen, ["> Running hangs"]);
  });

  it("stops reading when the person cancels while the model answers", async () => {
    const abort = new AbortController();
    const { send } = scripted(async function* (): AsyncIterable<ModelPart> {
      yield says("One");
      abort.abort();
      yield says("Two");
      throw new Error("Canceled");
    });
    const { run, seen } = setUp(send, [echo], { signal: abort.signal });
    await assert.rejects(run, { code: "cancelled" });
    assert.deepEqual(seen, ["One"]);
  });

  it("rejects with the model's own error, after its text so far", async () => {
    const failure = Object.assign(new Error("Too many requests"), { code: "Blocked" });
    const { send } = scripted(async function* (): AsyncIterable<ModelPart> {
      yield says("I will");
      throw failure;
    });
    const { run, seen } = setUp(send, [echo]);
    await assert.rejects(run, (error) => error === failure);
    assert.deepEqual(seen, ["I will"]);
  });

  it("bounds the calls of one turn", async () => {
    let runs = 0;
    const counted = tool("counted", async () => ok(`${++runs}`));
    const many = Array.from({ length: 40 }, (_, n) => calls("counted", {}, `c${n}`));
    const { send, requests } = scripted(many, [says("Done.")]);
    await setUp(send, [counted]).run;
    assert.equal(runs, 32);
    assert.match(resultsIn(requests[1] ?? assert.fail()).c39 ?? "", /one turn may make 32 calls/);
  });

  it("shares the room for results among the calls of a turn", async () => {
    const limits: number[] = [];
    const asked = tool("asked", async (_, { limit }) => {
      limits.push(limit);
      return ok("");
    });
    const { send } = scripted([calls("asked")], [calls("asked"), calls("asked"), calls("asked")], [says("Done.")]);
    await setUp(send, [asked], { resultLimit: 400, contextLimit: 900 }).run;
    assert.deepEqual(limits, [400, 150, 150, 150]);
  });

  it("leaves out the oldest results when the conversation grows too long", async () => {
    let runs = 0;
    const long = tool("long", async () => ok(`${++runs}`.repeat(400)));
    const call = [calls("long", {}, "c")];
    const { send, requests } = scripted(call, call, call, [says("Done.")]);
    await setUp(send, [long], { contextLimit: 1000 }).run;
    const texts = (requests[3] ?? assert.fail()).messages.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === "tool-result" ? [part.result.text.slice(0, 14)] : [])),
    );
    assert.deepEqual(texts, ["(This earlier ", "2".repeat(14), "3".repeat(14)]);
  });
});
