import assert from "node:assert/strict";
import { redirectParams } from "../../../src/core/auth/redirectParams";

describe("what comes back through the editor", () => {
  const iss = "https://a.example/?x=1";
  const rows: [where: string, query: string][] = [
    ["in a browser, encoded", "code=a%2Bb%2Fc&state=s-1&iss=https%3A%2F%2Fa.example%2F%3Fx%3D1"],
    ["on the desktop, decoded", "windowId=1&code=a+b/c&state=s-1&iss=https://a.example/?x=1"],
  ];
  for (const [where, query] of rows)
    it(`is read ${where}`, () => {
      const params = redirectParams(query);
      assert.deepEqual([params.get("code"), params.get("state"), params.get("iss")], ["a+b/c", "s-1", iss]);
    });

  it("has words with spaces", () => {
    const params = redirectParams("error=access_denied&error_description=You+said%20no");
    assert.equal(params.get("error_description"), "You said no");
  });
});
