import assert from "node:assert/strict";
import { readServer } from "../../../src/core/registry/registryServer";

const digest = `sha256:${"a".repeat(64)}`;
const read = (json: object) => readServer({ name: "a/b", packages: [{ registryType: "npm", ...json }] });

/** The line that is run, or why there is none. */
function line(json: object): string {
  const [offer] = read(json)?.offers ?? [];
  if (offer?.kind !== "program") return read(json)?.unusable[0] ?? assert.fail("not read");
  return [offer.command, ...offer.args.flatMap(({ texts }) => texts.flat().map(String))].join(" ");
}

describe("a package of a registry", () => {
  const npm = { registryType: "npm", identifier: "@a/b", version: "1.2.3" };
  const pypi = { registryType: "pypi", identifier: "a-b[x]", version: "1.2" };
  const oci = { registryType: "oci", identifier: "a/b", version: "1" };
  const nuget = { registryType: "nuget", identifier: "A.B", version: "1.0" };
  const own = [{ type: "positional", value: "serve" }];
  const runtimeArguments = (...values: string[]) => values.map((value) => ({ type: "positional", value }));
  const rows: [json: object, line: string][] = [
    [npm, "npx -y @a/b@1.2.3"],
    [{ ...npm, runtimeHint: "BUNX", packageArguments: own }, "bunx @a/b@1.2.3 serve"],
    [{ ...npm, runtimeHint: "pnpx" }, "pnpx @a/b@1.2.3"],
    [{ ...npm, runtimeArguments: runtimeArguments("-y", "-q") }, "npx -y -q @a/b@1.2.3"],
    [{ ...npm, registryBaseUrl: "https://registry.npmjs.org" }, "npx -y @a/b@1.2.3"],
    [{ ...npm, registryBaseUrl: "https://n.example/" }, "npx -y --registry=https://n.example/ @a/b@1.2.3"],
    [{ ...npm, registryBaseUrl: "http://127.0.0.1:1/" }, "npx -y --registry=http://127.0.0.1:1/ @a/b@1.2.3"],
    [pypi, "uvx a-b[x]@1.2"],
    [{ ...pypi, registryType: "Python" }, "uvx a-b[x]@1.2"],
    [{ ...pypi, registryBaseUrl: "https://pypi.org/simple" }, "uvx a-b[x]@1.2"],
    [{ ...pypi, registryBaseUrl: "https://p.example/" }, "uvx --default-index https://p.example/ a-b[x]@1.2"],
    [{ ...pypi, runtimeHint: "pipx", packageArguments: own }, "pipx run a-b[x]==1.2 serve"],
    [
      { ...pypi, runtimeHint: "pipx", registryBaseUrl: "https://p.example/" },
      "pipx run --index-url https://p.example/ a-b[x]==1.2",
    ],
    [oci, "docker run -i --rm a/b:1"],
    [{ ...oci, registryType: "docker", runtimeHint: "podman" }, "podman run -i --rm a/b:1"],
    [{ ...oci, runtimeArguments: runtimeArguments("run", "--rm") }, "docker run -i --rm a/b:1"],
    [{ ...oci, identifier: "a/b:2", version: "1" }, "docker run -i --rm a/b:2"],
    [{ ...oci, identifier: `a/b@${digest}` }, `docker run -i --rm a/b@${digest}`],
    [{ ...oci, version: digest }, `docker run -i --rm a/b@${digest}`],
    [{ ...oci, registryBaseUrl: "https://docker.io" }, "docker run -i --rm a/b:1"],
    [{ ...oci, registryBaseUrl: "https://o.example:8443" }, "docker run -i --rm o.example:8443/a/b:1"],
    [{ ...oci, identifier: "ghcr.io/a/b", registryBaseUrl: "https://ghcr.io" }, "docker run -i --rm ghcr.io/a/b:1"],
    [{ ...oci, environmentVariables: [{ name: "A", value: "x" }] }, "docker run -i --rm -e A a/b:1"],
    [nuget, "dnx A.B@1.0 --yes"],
    [
      { ...nuget, registryBaseUrl: "https://n.example/", packageArguments: own },
      "dnx A.B@1.0 --yes --source https://n.example/ -- serve",
    ],
  ];
  for (const [json, expected] of rows)
    it(`is run as ${expected.slice(0, 70)}`, () => assert.equal(line(json), expected));

  const refused: [what: string, json: object, why: RegExp][] = [
    ["an unknown kind", { ...npm, registryType: "gem" }, /of the kind "gem"/],
    ["the name of a method", { ...npm, registryType: "constructor" }, /of the kind "constructor"/],
    ["a bundle", { ...npm, registryType: "mcpb" }, /^mcpb: @a\/b: it is an MCP bundle/],
    ["another transport", { ...npm, transport: { type: "sse" } }, /runs as an HTTP server \(sse\)/],
    ["no name of a package", { ...npm, identifier: "a b" }, /not the name of a package/],
    ["no version", { ...npm, version: undefined }, /names no exact version/],
    ["a tag", { ...npm, version: "latest" }, /names no exact version/],
    ["a range", { ...npm, version: "1.x" }, /names no exact version/],
    ["the latest image", { ...oci, version: "latest" }, /names no exact version/],
    ["half of a digest", { ...oci, version: "sha256:abc" }, /names no exact version/],
    ["an open source", { ...npm, registryBaseUrl: "http://n.example/" }, /comes from http:\/\/n\.example\//],
    ["a source with a variable", { ...npm, registryBaseUrl: "https://n.example/$A" }, /not an https address/],
    ["no source", { ...npm, registryBaseUrl: "n.example" }, /not an https address/],
  ];
  for (const [what, json, why] of refused) it(`is refused: ${what}`, () => assert.match(line(json), why));

  it("says what else a person must know", () => {
    const notes = (json: object) => read(json)?.offers[0]?.notes;
    const takes = [
      { name: "NODE_OPTIONS", value: "x" },
      { name: "LEVEL", value: "x" },
    ];
    assert.deepEqual(notes(npm), []);
    assert.deepEqual(notes({ ...npm, runtimeHint: "npx", runtimeArguments: runtimeArguments("-y") }), []);
    assert.deepEqual(notes({ ...npm, registryBaseUrl: "https://n.example/" }), [
      "The package comes from https://n.example/.",
    ]);
    assert.deepEqual(notes({ ...npm, runtimeHint: "node" }), ['Its publisher suggests "node"; the hub uses npx.']);
    assert.deepEqual(notes({ ...npm, environmentVariables: takes, runtimeArguments: runtimeArguments("--a", "-y") }), [
      "Left out, since they decide what else runs: NODE_OPTIONS. Add them to the entry if you need them.",
      "Its publisher gives npx itself these arguments: --a.",
    ]);
  });

  it("is named by its kind, its name and its version", () => {
    const label = (json: object) => read(json)?.offers[0]?.label;
    assert.equal(label(npm), "npm: @a/b 1.2.3");
    assert.equal(label({ ...oci, registryBaseUrl: "https://o.example" }), "oci: o.example/a/b:1");
  });
});
