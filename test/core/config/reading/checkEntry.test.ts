import assert from "node:assert/strict";
import { checkEntry, filledTexts } from "../../../../src/core/config/reading/checkEntry";
import { readServers } from "../../../../src/core/config/reading/readServers";

describe("the texts of an entry that may have variables", () => {
  it("are found at every depth, with their paths, and not in what only describes the server", () => {
    const config = {
      type: "stdio" as const,
      label: "a",
      description: "b",
      command: "c",
      args: ["d", "e"],
      env: { F: "f", G: 1, H: null },
      sandbox: { write: ["g"] },
    };
    assert.deepEqual(
      [...filledTexts(config)].map(([path, text]) => `${path.join(".")}: ${text}`),
      ["command: c", "args.0: d", "args.1: e", "env.F: f", "sandbox.write.0: g"],
    );
  });

  const wrong: [entry: object, path: string][] = [
    [{ command: "${foo}" }, "command"],
    [{ command: "x", args: ["", "${foo}"] }, "args.1"],
    [{ command: "x", env: { A: "${foo}" } }, "env.A"],
    [{ command: "x", sandbox: { write: ["${foo}"] } }, "sandbox.write.0"],
  ];
  for (const [entry, path] of wrong)
    it(`may have no variable that nobody knows: ${path}`, () =>
      assert.deepEqual(
        readServers({ x: entry }, { scope: "user" }).problems.map((one) => one.path.slice(2).join(".")),
        [path],
      ));
});

describe("a check of one entry", () => {
  const said = (entry: object) => checkEntry(entry).findings.map(({ path, message }) => [path, message] as const);

  it("tells the words that other apps have for HTTP from other mistakes", () => {
    for (const type of ["streamable-http", "streamableHttp", "streamable_http"])
      assert.match(String(said({ url: "https://x.example", type })[0]?.[1]), / Write "http"\.$/, type);
    const [other] = said({ url: "https://x.example", type: "tcp" });
    assert.doesNotMatch(String(other?.[1]), /Write "http"/);
    const [program] = said({ command: "x", type: "sse" });
    assert.match(String(program?.[1]), /write "url" instead of "command"\.$/);
  });

  it("names the place of a wrong argument by its number, and says how to write a list", () => {
    assert.deepEqual(said({ command: "x", args: ["a", 7] })[0]?.[0], ["args", 1]);
    assert.match(String(said({ command: "x", args: "a" })[0]?.[1]), /write \["-y", "some-server"\]/);
    assert.doesNotMatch(String(said({ command: "x", args: 7 })[0]?.[1]), /some-server/);
  });

  it("warns of a program with spaces in its name, unless its arguments are apart", () => {
    const spaces = (entry: object) => said(entry).filter(([, text]) => /contains spaces/.test(text)).length;
    assert.deepEqual(
      [{ command: "npx -y x" }, { command: "npx -y x", args: [] }, { command: "/a b/c" }, { command: "npx" }].map(
        spaces,
      ),
      [1, 0, 0, 0],
    );
  });

  it("refuses an address that is none, and leaves one with variables for later", () => {
    assert.deepEqual(said({ url: "ftp://x.example" })[0]?.[0], ["url"]);
    assert.deepEqual(said({ url: "${input:address}" }), []);
  });

  it("says what an entry without a program and an address lacks", () => {
    const lacks = (entry: object) => String(said(entry)[0]?.[1]);
    assert.match(lacks({}), /neither "command" nor "url"\. For example/);
    assert.match(lacks({ type: "stdio" }), /"command" is missing/);
    assert.match(lacks({ type: "http", headers: {} }), /"url" is missing/);
    assert.match(lacks({ one: { command: "x" }, two: {} }), /move them up one level/);
    assert.doesNotMatch(lacks({ one: { command: "x" }, two: null }), /move them up/);
    assert.doesNotMatch(lacks({ one: ["x"] }), /move them up/);
    assert.match(lacks({ comand: "x" }), /"comand"/);
    assert.match(lacks({ env: { A: "1" }, label: "x" }), /only "enabled" and "label"/);
    assert.deepEqual(checkEntry({ enabled: false }), {
      content: { kind: "overlay", overlay: { enabled: false } },
      findings: [],
    });
  });
});
