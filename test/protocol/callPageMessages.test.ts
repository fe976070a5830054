import assert from "node:assert/strict";
import { argumentsLimit, isCallTarget, readFromCallPage } from "../../src/protocol/callPageMessages";

const target = { kind: "tool", server: "files", name: "read" };
const long = (length: number) => "x".repeat(length);

describe("a message of the call page", () => {
  const whole: readonly [method: string, params: readonly unknown[]][] = [
    ["ready", [target]],
    ["ready", []],
    ["open", [{ ...target, kind: "prompt" }]],
    ["check", [target, "{}"]],
    ["keepDraft", [{ ...target, kind: "resource" }, "{}"]],
    ["complete", [{ ...target, kind: "template" }, "path", "a", "{}"]],
    ["call", [target, "{}"]],
    ["cancel", [target]],
    ["openPart", [target, 0]],
    ["save", [target, "mine", "{}"]],
    ["removeSaved", [target, "mine"]],
    ["forgetHistory", [target]],
    ["review", [target]],
    ["copy", ["text"]],
  ];
  for (const [method, params] of whole)
    it(`${method}(${params.length}) is taken as it is, and with nothing more or less`, () => {
      assert.deepEqual(readFromCallPage({ id: 1, method, params, more: 1 }), { id: 1, method, params });
      assert.equal(readFromCallPage({ id: 1, method, params: [...params, 1] }), undefined);
      if (params.length > 0 && method !== "ready")
        assert.equal(readFromCallPage({ id: 1, method, params: params.slice(1) }), undefined);
      for (const at of params.keys())
        assert.equal(readFromCallPage({ id: 1, method, params: params.with(at, null) }), undefined, `${at}`);
    });

  const refused: readonly [what: string, message: unknown][] = [
    ["nothing", undefined],
    ["a list", [{ id: 1, method: "ready", params: [] }]],
    ["a number that is none", { id: 1.5, method: "ready", params: [] }],
    ["a number as text", { id: "1", method: "ready", params: [] }],
    ["no parameters", { id: 1, method: "ready" }],
    ["an unknown method", { id: 1, method: "explode", params: [] }],
    ["an inherited method", { id: 1, method: "toString", params: [] }],
    ["no method", { id: 1, params: [] }],
    ["an index below zero", { id: 1, method: "openPart", params: [target, -1] }],
    ["an index with a fraction", { id: 1, method: "openPart", params: [target, 0.5] }],
  ];
  for (const [what, message] of refused) it(`is not ${what}`, () => assert.equal(readFromCallPage(message), undefined));

  it("has texts within their limits", () => {
    const fits = (method: string, ...params: readonly unknown[]) =>
      readFromCallPage({ id: 1, method, params }) !== undefined;
    assert.deepEqual([fits("removeSaved", target, long(8192)), fits("removeSaved", target, long(8193))], [true, false]);
    assert.equal(argumentsLimit, 16_777_216);
    assert.deepEqual([fits("copy", long(argumentsLimit)), fits("copy", long(argumentsLimit + 1))], [true, false]);
  });

  const targets: readonly [value: unknown, isTarget: boolean][] = [
    [target, true],
    [{ ...target, kind: "server" }, false],
    [{ ...target, name: 1 }, false],
    [{ ...target, server: undefined }, false],
    [{ ...target, name: long(8193) }, false],
    [null, false],
    ["tool", false],
  ];
  for (const [value, isTarget] of targets)
    it(`${JSON.stringify(value)?.slice(0, 60)} is ${isTarget ? "a" : "no"} target`, () =>
      assert.equal(isCallTarget(value), isTarget));
});
