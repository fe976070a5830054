import assert from "node:assert/strict";
import { tomlFile } from "../../../../src/core/apps/editing/tomlFile";

const place = { parent: ["mcp_servers"], key: "hub" };
const entry = { url: "http://127.0.0.1/mcp", http_headers: { Authorization: "Bearer x" } };
const table =
  '[mcp_servers.hub]\nurl = "http://127.0.0.1/mcp"\n\n[mcp_servers.hub.http_headers]\nAuthorization = "Bearer x"\n';

describe("a table in a TOML file", () => {
  it("is put at the end and leaves every line as it is", () => {
    const before = '# mine\nmodel = "x" # best\n\n[mcp_servers."a b"]\ncommand = """\n[mcp_servers.hub]\n"""\n';
    assert.equal(tomlFile.insert(before, place, entry, ""), `${before}\n${table}`);
    assert.equal(tomlFile.remove(`${before}\n${table}`, place, ""), before);
  });

  it("is found wherever it is, with the tables inside it, and not in a text or a list", () => {
    const before = '[a]\nx = """\n[mcp_servers.hub]\ny"""\nz = [\n  [1],\n]\n\n';
    const after = "# next\n[b]\ny = 1\n";
    for (const header of ["[mcp_servers.hub]", '[ mcp_servers . "hub" ] # mine', "  ['mcp_servers'.hub]"])
      assert.equal(
        tomlFile.remove(
          `${before}${header}\nlist = [\n  ["a"],\n]\n[mcp_servers.hub.env]\nA = "1"\n\n${after}`,
          place,
          "",
        ),
        before + after,
      );
  });

  it("that ends the file takes one blank line before it along, if there is one", () => {
    assert.equal(tomlFile.remove("a = 1\n[mcp_servers.hub]\nurl = 'x'\n", place, ""), "a = 1\n");
    assert.equal(tomlFile.remove("a = 1\n\n[mcp_servers.hub]\nurl = 'x'\n", place, ""), "a = 1\n");
  });

  it("keeps the line ends of the file", () => {
    const before = "a = 1\r\n";
    const after = tomlFile.insert(before, place, entry, "");
    assert.equal(after, `${before}\r\n${table.replaceAll("\n", "\r\n")}`);
    assert.equal(tomlFile.remove(after ?? "", place, ""), before);
  });

  it("is not taken out of brackets", () =>
    assert.equal(tomlFile.remove("mcp_servers = { hub = { url = 'x' } }\n", place, ""), undefined));

  it("says where a text is wrong", () => {
    const parsed = tomlFile.parse("a = 1\nb = [\n");
    assert.equal(parsed.kind, "broken");
    assert.ok(parsed.kind === "broken" && parsed.line >= 2 && parsed.reason !== "");
  });

  it("keeps all digits of a number", () => {
    const parsed = tomlFile.parse("big = 9223372036854775807");
    assert.equal(parsed.kind === "value" && Object(parsed.value).big, 9_223_372_036_854_775_807n);
  });

  it("reads dates and large numbers and keeps them", () => {
    const before = "when = 1979-05-27T07:32:00Z\nbig = 9223372036854775807\n";
    const after = tomlFile.insert(before, place, entry, "") ?? "";
    assert.equal(tomlFile.parse(after).kind, "value");
    assert.equal(tomlFile.remove(after, place, ""), before);
  });
});
