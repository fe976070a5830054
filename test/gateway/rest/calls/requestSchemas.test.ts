import assert from "node:assert/strict";
import { isChatRequest } from "../../../../src/gateway/rest/calls/isChatRequest";
import { readRequest } from "../../../../src/gateway/rest/calls/readRequest";
import { BatchRequest, ChatRequest, ServicePreferences } from "../../../../src/gateway/rest/calls/requestSchemas";

const call = { tool_name: "read", tool_input: {} };
const text = (length: number) => "x".repeat(length);
const context = (more: object) => ({ conversation_context: more });
const preferring = (more: object) => ({ user_preferences: more });
const languages = (language: string) => preferring({ language });

/** The largest values that are accepted, each with the next one. */
const limits: readonly (readonly [what: string, good: object, bad: object])[] = [
  ["a server's name of 200 characters", { server_id: text(200) }, { server_id: text(201) }],
  ["a server's name that is not empty", { server_id: "a" }, { server_id: "" }],
  ["a tool's name of 1000 characters", { tool_name: text(1000) }, { tool_name: text(1001) }],
  ["a tool's name that is not empty", { tool_name: "a" }, { tool_name: "" }],
  ["an id of 200 characters", { request_id: text(200) }, { request_id: text(201) }],
  ["an id that is not empty", { request_id: "a" }, { request_id: "" }],
  ["a thread of 200 characters", context({ thread_id: text(200) }), context({ thread_id: text(201) })],
  [
    "100 earlier questions",
    context({ user_query_history: Array(100).fill("a") }),
    context({ user_query_history: Array(101).fill("a") }),
  ],
  [
    "earlier questions of 10,000 characters",
    context({ user_query_history: ["", text(10_000)] }),
    context({ user_query_history: [text(10_001)] }),
  ],
  ["a time limit of a day", preferring({ timeout_ms: 86_400_000 }), preferring({ timeout_ms: 86_400_001 })],
  ["a time limit from a millisecond on", preferring({ timeout_ms: 1 }), preferring({ timeout_ms: 0 })],
  ["a result of a byte", preferring({ max_result_bytes: 1 }), preferring({ max_result_bytes: 0 })],
  [
    "a result without a bound of its own",
    preferring({ max_result_bytes: 1e12 }),
    preferring({ max_result_bytes: 1.5 }),
  ],
  ["a language of 2 letters", languages("en"), languages("e")],
  ["a language of 8 letters", languages("abcdefgh"), languages("abcdefghi")],
  ["a language with 5 parts", languages("en-a-b-c-d-e"), languages("en-a-b-c-d-e-f")],
  ["parts of 8 characters", languages("en-abcdefg1"), languages("en-abcdefgh1")],
  ["arguments that are an object", { tool_input: { a: 1 } }, { tool_input: [] }],
  ["members that it knows", {}, { other: 1 }],
];

describe("the body of a call", () => {
  for (const [what, good, bad] of limits)
    it(`may have ${what}, and no more`, () => {
      const verdicts = (more: object) => {
        const body = { ...call, ...more };
        return [ChatRequest.safeParse(body).success, isChatRequest(body)];
      };
      assert.deepEqual(verdicts(good), [true, true]);
      assert.deepEqual(verdicts(bad), [false, false]);
    });

  it("may be one of a hundred in a batch, which runs them together unless told otherwise", () => {
    const calls = (count: number) => Array(count).fill(call);
    assert.equal(BatchRequest.parse({ requests: calls(100) }).mode, "parallel");
    assert.equal(BatchRequest.parse({ requests: calls(1), mode: "sequential" }).mode, "sequential");
    for (const body of [{ requests: calls(101) }, { requests: [] }, { requests: calls(1), mode: "other" }])
      assert.equal(BatchRequest.safeParse(body).success, false);
    assert.ok(ServicePreferences.safeParse({ language: "en", timeout_ms: 1 }).success);
    assert.ok(!ServicePreferences.safeParse({ max_result_bytes: 1 }).success);
  });

  it("is read, or it is said what is wrong and where", () => {
    const read = (json: string) => readRequest(json, ChatRequest, isChatRequest);
    const problem = (json: string) => Object(read(json)).problem as string;
    assert.deepEqual(read(JSON.stringify(call)), { value: call });
    assert.deepEqual(readRequest(JSON.stringify(call), ChatRequest), { value: call });
    assert.match(problem(""), /no body/);
    assert.match(problem("{"), /not JSON \(/);
    assert.match(problem(`${"[".repeat(2000)}${"]".repeat(2000)}`), /nested deeper than \d+ levels/);
    assert.deepEqual(Object(read("[]")).fields, [{ path: "", message: "The body must be a JSON object." }]);
  });

  it("names each unknown member by itself, and at most 20 mistakes", () => {
    const fields = (body: object) => {
      const read = readRequest(JSON.stringify(body), ChatRequest, isChatRequest);
      return "fields" in read ? (read.fields ?? []).map(({ path }) => path) : assert.fail("It was accepted.");
    };
    assert.deepEqual(fields({ ...call, a: 1, b: 2 }), ["a", "b"]);
    assert.deepEqual(fields({ ...call, ...context({ a: 1 }) }), ["conversation_context.a"]);
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`member${n}`, 1]));
    assert.equal(fields({ ...call, ...many }).length, 20);
  });
});
