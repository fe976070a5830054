import assert from "node:assert/strict";
import { outputValidator } from "../../../src/mcp/calls/outputChecks";

describe("outputValidator", () => {
  /** What is said of a result, and of the schema. */
  function checking(properties: Record<string, object>) {
    const warnings: string[] = [];
    const validator = outputValidator("files", (message) => warnings.push(message));
    return { warnings, check: validator.getValidator({ type: "object", properties }) };
  }

  it("runs no regular expression of the server's: one could stop the whole process", () => {
    const { check, warnings } = checking({ a: { type: "string", pattern: "^(a+)+$" } });
    assert.equal(check({ a: "aaa!" }).valid, true);
    assert.deepEqual(warnings, []);
  });

  it("still checks everything else", () => {
    const { check } = checking({ a: { type: "string", pattern: "^x" } });
    assert.equal(check({ a: "no x at its start" }).valid, true);
    assert.throws(() => check({ a: 7 }), /"files" returned a result that does not fit the output schema of its tool/);
  });
});
