import assert from "node:assert/strict";
import { modelFailure } from "../../../src/core/conversation/modelFailure";

describe("the message of a model's failure", () => {
  const withCode = (code: string, message = "", cause?: unknown) =>
    Object.assign(new Error(message, { cause }), { code });
  for (const [error, expected] of [
    [
      withCode("NoPermissions"),
      /^MCP Hub is not allowed to use the model M\. Allow it with .*, or choose another model\.$/,
    ],
    [withCode("Blocked"), /quota is used up or its rules forbid it/],
    [withCode("NotFound"), /is no longer available\. Choose another model/],
    [withCode("Unknown", "", new Error("context too long")), /^The model M failed: context too long\. Try again/],
    [new Error("fetch failed!"), /failed: fetch failed! Try again/],
    ["x".repeat(301), /failed: x{300}\. Try again/],
    [new Error(" wrapped? ", { cause: "text" }), /failed: wrapped\? Try again/],
    ["odd", /failed: odd\. Try again/],
    [new Error(), /failed: it gave no reason\./],
  ] as const)
    it(`${error instanceof Error && "code" in error ? error.code : String(error)}`, () =>
      assert.match(modelFailure(error, "M"), expected));
});
