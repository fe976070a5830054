import assert from "node:assert/strict";
import { brokenMark } from "../../../src/mcp/wire/brokenAnswers";
import { largeMessagesOf, messagesOf } from "../../../src/mcp/wire/messagesOf";

const head = '"jsonrpc":"2.0"';

describe("what a server sends, read as messages", () => {
  const internal = -32603;
  const rows: [what: string, line: string, read: readonly object[] | undefined][] = [
    ["a result", `{${head},"id":5,"result":{}}`, [{ id: 5, result: {} }]],
    ["a null error beside a result", `{${head},"id":5,"result":{"a":1},"error":null}`, [{ id: 5, result: { a: 1 } }]],
    ["an empty error beside a result", `{${head},"id":5,"result":{},"error":{}}`, [{ id: 5, result: {} }]],
    [
      "a null result beside an error",
      `{${head},"id":5,"result":null,"error":{"code":1,"message":"No"}}`,
      [{ id: 5, error: { code: 1, message: "No" } }],
    ],
    ["a null error alone", `{${head},"id":5,"error":null}`, [{ id: 5, result: null }]],
    ["an answer that says nothing", `{${head},"id":5}`, [{ id: 5, result: null }]],
    ["an error that is a text", `{${head},"id":5,"error":"No"}`, [{ id: 5, error: { code: internal, message: "No" } }]],
    ["an error that is a number", `{${head},"id":5,"error":7}`, [{ id: 5, error: { code: internal, message: "7" } }]],
    [
      "an error without a message",
      `{${head},"id":5,"error":{"code":-32000,"message":null}}`,
      [{ id: 5, error: { code: -32000, message: '{"code":-32000,"message":null}' } }],
    ],
    [
      "an error with a code of text",
      `{${head},"id":5,"error":{"code":"-32602","message":"No"}}`,
      [{ id: 5, error: { code: -32602, message: "No" } }],
    ],
    [
      "an error with a word as its code",
      `{${head},"id":5,"error":{"code":"E_NO","message":"No","data":1}}`,
      [{ id: 5, error: { code: internal, message: "No", data: 1 } }],
    ],
    [
      "an error with an object as its message",
      `{${head},"id":5,"error":{"message":{"text":"No"}}}`,
      [{ id: 5, error: { code: internal, message: '{"text":"No"}' } }],
    ],
    [
      "an empty error",
      `{${head},"id":5,"error":{}}`,
      [{ id: 5, error: { code: internal, message: "It gave no reason." } }],
    ],
    [
      "an error of nobody",
      `{${head},"id":null,"error":{"code":-32700,"message":"Parse error"}}`,
      [{ error: { code: -32700, message: "Parse error" } }],
    ],
    [
      "an answer with the method of its request",
      `{${head},"id":5,"method":"ping","result":{}}`,
      [{ id: 5, result: {} }],
    ],
    ["an answer without the version", '{"id":"a","result":{}}', [{ id: "a", result: {} }]],
    [
      "a notification",
      `{${head},"method":"notifications/message","params":{}}`,
      [{ method: "notifications/message", params: {} }],
    ],
    ["a batch with something else in it", `[{${head},"id":5,"result":{}},7,null]`, [{ id: 5, result: {} }]],
    [
      "two messages on a line",
      `{${head},"id":5,"result":{}}{${head},"id":6,"result":{"a":"}{"}}`,
      [
        { id: 5, result: {} },
        { id: 6, result: { a: "}{" } },
      ],
    ],
    ["a log line", "listening", undefined],
    ["a log line in JSON", '{"level":30,"method":"GET","msg":"x"}', undefined],
    ["a method of another kind", `{${head},"method":5}`, undefined],
    ["an empty batch", "[]", undefined],
    ["null", "null", undefined],
  ];
  for (const [what, line, read] of rows)
    it(what, async () => {
      const expected = read?.map((one) => ({ jsonrpc: "2.0", ...one }));
      assert.deepEqual(messagesOf(Buffer.from(line)), expected);
      assert.deepEqual(await largeMessagesOf(Buffer.from(line)), expected);
    });

  const broken: [what: string, line: string, id: number | string | undefined][] = [
    ["cut off", `{${head},"id":5,"result":{"content":[{"type":"te`, 5],
    ["cut off within a text with brackets", `{${head},"id":"a-1","result":{"text":"{[`, "a-1"],
    ["no number", `{"id":5,${head},"result":{"n":NaN}}`, 5],
    ["a quote that is not escaped", `{${head},"id":5,"result":{"text":"say "hi" there"}}`, 5],
    ["a quote that is not escaped, and the id at the end", `{"result":{"text":"a " b"},${head},"id":5}`, 5],
    ["a raw line end", `{${head},"id":5,"result":{"text":"a\u0001b"}}`, 5],
    ["Python's quotes", `{'jsonrpc': '2.0', 'id': 5, 'result': {'a': None}}`, 5],
    ["an id of something else within", `{${head},"result":{"id":7,"n":NaN}}`, undefined],
    ["a request of the server", `{${head},"id":5,"method":"ping","params":{"n":NaN}}`, undefined],
    ["an id that is broken itself", `{${head},"id":5`, 5],
    ["no id that is one", `{${head},"id":{"a":1},"result":NaN}`, undefined],
    ["no message at all", "{not json}", undefined],
  ];
  for (const [what, line, id] of broken)
    it(`broken: ${what}`, async () => {
      const error = { code: -32700, message: line.slice(0, 200), data: brokenMark };
      const expected = id === undefined ? undefined : [{ jsonrpc: "2.0", id, error }];
      assert.deepEqual(messagesOf(Buffer.from(line)), expected);
      assert.deepEqual(await largeMessagesOf(Buffer.from(line)), expected);
    });

  it("broken: a long text, by its beginning or its end", () => {
    const filler = "x".repeat(1_000_000);
    for (const line of [
      `{${head},"id":5,"result":{"text":"${filler}`,
      `{"result":{"text":"${filler}","n":NaN},"id":5}`,
    ]) {
      const [answer] = messagesOf(Buffer.from(line)) ?? [];
      assert.equal(answer && "id" in answer && answer.id, 5);
    }
  });

  it("a whole message is kept where the one before is cut off", () => {
    const whole = `{${head},"id":7,"result":{"text":"{\\"jsonrpc\\":"}}`;
    const read = (line: string) =>
      messagesOf(Buffer.from(line))?.map((one) => "id" in one && [one.id, "error" in one]) ?? [];
    assert.deepEqual(read(`{${head},"id${whole}`), [[7, false]]);
    assert.deepEqual(read(`{${head},"id":5,"result":{"text":"a${whole}`), [
      [5, true],
      [7, false],
    ]);
    assert.deepEqual(read(`{${head},"id":5,"result":{"n":NaN,"text":${whole}}}`), [[5, true]], "one within is not one");
  });

  it("a whole message beside a broken one is kept", () => {
    const line = Buffer.from(`{${head},"id":5,"result":{}}{${head},"id":6,"result":{"te`);
    assert.deepEqual(
      messagesOf(line)?.map((one) => "id" in one && [one.id, "error" in one]),
      [
        [5, false],
        [6, true],
      ],
    );
  });
});
