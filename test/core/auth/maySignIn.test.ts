import assert from "node:assert/strict";
import { maySignIn } from "../../../src/core/auth/maySignIn";
import type { LaunchConfig } from "../../../src/core/config/schema/serverDefinition";
import { definition } from "../../support/fakeLink";

const rows: [config: LaunchConfig, may: boolean][] = [
  [{ command: "node" }, false],
  [{ type: "stdio", command: "node", args: ["a"] }, false],
  [{ type: "http", url: "https://example.com/mcp" }, true],
  [{ url: "${env:ADDRESS}" }, true],
  [{ url: "unix:/tmp/a.sock" }, false],
  [{ url: "https://example.com", auth: { type: "oauth" } }, true],
  [{ url: "https://example.com", auth: { type: "bearer", token: "x" } }, false],
  [{ url: "https://example.com", auth: { type: "none" } }, false],
];

describe("a server may have an account", () => {
  for (const [config, may] of rows)
    it(`${JSON.stringify(config)} → ${may}`, () =>
      assert.equal(maySignIn({ ...definition("files"), entry: { kind: "valid", config } }), may));

  it("but not one whose entry is wrong", () => {
    const error = { code: "bad-config", message: "It is wrong." } as const;
    assert.equal(maySignIn({ ...definition("files"), entry: { kind: "invalid", error } }), false);
  });
});
