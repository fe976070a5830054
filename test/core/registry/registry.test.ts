import assert from "node:assert/strict";
import { Registry } from "../../../src/core/registry/registry";
import { registryPlace, searchAddresses } from "../../../src/core/registry/registryAddress";

const never = new AbortController().signal;
const server = (name: string, description = "") => ({ name, description, version: "1.0.0" });

describe("the place of a registry", () => {
  for (const [setting, expected] of [
    ["https://registry.modelcontextprotocol.io", { kind: "address", url: "https://registry.modelcontextprotocol.io/" }],
    ["http://127.0.0.1:8080/x", { kind: "address", url: "http://127.0.0.1:8080/x" }],
    [" /etc/mcp/servers.json ", { kind: "file", path: "/etc/mcp/servers.json" }],
    ["C:\\mcp\\servers.json", { kind: "file", path: "C:\\mcp\\servers.json" }],
    ["~/servers.json", { kind: "file", path: "~/servers.json" }],
    ["", undefined],
    ["servers.json", undefined],
    ["http://registry.example.com", undefined],
    ["https://ann:secret@registry.example.com", undefined],
    ["ftp://registry.example.com", undefined],
  ] as const)
    it(`${setting || "(nothing)"} → ${expected?.kind ?? "none"}`, () =>
      assert.deepEqual(registryPlace(setting), expected));
});

describe("the addresses of a search", () => {
  it("are those of the present API first, with what was typed encoded", () => {
    const [first, second] = searchAddresses("https://r.example/", { text: "a b&c=d", cursor: "x/y:1" });
    assert.equal(first, "https://r.example/v0.1/servers?search=a+b%26c%3Dd&version=latest&limit=30&cursor=x%2Fy%3A1");
    assert.match(second ?? "", /^https:\/\/r\.example\/v0\/servers\?/);
  });

  it("keep the path and the query of the setting", () => {
    const one = (base: string) => searchAddresses(base, { text: "a" });
    assert.deepEqual(one("https://r.example/mcp/v0"), [
      "https://r.example/mcp/v0/servers?search=a&version=latest&limit=30",
    ]);
    assert.deepEqual(one("https://r.example/list/servers?key=1"), [
      "https://r.example/list/servers?key=1&search=a&version=latest&limit=30",
    ]);
  });
});

describe("a registry", () => {
  it("is asked in its older form where it does not know the present one", async () => {
    const asked: string[] = [];
    const registry = new Registry({
      fetch: async (address) => {
        asked.push(new URL(address).pathname);
        return address.includes("/v0/") ? { servers: [server("a/b")] } : undefined;
      },
      load: async () => assert.fail("no file"),
    });
    const page = await registry.search({ kind: "address", url: "https://r.example" }, { text: "a" }, never);
    assert.deepEqual(asked, ["/v0.1/servers", "/v0/servers"]);
    assert.deepEqual(
      page.servers.map(({ name }) => name),
      ["a/b"],
    );
  });

  it("is none where something else answers", async () => {
    for (const answer of [undefined, 7, "x", {}, { error: "no" }]) {
      const registry = new Registry({ fetch: async () => answer, load: async () => undefined });
      await assert.rejects(registry.search({ kind: "address", url: "https://r.example" }, { text: "a" }, never), {
        code: "bad-config",
        message: /no MCP registry at r\.example/,
      });
    }
  });

  it("may be a file, where every word counts", async () => {
    const content = JSON.stringify({ servers: [server("a/git", "Repositories"), server("b/mail", "Letters")] });
    const registry = new Registry({
      fetch: async () => assert.fail("nothing is contacted"),
      load: async () => `\ufeff${content}`,
    });
    const names = async (text: string) =>
      (await registry.search({ kind: "file", path: "/f.json" }, { text }, never)).servers.map(({ name }) => name);
    assert.deepEqual(await names("GIT repos"), ["a/git"]);
    assert.deepEqual(await names("git letters"), []);
  });

  it("says what is wrong with the file", async () => {
    const at = (text: string | undefined) =>
      new Registry({ fetch: async () => undefined, load: async () => text }).search(
        { kind: "file", path: "/f.json" },
        { text: "a" },
        never,
      );
    await assert.rejects(at(undefined), /\/f\.json does not exist/);
    await assert.rejects(at("{"), /no MCP registry at \/f\.json/);
  });
});
