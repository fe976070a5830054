import assert from "node:assert/strict";
import { Limits } from "../../../../src/core/calls/limits/limit";
import type { ToolCall } from "../../../../src/core/calls/toolCall";
import type { ToolResult } from "../../../../src/core/messages/toolResult";
import type { ClientAnswers } from "../../../../src/core/questions/clientAnswers";
import { aCall, aClient, done, lookedAtLater, turns, withOptions } from "../../../support/callFixture";
import { FakeClock } from "../../../support/fakeClock";

const question = { server: "files", method: "elicitation/create", params: {} } as const;

/** A server that runs one call at once, and a client that answers when it is told to. */
function setUp(more: Partial<ClientAnswers> = { answersLater: true }) {
  const reached: string[] = [];
  const running = new Map<string, { readonly call: ToolCall; readonly end: (outcome?: Error) => void }>();
  const send = (call: ToolCall) =>
    new Promise<ToolResult>((resolve, reject) => {
      reached.push(call.tool);
      running.set(call.tool, { call, end: (error) => (error ? reject(error) : resolve(done)) });
    });
  const options = withOptions({ maxConcurrentCalls: 1 });
  const layered = new Limits({ optionsOf: options, clock: new FakeClock(), publish: () => {} }).layer(send);
  const waiting: { answer: (result: object) => void; refuse: (error: Error) => void }[] = [];
  const client = aClient("a", {
    ask: () => new Promise((answer, refuse) => waiting.push({ answer: (result) => answer({ ...result }), refuse })),
    ...more,
  });
  return {
    reached,
    run: (tool: string, asked = false) => lookedAtLater(layered(aCall({ tool, ...(asked && { answers: client }) }))),
    end: async (tool: string, error?: Error) => {
      running.get(tool)?.end(error);
      await turns();
    },
    /** The server asks during a call. */
    ask: (tool: string, signal = new AbortController().signal) =>
      lookedAtLater(running.get(tool)?.call.answers?.ask(question, signal) ?? assert.fail("nobody to ask")),
    waiting,
  };
}

describe("the place of a call whose client answers later", () => {
  it("is another call's while the client is asked, and the answer waits for a place, before calls that have not begun", async () => {
    const { run, ask, end, waiting, reached } = setUp();
    const call = run("asks", true);
    for (const tool of ["b", "c"]) void run(tool);
    const heard: object[] = [];
    const asked = ask("asks").then((answer) => heard.push(answer));
    await turns();
    assert.deepEqual(reached, ["asks", "b"]);
    waiting[0]?.answer({ action: "accept" });
    await turns();
    assert.deepEqual(heard, [], "b has the place");
    await end("b");
    assert.deepEqual([heard, reached], [[{ action: "accept" }], ["asks", "b"]]);
    await end("asks");
    await Promise.all([asked, call]);
    assert.deepEqual(reached, ["asks", "b", "c"]);
  });

  it("is given up once for several questions, and not twice at the end of the call", async () => {
    const { run, ask, end, waiting, reached } = setUp();
    void run("asks", true);
    const asked = [ask("asks"), ask("asks")];
    waiting[0]?.answer({});
    await asked[0];
    for (const tool of ["b", "c"]) void run(tool);
    await turns();
    assert.deepEqual(reached, ["asks", "b"], "one place, no matter who has it");
    await end("asks", new Error("Gone."));
    waiting[1]?.refuse(new Error("Nobody answers."));
    await assert.rejects(asked[1] ?? assert.fail());
    assert.deepEqual(reached, ["asks", "b"]);
    await end("b");
    assert.deepEqual(reached, ["asks", "b", "c"]);
    await end("c");
    void run("d");
    await turns();
    assert.deepEqual(reached.at(-1), "d");
  });

  it("is not waited for by a question that was taken back, and comes back all the same", async () => {
    const { run, ask, end, waiting, reached } = setUp();
    void run("asks", true);
    void run("b");
    const abort = new AbortController();
    const asked = ask("asks", abort.signal);
    await turns();
    abort.abort();
    waiting[0]?.refuse(new Error("Taken back."));
    await assert.rejects(asked);
    await end("b");
    void run("c");
    await turns();
    assert.deepEqual(reached, ["asks", "b"], "the call that asked has the place");
    await end("asks");
    assert.deepEqual(reached, ["asks", "b", "c"]);
  });

  it("stays the call's where the client is known to be there", async () => {
    const { run, ask, reached } = setUp({});
    void run("asks", true);
    void run("b");
    void ask("asks");
    await turns();
    assert.deepEqual(reached, ["asks"]);
  });
});
