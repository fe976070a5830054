import assert from "node:assert/strict";
import { HubError } from "../../../../src/core/kernel/hubError";
import { boundedWords, saidNothing, serverSaid } from "../../../../src/gateway/rest/answers/serverSaid";
import { listed } from "../../../../src/gateway/rest/servers/visible";

const failure = (cause: unknown) => new HubError("transport", "The hub's words.", { cause });
const made = (fields: object, text = "No.") => Object.assign(new Error(text), fields);
/** An error behind so many others. */
const behind = (inner: Error, depth: number): Error =>
  depth === 0 ? inner : behind(new Error("x", { cause: inner }), depth - 1);

describe("what a server said about a failure", () => {
  const rows: [cause: unknown, said: object][] = [
    [undefined, saidNothing],
    ["text", saidNothing],
    [new Error("x"), saidNothing],
    [made({ code: "ECONNRESET" }), saidNothing],
    [made({ status: 503, data: { text: "Busy." } }), { status: 503, details: { status: 503, body: "Busy." } }],
    [made({ status: 503, code: 5, data: { text: 5 } }), { status: 503, details: { status: 503 } }],
    [made({ code: -32000 }), { status: -32000, details: { code: -32000, message: "No." } }],
    [
      made({ code: -32000, data: { a: 1 } }),
      { status: -32000, details: { code: -32000, message: "No.", data: { a: 1 } } },
    ],
    [made({ code: -32000, data: null }), { status: -32000, details: { code: -32000, message: "No.", data: null } }],
  ];
  for (const [cause, said] of rows)
    it(`is ${JSON.stringify(said).slice(0, 60)}`, () => assert.deepEqual(serverSaid(failure(cause)), said));

  it("is looked for behind seven other errors", () => {
    const depth = (of: number) => serverSaid(failure(behind(made({ status: 500 }), of))).status;
    assert.deepEqual([depth(0), depth(7), depth(8)], [500, 500, null]);
  });

  it("is cut, and without secrets", () => {
    const { details } = serverSaid(
      failure(made({ status: 500, data: { text: `ghp_${"a1".repeat(20)} ${"x".repeat(20_000)}` } })),
    );
    const { body } = details as { body: string };
    assert.ok(body.length >= 4000 && body.length < 9000, `${body.length}`);
    assert.doesNotMatch(body, /ghp_a1/);
    assert.equal(boundedWords(undefined), null);
  });
});

describe("the names in a refusal", () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `n${at}`);
  it("are twenty at most, and the others are counted", () => {
    assert.equal(listed(["a", "b"]), "a, b");
    assert.equal(listed(names(20)), names(20).join(", "));
    assert.equal(listed(names(22)), `${names(20).join(", ")} and 2 more`);
  });
});
