import assert from "node:assert/strict";
import { presentNames, ServerJson } from "../../../src/core/registry/serverJson";

const long = (length: number) => "x".repeat(length);
const read = (more: object) => ServerJson.safeParse({ name: "a", ...more }).data;
const packaged = (more: object) =>
  read({ packages: [{ registryType: "npm", identifier: "a", ...more }] })?.packages.at(0);
const variableOf = (more: object) =>
  packaged({ environmentVariables: [{ name: "A", ...more }] })?.environmentVariables[0];
const argumentOf = (more: object) => packaged({ packageArguments: [more] })?.packageArguments[0];
const remoteOf = (more: object) => read({ remotes: [{ url: "https://a.example", ...more }] })?.remotes.at(0);

describe("a server as a registry describes it", () => {
  it("needs a name alone, and has the rest empty", () => {
    assert.deepEqual(read({}), { name: "a", packages: [], remotes: [] });
    assert.equal(read({ name: "" }), undefined);
    assert.equal(read({ name: 7 }), undefined);
  });

  /** What is read of a text that must not be longer, by how long it may be. */
  const limits: [what: string, limit: number, of: (text: string) => unknown][] = [
    ["its name", 200, (name) => read({ name })?.name],
    ["the address of its repository", 2000, (url) => read({ repository: { url } })?.repository?.url],
    ["its page", 2000, (websiteUrl) => read({ websiteUrl })?.websiteUrl],
    ["the registry of a package", 100, (registryType) => packaged({ registryType })?.registryType],
    ["the address of that registry", 2000, (registryBaseUrl) => packaged({ registryBaseUrl })?.registryBaseUrl],
    ["the identifier of a package", 2000, (identifier) => packaged({ identifier })?.identifier],
    ["the version of a package", 255, (version) => packaged({ version })?.version],
    ["the program of a package", 100, (runtimeHint) => packaged({ runtimeHint })?.runtimeHint],
    ["the transport of a package", 100, (type) => packaged({ transport: { type } })?.transport?.type],
    ["the name of an input", 200, (name) => variableOf({ name })?.name],
    ["the value of an input", 8192, (value) => variableOf({ value })?.value],
    ["the default of an input", 8192, (text) => variableOf({ default: text })?.default],
    ["one of the choices", 500, (text) => variableOf({ choices: [text] })?.choices[0]],
    ["the name of an argument", 200, (name) => argumentOf({ name })?.name],
    ["the hint of an argument", 200, (valueHint) => argumentOf({ valueHint })?.valueHint],
    ["the type of a remote", 100, (type) => remoteOf({ type })?.type],
    ["the address of a remote", 8192, (url) => remoteOf({ url })?.url],
    [
      "the name of a variable",
      200,
      (name) => Object.keys(remoteOf({ variables: { [name]: { value: "v" } } })?.variables ?? {})[0],
    ],
  ];
  for (const [what, limit, of] of limits)
    it(`has ${what}, of at most ${limit} characters`, () => {
      assert.equal(of(long(limit)), long(limit));
      assert.equal(of(long(limit + 1)), undefined);
    });

  const lines: [what: string, limit: number, of: (text: string) => string | undefined][] = [
    ["title", 200, (title) => read({ title })?.title],
    ["description", 1000, (description) => read({ description })?.description],
    ["version", 255, (version) => read({ version })?.version],
    ["status", 50, (status) => read({ status })?.status],
    ["description of an input", 500, (description) => variableOf({ description })?.description],
    ["placeholder of an input", 200, (placeholder) => variableOf({ placeholder })?.placeholder],
  ];
  for (const [what, limit, of] of lines)
    it(`has its ${what} as one line, cut at ${limit} characters`, () => {
      assert.equal(of("a\nb"), "a b");
      assert.equal(of(long(limit)), long(limit));
      const cut = of(long(limit + 1)) ?? "";
      assert.ok(cut.startsWith(long(limit)) && cut[limit] !== "x", `${cut.length}`);
    });

  it("has no more than fifty members of a list, and leaves out what is none", () => {
    const remotes = Array.from({ length: 51 }, (_, n) => ({ url: `https://a${n}.example` }));
    assert.equal(read({ remotes })?.remotes.length, 50);
    assert.deepEqual(
      read({ remotes: [{ url: "" }, 7, null, { url: "https://a.example" }] })?.remotes.map(({ url }) => url),
      ["https://a.example"],
    );
    assert.deepEqual(read({ remotes: "no", packages: 7 }), { name: "a", packages: [], remotes: [] });
  });

  it("has no package without a registry or an identifier, and no empty version", () => {
    for (const more of [{ registryType: "" }, { identifier: "" }]) assert.equal(packaged(more), undefined);
    assert.equal(packaged({ version: "" })?.version, undefined);
    assert.equal(variableOf({ name: "" }), undefined);
  });

  it("takes what is not as it should be for missing", () => {
    assert.deepEqual(variableOf({ value: 7, default: false, isRequired: "yes", isSecret: true, format: "odd" }), {
      ...{ name: "A", value: "7", default: "false", isRequired: false, isSecret: true, format: "string" },
      ...{ choices: [], variables: {} },
    });
    assert.deepEqual(argumentOf({ type: "odd", name: 7, isRepeated: true, variables: 7, format: "filepath" }), {
      ...{ type: "positional", isRepeated: true, variables: {}, isRequired: false, isSecret: false },
      ...{ format: "filepath", choices: [], name: undefined },
    });
    assert.equal(argumentOf({ type: "named" })?.type, "named");
  });
});

describe("a description of an older format", () => {
  it("gets the present names, and keeps those that the publisher chose", () => {
    assert.deepEqual(
      presentNames({
        registry_name: "npm",
        identifier: "a",
        transport_type: "stdio",
        is_required: true,
        package_arguments: [{ value_hint: "x", variables: { my_name: { is_secret: true } } }],
        variables: ["my_name", { is_secret: true }],
      }),
      {
        registryType: "npm",
        identifier: "a",
        type: "stdio",
        isRequired: true,
        packageArguments: [{ valueHint: "x", variables: { my_name: { isSecret: true } } }],
        variables: ["my_name", { is_secret: true }],
      },
    );
  });

  it("names a package by its name, and its version in a detail, where nothing else does", () => {
    assert.deepEqual(presentNames({ registry_name: "npm", name: "a", version_detail: { version: "1" } }), {
      ...{ registryType: "npm", name: "a", identifier: "a", versionDetail: { version: "1" }, version: "1" },
    });
    const both = { registryType: "npm", name: "a", identifier: "b", versionDetail: { version: "1" }, version: "2" };
    assert.deepEqual(presentNames(both), both);
    assert.deepEqual(presentNames({ name: "a", versionDetail: "1" }), {
      ...{ name: "a", versionDetail: "1", version: undefined },
    });
  });

  it("is looked through twelve levels deep", () => {
    const nested = (levels: number, key: string): unknown =>
      levels === 0 ? { [key]: 1 } : { a: nested(levels - 1, key) };
    assert.deepEqual(presentNames(nested(12, "b_c")), nested(12, "bC"));
    assert.deepEqual(presentNames(nested(13, "b_c")), nested(13, "b_c"));
  });
});
