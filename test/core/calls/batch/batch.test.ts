import assert from "node:assert/strict";
import { batch } from "../../../../src/core/calls/batch/batch";
import type { StandIn } from "../../../../src/core/calls/batch/standIn";
import type { CallOptions } from "../../../../src/core/calls/callOptions";
import { deadline } from "../../../../src/core/calls/deadline";
import type { ToolCall } from "../../../../src/core/calls/toolCall";
import type { Tool } from "../../../../src/core/catalog/catalog";
import { HubError } from "../../../../src/core/kernel/hubError";
import type { ToolResult } from "../../../../src/core/messages/toolResult";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { aCall, aClient, done, HeldServer, lookedAtLater, turns, withOptions } from "../../../support/callFixture";
import { FakeClock } from "../../../support/fakeClock";
import { aTool } from "../../../support/fakeLink";

const form = aTool("batch_read", {
  inputSchema: { type: "object", properties: { batch_requests: { type: "array" } } },
});

interface Setting {
  readonly options?: Partial<CallOptions>;
  readonly tools?: readonly Tool[];
  readonly standIn?: StandIn;
}

const inPlace: StandIn = (calls, { name: tool }) => ({ tool, args: { batch_requests: calls.map(({ args }) => args) } });

function setUp({ options = {}, tools = [form], standIn = inPlace }: Setting = {}) {
  const clock = new FakeClock(0);
  const server = new HeldServer();
  const events: HubEvent[] = [];
  const optionsOf = withOptions({ batch: true, ...options });
  const servers = { toolNow: (_: string, name: string) => tools.find((tool) => tool.name === name) };
  const layer = batch({ servers, optionsOf, clock, standIn, publish: (event) => events.push(event) });
  const layered = layer(deadline(optionsOf, clock)(server.send));
  const run = (more: Partial<ToolCall> = {}) => lookedAtLater(layered(aCall(more)));
  const numbered = (count: number, more: (index: number) => Partial<ToolCall> = () => ({})) =>
    Array.from({ length: count }, (_, id) => run({ args: { id }, ...more(id) }));
  /** What was sent: the ids in each request; those of a call that went alone without brackets. */
  const sent = () =>
    server.calls.map(({ sentAs, args }) =>
      sentAs ? (sentAs.args.batch_requests as { id: number }[]).map(({ id }) => id) : args.id,
    );
  return { clock, server, events, run, numbered, sent };
}

const results = (...entries: unknown[]): ToolResult => ({ ...done, structured: { results: entries } });
const cause = (outcome: PromiseSettledResult<ToolResult>) =>
  outcome.status === "rejected" ? (outcome.reason as HubError).code : outcome.value.structured;

describe("batch", () => {
  it("sends what comes within 100 ms as one request, and each call gets its own result", async () => {
    const { clock, server, numbered, sent, events } = setUp();
    const calls = numbered(3);
    clock.pass(99);
    assert.deepEqual(sent(), []);
    clock.pass(1);
    assert.deepEqual(sent(), [[0, 1, 2]]);
    await server.answer(results({ title: "a" }, { title: "b" }, { title: "c" }));
    const answers = await Promise.all(calls);
    assert.deepEqual(
      answers.map(({ structured, isError }) => [structured, isError]),
      [..."abc"].map((title) => [{ title }, false]),
    );
    assert.deepEqual(answers[1]?.content, [{ type: "text", text: '{"title":"b"}' }]);
    assert.match(JSON.stringify(events), /Sent 3 calls of \\"read\\" as one call of \\"batch_read\\"/);
    assert.equal(clock.waiting, 0);
  });

  it("sends ten calls at once without a wait, or as many as the server takes", async () => {
    const ten = setUp();
    ten.numbered(11);
    await turns();
    assert.deepEqual(ten.sent(), [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
    ten.clock.pass(100);
    assert.deepEqual(ten.sent().at(-1), 10);

    const inputSchema = { type: "object", properties: { batch_requests: { type: "array", maxItems: 2 } } };
    const two = setUp({ tools: [aTool("batch_read", { inputSchema })] });
    two.numbered(5);
    assert.deepEqual(two.sent(), [
      [0, 1],
      [2, 3],
    ]);
  });

  const alone: [string, Setting, ((index: number) => Partial<ToolCall>)?][] = [
    ["the settings do not say so", { options: { batch: false } }],
    ["the server has no batch form of the tool", { tools: [] }],
    ["the batch form runs as a task", { tools: [{ ...form, task: "required" }] }],
    ["the tool runs as a task", {}, () => ({ offered: aTool("read", { task: "optional" }) })],
    ["the server hears more than the arguments", {}, () => ({ meta: { thread: "t" } })],
    ["there is no time to wait for others", {}, () => ({ endsAt: 100 })],
  ];
  for (const [why, setting, more] of alone)
    it(`sends a call alone and at once where ${why}`, () => {
      const { numbered, sent, clock } = setUp(setting);
      numbered(2, more);
      assert.deepEqual([sent(), clock.now()], [[0, 1], 0]);
    });

  const apart: [string, (index: number) => Partial<ToolCall>][] = [
    ["callers", (id) => ({ caller: { door: "gateway", client: { id: `${id}`, name: "x" } } })],
    ["conversations", (id) => ({ conversation: `${id}` })],
    ["servers", (id) => ({ server: `${id}` })],
    ["clients that answer servers", (id) => ({ answers: aClient(`${id}`) })],
  ];
  for (const [what, more] of apart)
    it(`never puts the calls of different ${what} into one request`, () => {
      const { numbered, sent, clock } = setUp();
      numbered(2, more);
      clock.pass(100);
      assert.deepEqual(sent(), [0, 1]);
    });

  it("sends each alone where the batch form may not stand in for them", async () => {
    const { numbered, sent, clock, server } = setUp({ standIn: () => undefined });
    const calls = numbered(2);
    clock.pass(100);
    assert.deepEqual(sent(), [0, 1]);
    await server.answer(done);
    await server.answer(done);
    assert.deepEqual(await Promise.all(calls), [done, done]);
  });

  it("fails the calls alone when what decides about them fails", async () => {
    const gone = () => {
      throw new HubError("unknown-server", "Gone.");
    };
    const { numbered, clock } = setUp({ standIn: gone });
    const calls = numbered(2);
    clock.pass(100);
    assert.deepEqual((await Promise.allSettled(calls)).map(cause), ["unknown-server", "unknown-server"]);
  });

  const answers: [string, ToolResult, unknown[]][] = [
    ["a result that is not there", results({ a: 1 }, { a: 2 }), [{ a: 1 }, { a: 2 }, "protocol"]],
    ["a result that is null", results({ a: 1 }, null, { a: 3 }), [{ a: 1 }, "protocol", { a: 3 }]],
    ["more results than calls", results(1, 2, 3, 4), ["protocol", "protocol", "protocol"]],
    ["an answer without results", done, ["protocol", "protocol", "protocol"]],
    [
      "results in a text",
      { ...done, content: [{ type: "text", text: '{"results":[{"a":1},{"a":2},{"a":3}]}' }] },
      [{ a: 1 }, { a: 2 }, { a: 3 }],
    ],
    ["a batch that failed as a whole", { ...done, isError: true }, [undefined, undefined, undefined]],
  ];
  for (const [what, answer, expected] of answers)
    it(`takes ${what} for what it is`, async () => {
      const { numbered, clock, server } = setUp();
      const calls = numbered(3);
      clock.pass(100);
      await server.answer(answer);
      const settled = await Promise.allSettled(calls);
      assert.deepEqual(settled.map(cause), expected);
      for (const one of settled) if (one.status === "fulfilled") assert.equal(one.value.isError, answer.isError);
    });

  it("takes an entry with an error for a result that reports one, and says where one does not fit the schema of the tool", async () => {
    const outputSchema = { type: "object", required: ["title"] };
    const { numbered, clock, server } = setUp();
    const calls = numbered(3, () => ({ offered: aTool("read", { outputSchema }) }));
    clock.pass(100);
    await server.answer(results({ error: "No such file." }, { name: "x" }, { title: "x" }));
    const [failed, odd, good] = await Promise.all(calls);
    assert.deepEqual([failed?.isError, failed?.content], [true, [{ type: "text", text: "No such file." }]]);
    assert.match(odd?.warning ?? "", /does not fit the output schema of "read"/);
    assert.deepEqual([good?.isError, good?.warning, failed?.warning], [false, undefined, undefined]);
  });

  it("leaves out a call that is cancelled while calls are gathered, and sends nothing when none is left", async () => {
    const { run, sent, clock } = setUp();
    const cancels = [0, 1, 2].map(() => new AbortController());
    const calls = cancels.map(({ signal }, id) => run({ args: { id }, signal }));
    cancels[1]?.abort();
    await assert.rejects(calls[1] ?? Promise.resolve(), { code: "cancelled" });
    clock.pass(100);
    assert.deepEqual(sent(), [[0, 2]]);

    const other = setUp();
    const only = new AbortController();
    const call = other.run({ signal: only.signal });
    only.abort();
    await assert.rejects(call, { code: "cancelled" });
    assert.equal(other.clock.waiting, 0);
    other.clock.pass(100);
    assert.deepEqual(other.sent(), []);
  });

  it("goes on for the others when one is cancelled, and cancels the request when the last has left", async () => {
    const { run, clock, server } = setUp();
    const cancels = [0, 1].map(() => new AbortController());
    const calls = cancels.map(({ signal }, id) => run({ args: { id }, signal }));
    clock.pass(100);
    cancels[0]?.abort();
    await assert.rejects(calls[0] ?? Promise.resolve(), { code: "cancelled" });
    assert.equal(server.calls[0]?.signal.aborted, false);
    cancels[1]?.abort();
    await assert.rejects(calls[1] ?? Promise.resolve(), { code: "cancelled" });
    assert.equal(server.calls[0]?.signal.aborted, true);
  });

  it("ends each call when its own time is over, and the request when it is silent; progress is told to all and keeps it alive", async () => {
    const { run, clock, server } = setUp({ options: { callTimeoutSeconds: 10 } });
    const heard: number[] = [];
    const onProgress = ({ progress }: { progress: number }) => void heard.push(progress);
    const [short, long] = [5_000, 60_000].map((endsAt, id) => run({ args: { id }, endsAt, onProgress }));
    clock.pass(5_000);
    await assert.rejects(short ?? Promise.resolve(), { code: "timeout" });
    assert.equal(server.calls[0]?.signal.aborted, false);
    clock.pass(4_000);
    server.calls[0]?.onProgress?.({ progress: 1 });
    clock.pass(9_000);
    server.calls[0]?.onProgress?.({ progress: 2 });
    assert.deepEqual(heard, [1, 2]);
    clock.pass(10_000);
    await assert.rejects(long ?? Promise.resolve(), { code: "timeout", message: /no answer and no progress for 10 s/ });
    assert.equal(server.calls[0]?.signal.aborted, true);
  });

  it("fails every call when the request fails, and gathers those that follow in another", async () => {
    const { numbered, clock, server, sent } = setUp();
    const calls = numbered(2);
    clock.pass(100);
    await server.answer(new HubError("transport", "Gone."));
    assert.deepEqual((await Promise.allSettled(calls)).map(cause), ["transport", "transport"]);
    numbered(2);
    clock.pass(100);
    assert.deepEqual(sent(), [
      [0, 1],
      [0, 1],
    ]);
  });
});
