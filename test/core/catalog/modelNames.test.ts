import assert from "node:assert/strict";
import { maxModelName, modelName, serverInName } from "../../../src/core/catalog/modelName";
import { argumentName } from "../../../src/core/catalog/modelNames";

describe("names of arguments", () => {
  const rows: readonly [name: string, accepted: string][] = [
    ["path", "path"],
    ["_a.b-c9", "_a.b-c9"],
    ["x".repeat(64), "x".repeat(64)],
    ["x".repeat(65), "x".repeat(64)],
    ["9a", "_9a"],
    ["-a", "_-a"],
    ["a b  c", "a_b_c"],
    ["prüfe", "pru_fe"],
    ["", "_"],
  ];
  for (const [name, accepted] of rows)
    it(`${JSON.stringify(name)} becomes ${JSON.stringify(accepted)}`, () =>
      assert.equal(argumentName(name, new Set()), accepted));

  it("are each another one, also where they are as long as they may be", () => {
    const taken = new Set<string>(["a_b"]);
    assert.deepEqual(
      [argumentName("a b", taken), argumentName("a+b", taken), argumentName("c d", taken)],
      ["a_b_2", "a_b_3", "c_d"],
    );
    const long = `${"x".repeat(64)}+`;
    assert.deepEqual([argumentName(long, taken), argumentName(long, taken)], ["x".repeat(64), `${"x".repeat(62)}_2`]);
    assert.ok(taken.has("a_b_3") && taken.has("c_d"));
  });
});

describe("the length of a tool's name for models", () => {
  it("is 64 characters with its server's, or what a reader has room for", () => {
    const plain = (length: number) => modelName("files", "x".repeat(length - "files__".length));
    assert.equal(plain(64), `files__${"x".repeat(57)}`);
    assert.match(plain(65), /^files__x{48}_[0-9a-f]{8}$/);
    assert.equal(plain(65).length, maxModelName);
    assert.equal(modelName("files", "read", 11), "files__read");
    assert.match(modelName("files", "read", 10), /^f_[0-9a-f]{8}$/);
  });

  it("has 24 characters of the server's in a name with a digest", () => {
    assert.deepEqual(
      [serverInName("s".repeat(25)), serverInName("a.b c"), serverInName("7a")],
      ["s".repeat(24), "a_b_c", "_7a"],
    );
  });
});
