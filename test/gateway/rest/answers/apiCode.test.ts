import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { apiErrors, apiTypes } from "../../../../src/gateway/rest/answers/apiCode";

describe("the codes of the API", () => {
  const rows = [...readFileSync("docs/api.md", "utf8").matchAll(/^\| `([A-Z_]+)` \| ([\d, ]+) \|/gm)];
  const documented = new Map(rows.map(([, code = "", statuses = ""]) => [code, statuses.split(", ").map(Number)]));

  it("are in docs/api.md, each once", () =>
    assert.deepEqual([rows.length, [...documented.keys()].sort()], [documented.size, Object.keys(apiTypes).sort()]));

  for (const [failure, { code, status }] of Object.entries(apiErrors))
    it(`${failure}: ${code} ${status} is there`, () => assert.ok(documented.get(code)?.includes(status)));
});
