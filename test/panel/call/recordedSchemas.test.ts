import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkArguments } from "../../../src/core/catalog/checkArguments";
import { fieldOf } from "../../../webview-ui/call/form/field";
import { isJsonList, isJsonObject, type Json, parseJson, writeJson } from "../../../webview-ui/call/json/exactJson";
import { filled } from "./fillForm";
import { validValue } from "./validValue";

/** What real servers answered to `tools/list`; beside the project on the machines that have it. */
const folder = "../shared/services/schemas";

/** Always the same numbers, in an order without a pattern (xorshift). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.abs(state) % below;
  };
}

const rounds = 6;

describe("forms of the schemas of real servers", function () {
  this.timeout(60_000);
  before(function () {
    if (!existsSync(folder)) this.skip();
  });

  for (const file of existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [])
    it(file, () => {
      const list = parseJson(readFileSync(join(folder, file), "utf8"));
      const tools = isJsonObject(list) && isJsonList(list.tools) ? list.tools : [];
      assert.ok(tools.length > 0);
      for (const tool of tools) {
        const schema = isJsonObject(tool) && isJsonObject(tool.inputSchema) ? tool.inputSchema : undefined;
        assert.ok(schema && isJsonObject(tool));
        for (let round = 1; round <= rounds; round++) {
          const wanted: Json = validValue(schema, { root: schema, pick: numbers(round * 7919) });
          const what: string = `${tool.name}: ${writeJson(wanted)}`;
          // A check has a limit of time, which a busy machine can reach: then it says nothing.
          const { ok } = checkArguments(schema, JSON.parse(writeJson(wanted)));
          assert.equal(ok, true, what);
          assert.deepEqual(filled(schema, wanted, schema, true), wanted, what);
        }
        assert.equal(fieldOf(schema, schema).input.kind, "object");
      }
    });
});
