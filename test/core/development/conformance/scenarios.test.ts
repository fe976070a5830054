import assert from "node:assert/strict";
import manifest from "../../../../package.json";
import {
  scenarios,
  selectScenarios,
  suitePackage,
  suiteVersion,
} from "../../../../src/core/development/conformance/scenarios";
import { nameFree, serverScenarios } from "../../../conformance/server/serverScenarios.mjs";

const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);

describe("the scenarios that any server can be asked", () => {
  it("are those that name nothing, at the revisions of the suite that is pinned", () => {
    assert.equal(manifest.devDependencies[suitePackage], suiteVersion);
    assert.deepEqual(names(scenarios).toSorted(), nameFree.toSorted());
    for (const { name, revisions } of scenarios) {
      const required = serverScenarios.filter((one) => one.name === name).map(({ revision }) => revision);
      assert.deepEqual(
        revisions.filter((one) => one !== "2025-06-18"),
        required,
        name,
      );
    }
  });

  it("leave out what a program cannot be tested for, and what the server does not offer", () => {
    const { run, notOffered, ofHttp } = selectScenarios({
      revision: "2025-11-25",
      transport: "stdio",
      capabilities: ["tools", "tools.listChanged"],
    });
    assert.deepEqual(names(run), ["server-initialize", "ping", "tools-list"]);
    assert.deepEqual(names(notOffered), ["logging-set-level", "resources-list", "prompts-list"]);
    assert.deepEqual(names(ofHttp), [
      "server-session-lifecycle",
      "server-sse-multiple-streams",
      "dns-rebinding-protection",
    ]);
  });

  it("include those of HTTP for a server at an address", () => {
    const { run, ofHttp } = selectScenarios({ revision: "2026-07-28", transport: "http", capabilities: [] });
    assert.deepEqual(ofHttp, []);
    assert.ok(names(run).includes("http-header-validation"));
    assert.ok(!names(run).includes("ping"));
  });

  it("are none at a revision that the suite does not know", () =>
    assert.deepEqual(selectScenarios({ revision: "2024-11-05", transport: "http", capabilities: [] }).run, []));
});
