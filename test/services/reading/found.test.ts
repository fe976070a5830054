import assert from "node:assert/strict";
import { csvTable } from "../../../src/services/reading/csvTable";
import { asDocument, documentText } from "../../../src/services/reading/documentText";
import { addressOf, all, at, listAt, numberAt, textOf, timeOf, unwrapped } from "../../../src/services/reading/found";
import { codeOf, reportedError } from "../../../src/services/reading/reportedError";
import { withoutPersonalData } from "../../../src/services/reading/withoutPersonalData";
import { prefixes, selected } from "../../../src/services/rows/selection";

describe("what is found in an answer", () => {
  it("is what a path of own members leads to", () => {
    assert.equal(at({ a: { b: 5 } }, "a.b"), 5);
    for (const value of [{ a: 5 }, { a: null }, null, "a", [1]]) assert.equal(at(value, "a.b"), undefined);
    assert.equal(at({}, "toString"), undefined);
  });

  it("is a text, a number, a list, or nothing", () => {
    assert.deepEqual(["a", "", 0, 1.5, Number.NaN, null, {}, true].map(textOf), [
      "a",
      undefined,
      "0",
      "1.5",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    assert.deepEqual(
      [numberAt({ a: 0 }, "a"), numberAt({ a: "0" }, "a"), numberAt({ a: Number.POSITIVE_INFINITY }, "a")],
      [0, undefined, undefined],
    );
    assert.deepEqual(listAt({ a: 5, b: [1] }, "a", "b"), [1]);
    assert.deepEqual([listAt([2], ""), listAt({}, "a")], [[2], undefined]);
    assert.deepEqual(
      [unwrapped({ data: { a: 1 } }), unwrapped({ data: [1] }), unwrapped({ data: 5 }), unwrapped(5)],
      [{ a: 1 }, [1], { data: 5 }, 5],
    );
    assert.equal(addressOf(undefined, "javascript:alert(1)", "", "https://a.example/"), "https://a.example/");
    assert.equal(addressOf("mailto:a@b.example"), null);
    assert.deepEqual(
      [all([1, 2], (one) => one * 2), all([1, 2], (one) => (one > 1 ? undefined : one)), all([], () => 1)],
      [[2, 4], undefined, []],
    );
  });

  const times: [text: string | undefined, time: string | null][] = [
    ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z"],
    ["2026-01-02 03:04 UTC", "2026-01-02T03:04:00.000Z"],
    ["2026-01-02T03:04:05.6Z", "2026-01-02T03:04:05.600Z"],
    ["2026-01-02T03:04:05.1234567Z", "2026-01-02T03:04:05.123Z"],
    ["2026-01-02T03:04:05+02:00", "2026-01-02T01:04:05.000Z"],
    ["2026-01-02T03:04:05-0230", "2026-01-02T05:34:05.000Z"],
    ["2026-01-02T03:04:05", null],
    ["2026-13-02T03:04:05Z", null],
    ["2026-01-02", null],
    ["yesterday", null],
    [undefined, null],
  ];
  for (const [text, time] of times) it(`is the time ${time}: ${text}`, () => assert.equal(timeOf(text), time));
});

describe("a table as text", () => {
  const rows: [text: string, table: object[] | undefined][] = [
    ["a,b\n1,2\n", [{ a: "1", b: "2" }]],
    [
      "a,b\r\n1,2\r\n\r\n3,4",
      [
        { a: "1", b: "2" },
        { a: "3", b: "4" },
      ],
    ],
    ['a,b\n"x, ""y""\nz",2', [{ a: 'x, "y"\nz', b: "2" }]],
    ["a,b\n1", [{ a: "1", b: "" }]],
    ["a,b\n1,", [{ a: "1", b: "" }]],
    ["a,b\n,", [{ a: "", b: "" }]],
    ["a,b", []],
    ["a,b\n1,2,3", undefined],
    ['a,b\n"1,2', undefined],
    ['a,b\n1"x,2', undefined],
    ["a\n1", undefined],
    ["", undefined],
  ];
  for (const [text, table] of rows)
    it(`${table ? "is" : "is not"} read: ${JSON.stringify(text)}`, () => assert.deepEqual(csvTable(text), table));

  it("has ten thousand rows at most, the names among them", () =>
    assert.equal(csvTable(`a,b\n${"1,2\n".repeat(10_001)}`)?.length, 9999));
});

describe("a document of Atlassian", () => {
  const doc = (...content: unknown[]) => documentText({ type: "doc", content });
  const text = (said: string) => ({ type: "text", text: said });
  it("is text without its formats", () => {
    assert.equal(documentText("plain"), "plain");
    for (const other of [null, 5, {}, { type: "paragraph" }, []]) assert.equal(documentText(other), null);
    assert.equal(doc(), "");
    assert.equal(doc({ type: "paragraph", content: [text("a"), { type: "hardBreak" }, text("b")] }), "a\nb");
    for (const type of ["paragraph", "heading", "listItem", "codeBlock", "tableRow", "panel", "blockquote"])
      assert.equal(doc({ type, content: [text("a")] }, text("b")), "a\nb");
    assert.equal(doc({ type: "bulletList", content: [text("a")] }, text("b")), "ab");
    assert.equal(doc(text("a"), { type: "rule" }, { type: "rule" }, { type: "rule" }, text("b")), "a\n\nb");
    const attributes = [{ text: "@ada" }, { shortName: ":x:" }, { url: "https://a.example" }].map((attrs) => ({
      type: "mention",
      attrs,
    }));
    assert.equal(doc(...attributes), "@ada:x:https://a.example");
  });

  it("leaves out what is nested too deeply", () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? text("deep") : { type: "x", content: [nested(depth - 1)] };
    assert.deepEqual([doc(nested(99)), doc(nested(100))], ["deep", ""]);
  });

  it("is made of text, a paragraph for each line", () => {
    const made = asDocument("a\r\n\nb");
    assert.deepEqual(
      made.content.map(({ content }) => content.length),
      [1, 0, 1],
    );
    assert.equal(documentText(made), "a\n\nb");
  });
});

describe("an error that is not marked as one", () => {
  const rows: [value: unknown, error: string | undefined][] = [
    [{ ok: false }, ""],
    [{ ok: false, error: "no" }, "no"],
    [{ success: false, message: "no" }, "no"],
    [{ error: true, errors: [{ message: "no" }] }, "no"],
    [{ success: false, errors: [] }, ""],
    [{ errors: [{ message: "no" }] }, undefined],
    [{ error: { message: "no" }, a: 1 }, "no"],
    [{ ok: false, error: { detail: "no" } }, "no"],
    [{ error: { code: 5 } }, undefined],
    [{ error: "no" }, "no"],
    [{ error: "no", message: "m", status: 5, code: 6 }, "no"],
    [{ error: "no", data: 5 }, undefined],
    [{ error: "" }, undefined],
    [{ errorMessages: ["a", "b"] }, "a; b"],
    [{ errorMessages: [] }, undefined],
    [{ ok: true }, undefined],
    [[{ ok: false }], undefined],
  ];
  for (const [value, error] of rows)
    it(`is ${error === undefined ? "none" : JSON.stringify(error)}: ${JSON.stringify(value)}`, () =>
      assert.equal(reportedError({ value, text: "error: in words" }), error));

  it("is known in a text by its beginning only", () => {
    const said = (text: string) => reportedError({ value: undefined, text });
    assert.equal(said(" Error: no "), "Error: no");
    assert.equal(said("MCP error -32602: no"), "MCP error -32602: no");
    for (const none of ["no error: here", "errors\n: x", `error${"x".repeat(81)}: y`])
      assert.equal(said(none), undefined);
    assert.ok(said(`error ${"x".repeat(79)}:`));
  });

  const codes: [text: string, code: string][] = [
    ["HTTP 429", "rate-limited"],
    ["Rate limit", "rate-limited"],
    ["too many requests, 401", "rate-limited"],
    ["Unknown tool: x", "unknown-tool"],
    ["MCP error -32601", "unknown-tool"],
    ["MCP error -32602: tool x", "bad-arguments"],
    ["Missing required argument", "bad-arguments"],
    ["401", "needs-auth"],
    ["unauthorised", "needs-auth"],
    ["token_revoked", "needs-auth"],
    ["403", "forbidden"],
    ["missing_scope", "forbidden"],
    ["4290", "server-error"],
    [`${"x".repeat(1997)} 401`, "server-error"],
    [`${"x".repeat(1996)} 401`, "needs-auth"],
  ];
  for (const [text, code] of codes) it(`means ${code}: ${text.slice(-30)}`, () => assert.equal(codeOf(text), code));
});

describe("personal data", () => {
  it("is left out at any depth, in texts that are JSON too, unless it was asked for", () => {
    const value = {
      id: 1,
      Email: "a@b.example",
      list: [{ accountId: "x", name: "Ada" }],
      text: '[{"email":"c","a":1}]',
    };
    assert.deepEqual(withoutPersonalData(value), { id: 1, list: [{ name: "Ada" }], text: '[{"a":1}]' });
    assert.deepEqual(withoutPersonalData(value, new Set(["email"])), {
      ...{ id: 1, Email: "a@b.example", list: [{ name: "Ada" }], text: '[{"email":"c","a":1}]' },
    });
  });

  it("is not looked for in texts that are no JSON, or too long", () => {
    for (const text of ['{"email": broken', "email", '{"a": 1}', `{"email":"${"x".repeat(1024 * 1024)}"}`])
      assert.equal(withoutPersonalData(text), text);
    const longest = `{"email":"${"x".repeat(1024 * 1024 - '{"email":""}'.length)}"}`;
    assert.equal(withoutPersonalData(longest), "{}");
    for (const value of [null, 5, true]) assert.equal(withoutPersonalData(value), value);
  });
});

describe("a selection", () => {
  const value = { items: [{ key: "a" }, { key: "b" }], "odd name": { x: [[1, 2], [3]] }, none: null };
  const rows: [path: string, found: unknown[]][] = [
    ["$", [value]],
    ["$.items[*].key", ["a", "b"]],
    ["$.items[1].key", ["b"]],
    ["$.items[2].key", []],
    ["$['odd name'].x[*][0]", [1, 3]],
    ['$["odd name"]["x"][0]', [[1, 2]]],
    ["$.items.*", [{ key: "a" }, { key: "b" }]],
    ["$.items[0].*", ["a"]],
    ["$.none.x", []],
    ["$.none", [null]],
    ["$.toString", []],
    ["$.items[0][0]", []],
    ["items", []],
  ];
  for (const [path, found] of rows)
    it(`finds ${found.length} by ${path}`, () => assert.deepEqual(selected(path, value), found));

  it("gives ten thousand values at most", () => {
    const many = Array.from({ length: 10_001 }, (_, at) => [at]);
    assert.equal(selected("$[*]", many).length, 10_000);
    assert.equal(
      selected(
        "$[*][*]",
        Array.from({ length: 200 }, () => many.slice(0, 100)),
      ).length,
      10_000,
    );
  });

  it("has a beginning for each of its steps", () =>
    assert.deepEqual(prefixes("$.items[0]['a b']"), ["$", "$.items", "$.items[0]", "$.items[0]['a b']"]));
});
