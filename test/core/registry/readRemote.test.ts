import assert from "node:assert/strict";
import { readPackage } from "../../../src/core/registry/readPackage";
import { readRemote } from "../../../src/core/registry/readRemote";
import { readServer } from "../../../src/core/registry/registryServer";
import { ServerJson } from "../../../src/core/registry/serverJson";

const remote = (more: object) => {
  const { remotes } = ServerJson.parse({ name: "a", remotes: [{ url: "https://x.example/mcp", ...more }] });
  return readRemote(remotes[0] ?? assert.fail("not read"), ["remotes", 0]);
};
const program = (more: object) => {
  const json = { registryType: "npm", identifier: "a", version: "1.0.0", ...more };
  const { packages } = ServerJson.parse({ name: "a", packages: [json] });
  return readPackage(packages[0] ?? assert.fail("not read"), ["packages", 0]);
};
const why = (read: ReturnType<typeof remote> | ReturnType<typeof program>) =>
  read.kind === "unusable" ? read.why : assert.fail("it can be used");

describe("an address of a registry", () => {
  for (const type of [undefined, "http", "streamable", "streamable-http", "streamableHTTP", "sse", "SSE"])
    it(`is spoken to as it says: ${type}`, () => {
      const read = remote({ type });
      assert.ok(read.kind === "address");
      assert.deepEqual(
        [read.type, read.url, read.label, read.path, read.headers, read.notes],
        [
          /sse/i.test(type ?? "") ? "sse" : "http",
          ["https://x.example/mcp"],
          "https://x.example/mcp",
          ["remotes", 0],
          {},
          [],
        ],
      );
    });

  const refused: [what: string, more: object, why: RegExp][] = [
    ["another transport", { type: "websocket" }, /does not know the transport "websocket"/],
    ["no address", { url: "x.example" }, /^x\.example /],
    ["an open address", { url: "http://x.example" }, /is not encrypted/],
    [
      "a header that sends a value of this machine",
      { headers: [{ name: "A", value: "${env:TOKEN}$" }] },
      /its "A" would/,
    ],
    ["a header with what nobody sees", { headers: [{ name: "A", value: "a\u200bb" }] }, /its "A" contains/],
  ];
  for (const [what, more, expected] of refused)
    it(`is refused: ${what}`, () => assert.match(why(remote(more)), expected));

  it("may be an open one of this machine, and loses headers that cannot be", () => {
    const read = remote({
      url: "http://127.0.0.1:1/",
      headers: [
        { name: "A B", value: "x" },
        { name: "C", value: "y" },
      ],
    });
    assert.ok(read.kind === "address");
    assert.deepEqual(read.headers, { C: { texts: [["y"]] } });
  });
});

describe("why something of a registry cannot be used", () => {
  it("is said in names that are not longer than they may be", () => {
    const rows: [of: (text: string) => string, limit: number][] = [
      [(type) => why(remote({ type })), 40],
      [(path) => why(remote({ url: `http:${path}` })).replace("http:", ""), 195],
      [(registryType) => why(program({ registryType })).replace(/^.*?:/, ""), 40],
      [(type) => why(program({ transport: { type } })), 40],
      [(identifier) => why(program({ identifier, registryType: "none" })), 200],
      [(path) => why(program({ registryBaseUrl: `http:${path}` })), 195],
      [(name) => why(program({ environmentVariables: [{ name, value: "a\u200b" }] })), 80],
      [(name) => why(program({ environmentVariables: [{ name, value: "${env:A}" }] })), 80],
    ];
    for (const [of, limit] of rows) {
      assert.ok(of("x".repeat(limit)).includes("x".repeat(limit)), `${of("x".repeat(limit))} has ${limit}`);
      assert.ok(!of("x".repeat(limit + 1)).includes("x".repeat(limit + 1)), `${limit}`);
    }
  });

  it("is not said of arguments that are always there", () => {
    const args = ["run", "-i", "--rm", "--yes", "-y"].map((value) => ({ type: "positional", value }));
    const read = program({ registryType: "oci", identifier: "a/b", runtimeArguments: args });
    assert.deepEqual(read.kind === "program" && read.notes, []);
  });
});

describe("a server of a registry", () => {
  const read = (more: object, status?: string) => readServer({ name: "a/b", ...more }, status);

  it("has what its publisher says of it, and nothing empty", () => {
    assert.deepEqual(read({}), {
      ...{ name: "a/b", description: "", version: "", isDeprecated: false, offers: [], unusable: [] },
    });
    const said = { title: "T", description: "d", version: "1" };
    assert.deepEqual([read({ ...said })?.title, read({ title: "" })?.title], ["T", undefined]);
    assert.equal(readServer({ name: " a" }), undefined);
  });

  it("is deprecated where the registry says so, and otherwise where it says so itself", () => {
    const rows = [read({ status: "deprecated" }), read({ status: "deprecated" }, "active"), read({}, "deprecated")];
    assert.deepEqual(
      rows.map((one) => one?.isDeprecated),
      [true, false, true],
    );
  });

  it("has a page: that of its source before its own", () => {
    const [url, websiteUrl] = ["git+https://s.example/a", "https://w.example/"];
    assert.equal(read({ repository: { url }, websiteUrl })?.repository, "https://s.example/a");
    assert.equal(read({ repository: { url: "s" }, websiteUrl })?.repository, "https://w.example/");
    assert.equal(read({ repository: { url: "s" } })?.repository, undefined);
  });

  it("is offered by its addresses before its packages", () => {
    const packages = [
      { registryType: "npm", identifier: "a", version: "1.0.0" },
      { registryType: "x", identifier: "a" },
    ];
    const server = read({ packages, remotes: [{ url: "https://x.example" }] });
    assert.deepEqual(
      server?.offers.map(({ path }) => path),
      [
        ["remotes", 0],
        ["packages", 0],
      ],
    );
    assert.equal(server?.unusable.length, 1);
  });
});
