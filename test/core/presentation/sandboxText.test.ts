import assert from "node:assert/strict";
import { checkEntry } from "../../../src/core/config/reading/checkEntry";
import { definitionDigest } from "../../../src/core/config/schema/definitionDigest";
import type { StdioConfig } from "../../../src/core/config/schema/serverConfig";
import { replicaDefinitions } from "../../../src/core/connection/replicas";
import { sandboxOf, sandboxText } from "../../../src/core/presentation/sandboxText";
import { defined } from "../../support/planFixture";

describe("the sandbox of an entry", () => {
  it("is told in one sentence", () => {
    assert.equal(sandboxText(true), "Sandboxed: reads its folder, writes nothing, no network.");
    assert.equal(
      sandboxText({ read: ["~/docs", "/srv\u202e"], write: ["out"], network: true }),
      "Sandboxed: reads its folder and ~/docs, /srv\ufffd, writes out, uses the network.",
    );
    assert.equal(
      sandboxText({ read: ["a"], write: ["b"] }),
      "Sandboxed: reads its folder and a, writes b, no network.",
    );
    assert.equal(sandboxText(false), undefined);
    assert.equal(sandboxOf(defined({ command: "x", sandbox: true })), sandboxText(true));
    assert.equal(sandboxOf(defined({ url: "https://example.com" })), undefined);
  });

  it("is part of what a person agrees to", () => {
    const digest = (sandbox: StdioConfig["sandbox"]) =>
      definitionDigest(defined({ command: "x", ...(sandbox !== undefined && { sandbox }) }));
    const all = [undefined, true, { network: true }, { read: ["/a"] }, { write: ["/a"] }].map(digest);
    assert.equal(new Set(all).size, all.length);
  });

  it("holds for its replicas that are programs, unless they have their own", () => {
    const replicas = [{ command: "y" }, { command: "z", sandbox: { network: true } }, { url: "https://example.com" }];
    const definitions = replicaDefinitions(defined({ command: "x", sandbox: true, replicas })).flat();
    assert.deepEqual(definitions.map(sandboxOf), [
      sandboxText(true),
      sandboxText(true),
      sandboxText({ network: true }),
      undefined,
    ]);
  });

  it("is checked: unknown keys, unknown variables, and entries that have no program", () => {
    const problems = (entry: object) =>
      checkEntry(entry).findings.map(({ path, message }) => `${path.join("/")}: ${message}`);
    assert.deepEqual(problems({ command: "x", sandbox: { read: ["${userHome}/a"] } }), []);
    assert.match(
      problems({ command: "x", sandbox: { write: ["${nothing}"] } }).join(),
      /^sandbox\/write\/0: .*not a variable/,
    );
    assert.match(problems({ command: "x", sandbox: { filesystem: {} } }).join(), /filesystem/);
    assert.match(
      problems({ url: "https://example.com", sandbox: true }).join(),
      /"sandbox" belongs to a server with "command"/,
    );
    assert.match(problems({ sandbox: false }).join(), /neither "command" nor "url"/, "an overlay cannot have one");
  });
});
