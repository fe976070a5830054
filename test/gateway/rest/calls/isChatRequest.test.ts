import assert from "node:assert/strict";
import { ExactInteger } from "../../../../src/core/kernel/json/exactInteger";
import { isChatRequest } from "../../../../src/gateway/rest/calls/isChatRequest";
import { ChatRequest } from "../../../../src/gateway/rest/calls/requestSchemas";
import { seeded } from "../../../support/callFixture";

const rounds = 20_000;

const texts = [
  "",
  "a",
  "files",
  "x".repeat(200),
  "x".repeat(201),
  "x".repeat(1000),
  "x".repeat(1001),
  "en",
  "pt-BR",
  "1",
];
const numbers = [0, 1, 1.5, -1, 86_400_000, 86_400_001, 2 ** 53, Number.MAX_SAFE_INTEGER];
const others = [null, true, [], {}, ["a"], { a: 1 }, [1], new ExactInteger("12345678901234567890")];
const names = ["server_id", "tool_name", "tool_input", "conversation_context", "user_preferences", "request_id"];
const inner = ["thread_id", "user_query_history", "language", "timeout_ms", "max_result_bytes", "constructor", "other"];

/** Bodies that are nearly right: most members are, some are anything. */
function aBody(random: () => number): unknown {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const some = (): unknown => pick<unknown>([...texts, ...numbers, ...others]);
  const fill = (all: readonly string[], value: (name: string) => unknown) =>
    Object.fromEntries(all.filter(() => random() < 0.7).map((name) => [name, value(name)]));
  const right: Record<string, () => unknown> = {
    tool_input: () => ({ a: some() }),
    thread_id: () => pick(texts),
    user_query_history: () => Array.from({ length: Math.floor(random() * 3) }, () => pick(["a", "b", some()])),
    timeout_ms: () => pick(numbers),
    max_result_bytes: () => pick(numbers),
    conversation_context: () => fill(inner.slice(0, 2), value),
    user_preferences: () => fill(inner.slice(2, 5), value),
  };
  const value = (name: string): unknown => (random() < 0.1 ? some() : (right[name] ?? (() => pick(texts)))());
  const body = fill(names, value);
  if (random() < 0.8) Object.assign(body, { tool_name: "echo", tool_input: {} });
  if (random() < 0.05) body[pick([...names, ...inner])] = some();
  return random() < 0.02 ? some() : body;
}

describe("the check of a call's body", () => {
  it(`agrees with the schema, for ${rounds} bodies`, () => {
    const random = seeded(13);
    let accepted = 0;
    for (let round = 0; round < rounds; round++) {
      const body = aBody(random);
      const parsed = ChatRequest.safeParse(body);
      assert.equal(isChatRequest(body), parsed.success, JSON.stringify(body));
      if (!parsed.success) continue;
      accepted++;
      assert.deepEqual(parsed.data, body); // what is checked by hand is used as it is
    }
    assert.ok(accepted > rounds / 20 && accepted < rounds * 0.9, `${accepted} were accepted.`);
  });

  it("agrees about limits of lists and long texts", () => {
    const queries = (count: number, length: number) => ({
      tool_name: "a",
      tool_input: {},
      conversation_context: { user_query_history: Array.from({ length: count }, () => "x".repeat(length)) },
    });
    for (const body of [queries(100, 1), queries(101, 1), queries(1, 10_000), queries(1, 10_001)])
      assert.equal(isChatRequest(body), ChatRequest.safeParse(body).success);
    assert.equal(isChatRequest(queries(101, 1)), false);
    assert.equal(isChatRequest(queries(1, 10_001)), false);
  });
});
