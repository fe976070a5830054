import assert from "node:assert/strict";
import { copyLimit, readFromPanel } from "../../src/protocol/readFromPanel";

const reads = (method: string, ...params: readonly unknown[]) => {
  const read = readFromPanel({ id: 1, method, params });
  if (read) assert.deepEqual(read, { id: 1, method, params });
  return read !== undefined;
};

describe("a request of the page", () => {
  const [atLimit, longer] = ["x".repeat(256), "x".repeat(257)];
  const kind = { from: "server", name: "a" };
  const names = [
    "connect",
    "disconnect",
    "restart",
    "showLog",
    "openSettings",
    "content",
    "openResult",
    "cancel",
    "callAgain",
    "editCall",
    "signIn",
    "setLogLevel",
    "diagnose",
    "toolCosts",
    "figures",
  ];

  for (const method of names)
    it(`${method} has a name of at most 256 characters, and one alone`, () => {
      assert.deepEqual(
        [reads(method, atLimit), reads(method, longer), reads(method, 7), reads(method, "a", "b", "c")],
        [true, false, false, false],
      );
    });

  for (const method of ["ready", "importRows", "serverCards", "unread", "clearNotes"])
    it(`${method} has nothing`, () => assert.deepEqual([reads(method), reads(method, "a")], [true, false]));

  for (const method of ["clear", "notes", "seen"])
    it(`${method} has a count`, () =>
      assert.deepEqual(
        [0, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 1, -1, 0.5, "1"].map((count) => reads(method, count)),
        [true, true, false, false, false, false],
      ));

  it("clear, notes and seen have one count", () => {
    for (const method of ["clear", "notes", "seen"])
      assert.deepEqual([reads(method), reads(method, 1, 2)], [false, false], method);
  });

  it("message has one number, which may be below zero", () =>
    assert.deepEqual(
      [reads("message", -3), reads("message", 2 ** 53), reads("message", 1, 2), reads("message")],
      [true, false, false, false],
    ));

  it("has each of its texts within the limit, and nothing behind them", () => {
    assert.equal(copyLimit, 4_000_000);
    const [text, longText] = ["x".repeat(copyLimit), "x".repeat(copyLimit + 1)];
    const rows: [method: string, params: readonly unknown[], isRead: boolean][] = [
      ["copy", [text], true],
      ["copy", [longText], false],
      ["copy", ["a", "b"], false],
      ["openText", [atLimit, text], true],
      ["openText", [longer, "a"], false],
      ["openText", ["a", longText], false],
      ["openText", ["a", "b", "c"], false],
      ["copyAs", [atLimit, "script"], true],
      ["copyAs", ["a", "result"], true],
      ["copyAs", ["a", "command"], true],
      ["copyAs", [longer, "curl"], false],
      ["copyAs", ["a", "curl", "c"], false],
      ["exportRows", [longText], true],
      ["exportRows", [7], false],
      ["exportRows", ["a", "b"], false],
      ["figures", [atLimit, atLimit], true],
      ["figures", [longer, "a"], false],
      ["figures", ["a", longer], false],
      ["openPart", [atLimit, 0], true],
      ["openPart", [longer, 0], false],
      ["openPart", ["a", 0, 0], false],
    ];
    for (const [method, params, isRead] of rows)
      assert.equal(reads(method, ...params), isRead, `${method} ${JSON.stringify(params).slice(0, 30)}`);
  });

  for (const method of ["mute", "unmute"])
    it(`${method} has one kind of note`, () => {
      assert.deepEqual(
        [
          reads(method, kind),
          reads(method, { server: atLimit, from: "hub", name: atLimit }),
          reads(method, { ...kind, server: longer }),
          reads(method, { ...kind, name: longer }),
          reads(method, { ...kind, name: 1 }),
          reads(method, { name: "a" }),
          reads(method, kind, kind),
        ],
        [true, true, false, false, false, false, false],
      );
    });

  it("has a whole number of its own", () => {
    const numbered = (id: unknown) => readFromPanel({ id, method: "ready", params: [] })?.id;
    assert.deepEqual([-1, 0, 7, 2 ** 53, 0.5, "7", undefined].map(numbered), [
      ...[-1, 0, 7],
      ...[undefined, undefined, undefined, undefined],
    ]);
  });
});
