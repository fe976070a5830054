import assert from "node:assert/strict";
import { type OptionValues, readOptions } from "../../../../src/core/config/reading/readOptions";
import { type Profiles, profileNamed } from "../../../../src/core/config/schema/options/profiles";

const read = (profiles: unknown, scope: "user" | "workspace" = "user") => {
  const written: OptionValues = { location: { scope }, values: { profiles } };
  const { options, problems } = readOptions([written], true);
  return { profiles: options.profiles, problems: problems.map(({ path, message }) => [path, message]) };
};

const review = { servers: ["github", "git*"], tools: ["github/get_*"], without: ["*/delete_*"], readOnly: true };

/** What cannot be read → where, and the sentence on it. */
const mistakes: [written: unknown, path: (string | number)[], sentence: RegExp][] = [
  [[], [], /"mcpHub.profiles" must be an object such as .*, but it is a list/],
  [{ "": {} }, [""], /"" cannot be the name of a profile/],
  [{ "a/b": {} }, ["a/b"], /cannot be the name/],
  [{ "..": {} }, [".."], /cannot be the name/],
  [{ a: [] }, ["a"], /The profile "a" is not used/],
  [{ a: { servers: "github" } }, ["a", "servers"], /"servers" must be a list/],
  [{ a: { servers: [1] } }, ["a", "servers", 0], /must be text, but it is a number/],
  [{ a: { tools: ["delete"] } }, ["a", "tools", 0], /The profile "a" is not used/],
  [{ a: { without: [""] } }, ["a", "without", 0], /The profile "a" is not used/],
  [{ a: { readonly: true } }, ["a"], /"readonly" is not known here/],
  [{ a: { servers: Array(501).fill("x") } }, ["a", "servers"], /must be at most 500/],
];

describe("the profiles of the settings", () => {
  it("are choices of servers and tools by name", () => {
    const { profiles, problems } = read({ review, "my.own-1": {} });
    assert.deepEqual(profiles, { review, "my.own-1": {} });
    assert.deepEqual(problems, []);
    assert.deepEqual(profileNamed(profiles, "review"), review);
    assert.deepEqual(profileNamed(profiles, "my.own-1"), {});
  });

  for (const [written, path, sentence] of mistakes)
    it(`leave out what cannot be read, alone: ${JSON.stringify(written).slice(0, 60)}`, () => {
      const both = Array.isArray(written) ? written : Object.assign({ review }, written);
      const { profiles, problems } = read(both);
      assert.deepEqual(profiles, Array.isArray(written) ? {} : { review });
      assert.equal(problems.length, 1);
      const [found, message] = problems[0] ?? [];
      assert.deepEqual(found, ["mcpHub.profiles", ...path]);
      assert.match(String(message), sentence);
    });

  it("are at most a hundred", () => {
    const { profiles, problems } = read(Object.fromEntries(Array.from({ length: 102 }, (_, n) => [`p${n}`, {}])));
    assert.equal(Object.keys(profiles).length, 100);
    assert.equal(problems.length, 2);
  });

  it("are the user's own: a workspace has none", () => {
    assert.deepEqual(read({ review }, "workspace").profiles, {});
  });

  it("allow nothing by a name that is not written", () => {
    const profiles: Profiles = { review };
    for (const name of ["", "Review", "toString", "__proto__", "constructor"])
      assert.equal(profileNamed(profiles, name), undefined, name);
  });
});
