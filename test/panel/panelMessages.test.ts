import assert from "node:assert/strict";
import { copyLimit, readFromPanel } from "../../src/protocol/readFromPanel";

const message = (method: unknown, params: unknown, id: unknown = 1) => ({ id, method, params });

describe("a message from the page", () => {
  const kind = { server: "documents", from: "server", name: "vendor/beat" };
  const good: [method: string, params: unknown[]][] = [
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
    ["clear", [12]],
    ["message", [7]],
    ["message", [-7]],
    ["openResult", ["call-1"]],
    ["openText", ["row.txt", "text"]],
    ["cancel", ["call-1"]],
    ["callAgain", ["call-1"]],
    ["editCall", ["call-1"]],
    ["copyAs", ["call-1", "curl"]],
    ["exportRows", ["{}"]],
    ["importRows", []],
    ["signIn", ["documents"]],
    ["setLogLevel", ["documents"]],
    ["diagnose", ["documents"]],
    ["serverCards", []],
    ["toolCosts", ["documents"]],
    ["figures", []],
    ["figures", ["documents"]],
    ["figures", ["documents", "outline"]],
    ["notes", [0]],
    ["unread", []],
    ["seen", [7]],
    ["mute", [kind]],
    ["unmute", [{ from: "hub", name: "log" }]],
    ["clearNotes", []],
  ];
  for (const [method, params] of good) {
    it(`is read: ${method}(${params.map((param) => JSON.stringify(param)).join(", ")})`, () =>
      assert.deepEqual(readFromPanel(message(method, params, 7)), { id: 7, method, params }));
  }

  it("brings nothing along that was not asked for", () => {
    const read = readFromPanel({ ...message("ready", []), extra: 1 });
    assert.deepEqual(read, { id: 1, method: "ready", params: [] });
    const muted = readFromPanel(message("mute", [{ ...kind, count: 7, toString: "a" }]));
    assert.deepEqual(muted, { id: 1, method: "mute", params: [kind] });
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
    message("message", [1.5]),
    message("clear", []),
    message("clear", [-1]),
    message("copyAs", ["call-1", "bash"]),
    message("copyAs", ["call-1", "toString"]),
    message("openText", ["x".repeat(257), "text"]),
    message("openText", ["row.txt"]),
    message("callAgain", ["call-1", { path: "/etc/passwd" }]),
    message("importRows", ["/etc/passwd"]),
    message("serverCards", ["documents"]),
    message("toolCosts", []),
    message("figures", ["documents", "outline", "more"]),
    message("figures", ["documents", undefined]),
    message("figures", [undefined, "outline"]),
    message("figures", ["documents", "x".repeat(257)]),
    message("notes", []),
    message("notes", ["0"]),
    message("seen", [-1]),
    message("seen", [1.5]),
    message("unread", [1]),
    message("mute", ["vendor/beat"]),
    message("mute", [{}]),
    message("mute", [null]),
    message("mute", [{ ...kind, from: "person" }]),
    message("mute", [{ ...kind, from: "toString" }]),
    message("mute", [{ ...kind, server: 1 }]),
    message("mute", [{ ...kind, name: "x".repeat(257) }]),
    message("unmute", [{ from: "hub" }]),
    message("unmute", [kind, kind]),
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
