import assert from "node:assert/strict";
import { type Client, ProtocolError } from "@modelcontextprotocol/client";
import { type AnswerInput, modernTask } from "../../../src/mcp/calls/modernTask";
import { noAbort } from "../../support/openLinks";

type Params = Record<string, unknown>;

/** A task of a server that answers so, and what it was asked. */
function world(respond: (method: string, params: Params) => unknown = () => ({}), answer?: AnswerInput) {
  const sent: [method: string, params: Params][] = [];
  const signals: AbortSignal[] = [];
  const answered: unknown[] = [];
  const reported: string[] = [];
  const client = {
    request: async (request: { method: string; params: Params }, _: unknown, { signal }: { signal: AbortSignal }) => {
      sent.push([request.method, request.params]);
      signals.push(signal);
      return respond(request.method, request.params);
    },
  } as unknown as Client;
  const task = modernTask(
    "files",
    "t1",
    client,
    answer ??
      (async (question) => {
        answered.push(question);
        return { said: question };
      }),
    (error) => reported.push(String(error)),
  );
  const ask = (inputRequests: unknown) =>
    task.answerQuestions({ status: "input_required", fields: { inputRequests } }, { signal: noAbort() });
  return { task, sent, signals, answered, reported, ask };
}

describe("a task of the era without sessions", () => {
  it("is looked at and cancelled by its number, within the limit of its caller", async () => {
    const { task, sent, signals } = world(() => ({ taskId: "t1", status: "working", pollIntervalMs: 5 }));
    const [look, stop] = [noAbort(), noAbort()];
    assert.equal(task.id, "t1");
    assert.equal((await task.state({ signal: look })).status, "working");
    await task.cancel(stop);
    assert.deepEqual(sent, [
      ["tasks/get", { taskId: "t1" }],
      ["tasks/cancel", { taskId: "t1" }],
    ]);
    assert.deepEqual([signals[0] === look, signals[1] === stop], [true, true]);
  });

  it("has its result in its state", async () => {
    const { task, sent } = world();
    const result = { content: [] };
    const options = { signal: noAbort() };
    assert.deepEqual(await task.outcome({ status: "completed", fields: { result } }, options), result);
    assert.deepEqual(sent, []);
    await assert.rejects(task.outcome({ status: "completed", fields: { result: "x" } }, options), {
      code: "protocol",
      message: '"files" completed a task without a result. Report it to its author.',
    });
  });

  it("fails with what its server says, or with the usual where it says nothing", async () => {
    const { task } = world();
    for (const [error, code, text, data] of [
      [{ code: 7, message: "No disk.", data: { left: 0 } }, 7, "No disk.", { left: 0 }],
      [{ code: "x", message: 5 }, -32603, "The task failed.", undefined],
      [undefined, -32603, "The task failed.", undefined],
    ] as const)
      await assert.rejects(task.outcome({ status: "failed", fields: { error } }, { signal: noAbort() }), (failure) => {
        assert.ok(failure instanceof ProtocolError);
        assert.deepEqual([failure.code, failure.message, failure.data], [code, text, data]);
        return true;
      });
  });

  it("has each of its questions answered once, under its name", async () => {
    const { ask, sent, answered } = world();
    await ask({ a: 1, b: 2 });
    await ask({ a: 1, b: 2, c: 3 });
    assert.deepEqual(answered, [1, 2, 3]);
    assert.deepEqual(
      sent.map(([method, params]) => [method, params]),
      ["a", "b", "c"].map((key, at) => ["tasks/update", { taskId: "t1", inputResponses: { [key]: { said: at + 1 } } }]),
    );
  });

  it("asks nothing where its questions are none", async () => {
    const { ask, sent } = world();
    for (const questions of [undefined, "a", null, {}]) await ask(questions);
    assert.deepEqual(sent, []);
  });

  it("is not asked again while a question is being answered", async () => {
    let asked = 0;
    const { ask } = world(undefined, () => {
      asked++;
      return new Promise(() => {});
    });
    void ask({ a: 1 });
    await ask({ a: 1 });
    assert.equal(asked, 1);
  });

  it("sends an answer again that did not arrive, without asking anybody again", async () => {
    let failures = 2;
    const { ask, sent, answered, reported } = world(() => {
      if (failures-- > 0) throw new Error("reset");
      return {};
    });
    for (let polls = 0; polls < 5; polls++) await ask({ a: 1 });
    assert.deepEqual([answered, sent.length, reported], [[1], 3, ["Error: reset", "Error: reset"]]);
  });

  it("fails where nobody answers a question", async () => {
    const { ask, reported } = world(undefined, () => Promise.reject(new Error("declined")));
    await assert.rejects(ask({ a: 1 }), /declined/);
    assert.deepEqual(reported, []);
  });

  it("asks a hundred questions at most", async () => {
    const { ask, answered } = world();
    const questions = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`q${at}`, at]));
    await ask(questions(100));
    await assert.rejects(ask(questions(101)), {
      code: "protocol",
      message: 'A task of "files" asked more than 100 questions. It was cancelled.',
    });
    assert.equal(answered.length, 100);
  });
});
