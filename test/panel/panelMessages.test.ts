import assert from "node:assert/strict";
import { copyLimit, readFromPanel } from "../../src/protocol/readFromPanel";

const message = (method: unknown, params: unknown, id: unknown = 1) => ({ id, method, params });

describe("a message from the page", () => {
  const good: [method: string, params: (string | number)[]][] = [
    ["ready", []],
    ["connect", ["documents"]],
    ["disconnect", ["documents"]],
    ["restart", ["documents"]],
    ["showLog", []],
    ["showLog", ["documents"]],
    ["openSettings", ["documents"]],
    ["copy", ["some\ntext"]],
    ["content", ["call-1"]],
    ["openPart", ["call-1", 0]],
    ["clear", []],
    ["message", [7]],
    ["openResult", ["call-1"]],
    ["openText", ["row.txt", "text"]],
    ["cancel", ["call-1"]],
    ["callAgain", ["call-1"]],
    ["editCall", ["call-1"]],
    ["copyAs", ["call-1", "curl"]],
    ["exportRows", ["{}"]],
    ["importRows", []],
  ];
  for (const [method, params] of good) {
    it(`is read: ${method}(${params.join(", ")})`, () =>
      assert.deepEqual(readFromPanel(message(method, params, 7)), { id: 7, method, params }));
  }

  it("brings nothing along that was not asked for", () => {
    const read = readFromPanel({ ...message("ready", []), extra: 1 });
    assert.deepEqual(read, { id: 1, method: "ready", params: [] });
  });

  const bad: unknown[] = [
    undefined,
    null,
    "ready",
    [],
    {},
    message("ready", undefined),
    message("ready", [1]),
    message("ready", [], "1"),
    message("ready", [], Number.NaN),
    message("ready", [], 1.5),
    message("restart", []),
    message("restart", [1]),
    message("restart", ["a", "b"]),
    message("restart", [{ toString: "a" }]),
    message("restart", ["x".repeat(257)]),
    message("showLog", [null]),
    message("copy", ["x".repeat(copyLimit + 1)]),
    message("content", []),
    message("content", [1]),
    message("openPart", ["call-1"]),
    message("openPart", ["call-1", -1]),
    message("openPart", ["call-1", 0.5]),
    message("openPart", ["call-1", "0"]),
    message("openPart", ["call-1", 0, 0]),
    message("message", ["7"]),
    message("message", [-1]),
    message("clear", [1]),
    message("copyAs", ["call-1", "bash"]),
    message("copyAs", ["call-1", "toString"]),
    message("openText", ["x".repeat(257), "text"]),
    message("openText", ["row.txt"]),
    message("callAgain", ["call-1", { path: "/etc/passwd" }]),
    message("importRows", ["/etc/passwd"]),
    message("configure", ["a"]),
    message("toString", []),
    message("__proto__", []),
    message(["ready"], []),
  ];
  for (const one of bad) {
    it(`is refused: ${(JSON.stringify(one) ?? "undefined").slice(0, 70)}`, () =>
      assert.equal(readFromPanel(one), undefined));
  }
});
