import assert from "node:assert/strict";
import { canAnswer, either } from "../../../src/core/questions/clientAnswers";
import { noSupport } from "../../../src/core/questions/clientFeatures";
import { relayPath } from "../../../src/core/questions/relayPath";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { aClient, turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";

const signal = new AbortController().signal;
const form = { server: "one", method: "elicitation/create", params: { message: "Which\none?" } } as const;

function setUp() {
  const events: HubEvent[] = [];
  const clock = new FakeClock();
  return { clock, events, relay: relayPath({ clock, publish: (event) => events.push(event), limitMs: () => 1000 }) };
}

describe("a question for the client whose request caused it", () => {
  it("reaches that client as it came, and its answer comes back as it is", async () => {
    const { relay, events } = setUp();
    const answer = { action: "accept", content: { a: 1 }, _meta: { own: 1 } };
    const given = await relay(form, aClient("a", { ask: async (question) => ({ ...answer, question }) }), signal);
    assert.deepEqual(given, { ...answer, question: form });
    const log = events.find((event) => event.type === "server.log");
    assert.ok(log?.type === "server.log" && log.text.includes("Which one?") && log.text.includes("a"));
  });

  for (const [what, params, logged] of [
    [
      "its latest text",
      { messages: [{ content: { type: "text", text: "first" } }, { content: { type: "text", text: "How\nmany?" } }] },
      "How many?",
    ],
    [
      "a text among other parts",
      { messages: [{ content: [{ type: "image" }, { text: "What is it?" }] }] },
      "What is it?",
    ],
    ["what the model is told first", { messages: [], systemPrompt: "Be brief." }, "Be brief."],
    ["the lack of any", { messages: "none" }, "without any text"],
  ] as const)
    it(`to a model is logged with ${what}`, async () => {
      const { relay, events } = setUp();
      const question = { server: "one", method: "sampling/createMessage", params } as const;
      await relay(question, aClient("a", { ask: async () => ({}) }), signal);
      const log = events.find((event) => event.type === "server.log");
      assert.ok(log?.type === "server.log" && log.text.includes(logged), JSON.stringify(log));
    });

  it("is given up when it takes longer than a question may, and the client hears it", async () => {
    const { relay, clock } = setUp();
    let heard: AbortSignal | undefined;
    const asking = relay(
      form,
      aClient("a", {
        ask: (_, signal) => {
          heard = signal;
          return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        },
      }),
      signal,
    );
    await turns();
    clock.pass(1001);
    await assert.rejects(asking, { code: "timeout" });
    assert.ok(heard?.aborted);
  });

  for (const [answer, outcome] of [
    [{ action: "accept" }, "allowed"],
    [{ action: "decline" }, "refused"],
    [{ action: "cancel" }, "refused"],
    [{ role: "assistant", content: { type: "text", text: "42" } }, "allowed"],
  ] as const)
    it(`counts as ${outcome} when the answer is ${JSON.stringify(answer)}`, async () => {
      const { relay, events } = setUp();
      await relay(form, aClient("a", { ask: async () => answer }), signal);
      const ended = events.flatMap((event) => (event.type === "question.answered" ? [event.answer] : []));
      assert.deepEqual(ended, [outcome]);
    });

  it("about folders is asked without a word to anyone", async () => {
    const { relay, events } = setUp();
    const roots = { roots: [{ uri: "file:///a" }] };
    const question = { server: "one", method: "roots/list", params: {} } as const;
    assert.equal(await relay(question, aClient("a", { ask: async () => roots }), signal), roots);
    assert.deepEqual(events, []);
  });
});

describe("what a client answers", () => {
  it("is what it says that it can, by the kind of the question", () => {
    const can = { ...noSupport, forms: true };
    assert.ok(canAnswer(can, form));
    assert.ok(!canAnswer(can, { ...form, params: { mode: "url" } }));
    assert.ok(canAnswer({ ...noSupport, urls: true }, { ...form, params: { mode: "url" } }));
    assert.ok(!canAnswer(can, { method: "sampling/createMessage", params: {} }));
    assert.ok(canAnswer({ ...noSupport, sampling: true }, { method: "sampling/createMessage", params: {} }));
    assert.ok(canAnswer({ ...noSupport, roots: true }, { method: "roots/list", params: {} }));
    assert.deepEqual(either({ ...noSupport, roots: true }, can), { ...can, roots: true });
  });
});
