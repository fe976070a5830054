import assert from "node:assert/strict";
import {
  errorMessage,
  notificationMessage,
  parseBody,
  RpcError,
  readMessage,
  requestId,
  requestMessage,
  resultMessage,
} from "../../../src/gateway/mcp/rpc";

const head = { jsonrpc: "2.0" } as const;

describe("a message of a client", () => {
  const rows: [given: unknown, read: object][] = [
    [
      { ...head, id: 1, method: "ping" },
      { kind: "request", id: 1, method: "ping", params: {} },
    ],
    [
      { ...head, id: "a", method: "x", params: { b: 2 } },
      { kind: "request", id: "a", method: "x", params: { b: 2 } },
    ],
    [
      { ...head, id: "", method: "ping" },
      { kind: "request", id: "", method: "ping", params: {} },
    ],
    [
      { ...head, id: 2 ** 53 - 1, method: "x" },
      { kind: "request", id: 2 ** 53 - 1, method: "x", params: {} },
    ],
    [
      { ...head, method: "notifications/x" },
      { kind: "notification", method: "notifications/x", params: {} },
    ],
    [
      { ...head, id: 1, result: {} },
      { kind: "response", id: 1, result: {} },
    ],
    [
      { ...head, id: 1, error: { code: 1 } },
      { kind: "response", id: 1, error: { code: 1 } },
    ],
    [
      { ...head, id: 1, result: { a: 1 }, error: { code: 1 } },
      { kind: "response", id: 1, result: { a: 1 } },
    ],
  ];
  for (const [given, read] of rows)
    it(`is read: ${JSON.stringify(given)}`, () => assert.deepEqual(readMessage(given), read));

  const refused: [given: unknown, why: RegExp][] = [
    [null, /jsonrpc/],
    ["ping", /jsonrpc/],
    [[], /jsonrpc/],
    [{ id: 1, method: "ping" }, /jsonrpc/],
    [{ jsonrpc: "1.0", id: 1, method: "ping" }, /jsonrpc/],
    [{ ...head, id: 1, method: "ping", params: [] }, /params must be an object/],
    [{ ...head, id: 1, method: "ping", params: null }, /params must be an object/],
    [{ ...head, id: null, method: "ping" }, /id must be/],
    [{ ...head, id: 1.5, method: "ping" }, /id must be/],
    [{ ...head, id: 2 ** 53, method: "ping" }, /id must be/],
    [{ ...head, id: 1, method: 5 }, /neither/],
    [{ ...head, id: 1 }, /neither/],
    [{ ...head, result: {} }, /neither/],
    [{ ...head, id: 1, result: 5 }, /neither/],
    [{ ...head, id: null, error: {} }, /neither/],
    [{ ...head, id: 1, error: "no" }, /neither/],
  ];
  for (const [given, message] of refused)
    it(`is refused: ${JSON.stringify(given)}`, () =>
      assert.throws(() => readMessage(given), { code: -32600, status: 400, message }));

  it("has the id of a request that can be answered, or none", () => {
    assert.deepEqual(
      [
        { id: 1, method: "x" },
        { id: "a", method: 5 },
        { id: 1 },
        { id: 1.5, method: "x" },
        { method: "x" },
        7,
        null,
      ].map(requestId),
      [1, "a", null, null, null, null, null],
    );
  });

  it("is parsed with all digits, and refused where it is no JSON or nested without end", () => {
    assert.equal(errorOf(() => parseBody("{")).code, -32700);
    assert.equal(errorOf(() => parseBody("{")).status, 400);
    assert.doesNotMatch(errorOf(() => parseBody('{"password": hunter2}')).message, /hunter2/);
    const deep = errorOf(() => parseBody("[".repeat(100_000)));
    assert.deepEqual([deep.code, deep.status], [-32600, 400]);
    assert.equal(
      notificationMessage("n", { a: parseBody("9223372036854775807") }).includes("9223372036854775807"),
      true,
    );
  });

  it("is answered in the words of JSON-RPC", () => {
    assert.equal(resultMessage("a", '{"b":1}'), '{"jsonrpc":"2.0","id":"a","result":{"b":1}}');
    assert.equal(errorMessage(1, new RpcError(5, "No")), '{"jsonrpc":"2.0","id":1,"error":{"code":5,"message":"No"}}');
    assert.deepEqual(JSON.parse(errorMessage(null, new RpcError(5, "No", 0))), {
      ...head,
      id: null,
      error: { code: 5, message: "No", data: 0 },
    });
    assert.equal(new RpcError(5, "No").status, 200);
    assert.equal(requestMessage(1, "ping", {}), '{"jsonrpc":"2.0","id":1,"method":"ping","params":{}}');
    assert.equal(notificationMessage("n", {}), '{"jsonrpc":"2.0","method":"n","params":{}}');
  });
});

function errorOf(run: () => unknown): RpcError {
  try {
    run();
  } catch (error) {
    if (error instanceof RpcError) return error;
  }
  return assert.fail("It was not refused.");
}
