import assert from "node:assert/strict";
import type { SamplingAsk, SamplingMessage, SamplingPart } from "../../../src/core/questions/clientFeatures";
import { ignoredPreferences, samplingProblem } from "../../../src/core/questions/samplingRules";

const text: SamplingPart = { type: "text", text: "hello" };
const use = (id: string): SamplingPart => ({ type: "tool_use", id, name: "pick", input: {} });
const result = (id: string): SamplingPart => ({ type: "tool_result", id, content: [], isError: false });
const user = (...parts: SamplingPart[]): SamplingMessage => ({ role: "user", parts });
const model = (...parts: SamplingPart[]): SamplingMessage => ({ role: "assistant", parts });
const asked = (messages: readonly SamplingMessage[], more: Partial<SamplingAsk> = {}): SamplingAsk => ({
  server: "files",
  messages,
  maxTokens: 10,
  hints: [],
  tools: [],
  toolChoice: "auto",
  ...more,
});

describe("a conversation that a server wants to go on with", () => {
  const rows: [messages: SamplingMessage[], problem: RegExp | undefined][] = [
    [[user(text)], undefined],
    [[user(text), model(text, use("1"), use("2")), user(result("2"), result("1")), model(text)], undefined],
    [[user(text), model(use("1")), user(result("1")), model(use("2")), user(result("2"))], undefined],
    [[], /any messages/],
    [[user(text), model(use("1"))], /without its result/],
    [[user(text), model(use("1")), user(text)], /without its result/],
    [[user(text), model(use("1"), use("2")), user(result("1"))], /without its result/],
    [[user(text), model(use("1")), user(result("1"), text)], /mixes/],
    [[user(text), model(use("1")), model(result("1"))], /mixes/],
    [[user(result("1"))], /does not belong to any tool use/],
    [[user(text), model(use("1")), user(result("1"), result("3"))], /does not belong to any tool use/],
    [[user(use("1")), user(result("1"))], /does not come from the model/],
  ];
  for (const [messages, problem] of rows)
    it(`${problem ?? "is fine"}: ${messages.map(({ role, parts }) => `${role} ${parts.map(({ type }) => type)}`).join("; ")}`, () => {
      const said = samplingProblem(asked(messages));
      if (problem) assert.match(said ?? "", problem);
      else assert.equal(said, undefined);
    });

  it("must allow an answer", () => {
    assert.match(samplingProblem(asked([user(text)], { maxTokens: 0 })) ?? "", /any tokens/);
    assert.match(samplingProblem(asked([user(text)], { maxTokens: Number.NaN })) ?? "", /any tokens/);
  });
});

describe("what a server wishes of a model", () => {
  it("and the hub cannot promise, is said", () => {
    assert.deepEqual(ignoredPreferences(asked([])), []);
    const priorities = { cost: 0, intelligence: 1 };
    assert.deepEqual(ignoredPreferences(asked([], { temperature: 0, priorities, context: "allServers" })), [
      "Temperature 0 is passed on; the model may not follow it.",
      "How much cost, intelligence should count is ignored: the hub follows only names of models.",
      "Context of allServers is not passed on.",
    ]);
  });
});
