import assert from "node:assert/strict";
import { readServer } from "../../../../src/core/registry/registryServer";
import type { SearchState } from "../../../../src/core/registry/searchSession";
import { fieldPrompt, listText, runsText, serverTexts } from "../../../../src/editor/commands/registry/registryText";

const remote = { remotes: [{ type: "streamable-http", url: "https://x.example/mcp" }] };

function server(name: string, more: object = remote, status?: string) {
  return readServer({ name, version: "1.0.0", description: "About it", ...more }, status) ?? assert.fail(name);
}

describe("what a person sees of a registry", () => {
  it("is the whole name first: a title may say anything", () => {
    const { label, detail, icon } = serverTexts(
      server("io.github.eve/github", { ...remote, title: "GitHub (official)" }),
      [],
    );
    assert.equal(label, "io.github.eve/github");
    assert.match(detail, /^GitHub \(official\) · About it · address$/);
    assert.equal(icon, undefined);
  });

  for (const [name, other] of [
    ["io.github.ann/g1thub", "io.github.ann/glthub"],
    ["io.github.ANN/weather", "io.github.ann/weather"],
    ["io.github.аnn/weather", "io.github.ann/weather"],
    ["io.github.rnary/x", "io.github.mary/x"],
  ] as const)
    it(`says that ${name} is not ${other}`, () => {
      const { description, icon } = serverTexts(server(name), [name, other]);
      assert.ok(description.includes(`not "${other}", which looks like it`), description);
      assert.equal(icon, "warning");
      assert.doesNotMatch(serverTexts(server(name), [name, "com.example/other"]).description, /looks like/);
    });

  it("says that a server is deprecated, or cannot be installed", () => {
    assert.match(
      serverTexts(server("a/b", remote, "deprecated"), []).description,
      /^1\.0\.0 · deprecated by its publisher$/,
    );
    const { description, icon } = serverTexts(server("a/b", {}), []);
    assert.match(description, /cannot be installed from here/);
    assert.equal(icon, "circle-slash");
  });

  it("is exactly what runs, or what is contacted", () => {
    assert.equal(runsText({ command: "npx", args: ["-y", "b@1.0.0", "a b"] }), 'Runs npx -y b@1.0.0 "a b"');
    assert.equal(runsText({ command: "x", args: [`"'`] }), `Runs ["x","\\"'"]`);
    assert.equal(runsText({ url: "https://x.example/mcp" }), "Contacts https://x.example/mcp");
  });

  it("says of a value where it is kept", () => {
    const field = {
      name: "KEY",
      description: "From the dashboard",
      isRequired: true,
      isSecret: true,
      isRepeated: false,
    } as const;
    const prompt = fieldPrompt({ ...field, format: "string", placeholder: "", choices: [] });
    assert.equal(prompt, "KEY: From the dashboard. It is kept in secret storage, and not in the settings.");
  });

  it("says what a list without servers means", () => {
    const state: SearchState = { text: "", isBusy: false, servers: [], hasMore: false, unread: 0 };
    const says = (more: Partial<SearchState>) => listText({ ...state, ...more }, "r.example");
    assert.equal(says({}), "Type to search. What you type is sent to r.example.");
    assert.equal(says({ isBusy: true }), "Searching r.example…");
    assert.match(says({ text: "x" }) ?? "", /has no server for this/);
    assert.match(says({ text: "x", unread: 1 }) ?? "", /has a server for this, in a form that the hub cannot read/);
    assert.match(says({ text: "x", unread: 2 }) ?? "", /has 2 servers for this, in a form that the hub cannot read/);
    assert.equal(says({ text: "x", servers: [server("a/b")] }), undefined);
  });
});
