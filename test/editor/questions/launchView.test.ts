import assert from "node:assert/strict";
import { launchDocument, launchView, type ShownServer } from "../../../src/editor/questions/launchView";

const server = (name: string, lines = 1, why: "workspace" | "account" = "workspace"): ShownServer => ({
  server: name,
  label: name,
  why,
  digest: name,
  facts: Array.from({ length: lines }, (_, at) => ({ name: `fact ${at}`, text: "value" })),
});
const answers = (servers: readonly ShownServer[], wasShown = false) =>
  launchView(servers, wasShown).sections[0]?.items.map(({ label, answer, look }) => [label, answer ?? look]);

describe("the question whether servers may run", () => {
  it("offers no first, and about several servers also each by itself", () => {
    assert.deepEqual(answers([server("a")]), [
      ["Not Now", "later"],
      ["Allow", "allow"],
      ["Show Everything…", true],
    ]);
    assert.deepEqual(answers([server("a"), server("b")]), [
      ["Not Now", "later"],
      ["Allow All Shown", "allow"],
      ["Choose…", "choose"],
      ["Show Everything…", true],
    ]);
  });

  it("says what it asks: where the entry is from, and what it would get", () => {
    const title = (...servers: ShownServer[]) => launchView(servers, false).title;
    assert.equal(title(server("a")), 'This workspace configures the MCP server "a". Run it?');
    assert.equal(title(server("a", 1, "account")), 'Let the MCP server "a" have the token of your account?');
    assert.equal(title(server("a"), server("b")), "Run 2 MCP servers that you have not allowed yet?");
    const { sections } = launchView([server("a", 2), server("b", 1, "account")], false);
    assert.deepEqual(
      sections.slice(1).map(({ title, items }) => [title, ...items.map(({ label }) => label)]),
      [
        ['"a", from this workspace', "fact 0: value", "fact 1: value"],
        ['"b", from your settings', "fact 0: value"],
      ],
    );
  });

  it("offers no way to allow while what one server gets is cut, until all was shown", () => {
    const whole = [server("a", 40), server("b")];
    assert.equal(answers(whole)?.length, 4);
    assert.match(launchView(whole, false).placeholder, /Escape is Not Now/);
    const cut = [server("a", 41), server("b")];
    assert.deepEqual(
      answers(cut)?.map(([label]) => label),
      ["Not Now", "Show Everything…"],
    );
    assert.match(launchView(cut, false).placeholder, /show everything before you allow/);
    const lines = launchView(cut, false).sections[1]?.items.map(({ label }) => label) ?? [];
    assert.deepEqual([lines.length, lines[39], lines[40]], [41, "fact 39: value", "… (1 more line)"]);
    assert.equal(launchView(whole, false).sections[1]?.items.length, 40);
    assert.equal(answers(cut, true)?.length, 4);
    assert.match(launchView(cut, true).placeholder, /Escape is Not Now/);
  });

  it("has everything in a document", () =>
    assert.deepEqual(launchDocument([server("a", 2), server("b", 1, "account")]), {
      name: "mcp-servers.txt",
      text: '"a", from this workspace\n  fact 0: value\n  fact 1: value\n\n"b", from your settings\n  fact 0: value\n',
    }));
});
