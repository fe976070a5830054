import assert from "node:assert/strict";
import { commandLine, splitCommand } from "../../../../src/core/config/editing/commandLine";

describe("a command line", () => {
  const rows: [line: string, words: readonly string[] | undefined][] = [
    ["npx -y  x\ty", ["npx", "-y", "x", "y"]],
    ["  npx  ", ["npx"]],
    [`"C:\\a b\\x.exe" 'c d'`, ["C:\\a b\\x.exe", "c d"]],
    [`a"b c"d'e f'`, ["ab cde f"]],
    [`a "it's" 'say "no"'`, ["a", "it's", 'say "no"']],
    [`a "" b ''`, ["a", "", "b", ""]],
    [`a ""`, ["a", ""]],
    ["", undefined],
    ["   ", undefined],
    [`a "b`, undefined],
    ["a 'b", undefined],
    [`"" a`, undefined],
  ];
  for (const [line, words] of rows)
    it(`${JSON.stringify(line)} is ${words ? words.join(" | ") : "none"}`, () => {
      const [command, ...args] = words ?? [];
      assert.deepEqual(splitCommand(line), words && { command, args });
    });

  for (const [command, args, line] of [
    ["npx", ["-y", "x"], "npx -y x"],
    ["C:\\a b\\x.exe", ["", "it's", 'say "no"'], `"C:\\a b\\x.exe" "" "it's" 'say "no"'`],
    ["a", [`'"`], undefined],
    ["", ["a"], undefined],
  ] as const)
    it(`is ${line ?? "not there"} for ${JSON.stringify([command, ...args])}`, () =>
      assert.equal(commandLine({ command, args }), line));

  it("may be a program alone", () => assert.equal(commandLine({ command: "npx" }), "npx"));
});
