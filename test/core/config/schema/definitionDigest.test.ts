import assert from "node:assert/strict";
import { definitionDigest } from "../../../../src/core/config/schema/definitionDigest";
import type { LaunchConfig } from "../../../../src/core/config/schema/serverDefinition";
import { defined } from "../../../support/planFixture";

describe("what tells a server from another of its name", () => {
  const config: LaunchConfig = { command: "node", args: ["server.js"] };
  const digest = definitionDigest(defined(config));

  it("is everything in its entry, and where that is", () => {
    for (const other of [
      defined({ ...config, args: ["other.js"] }),
      defined({ ...config, label: "Mine" }),
      defined(config, { id: "x" }),
      defined(config, { scope: "workspace" }),
    ])
      assert.notEqual(definitionDigest(other), digest);
  });

  it("is not how much it logs: what was allowed stays allowed", () => {
    assert.equal(definitionDigest(defined({ ...config, logLevel: "debug" })), digest);
  });
});
