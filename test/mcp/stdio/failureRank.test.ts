import assert from "node:assert/strict";
import { failureReason } from "../../../src/mcp/stdio/failureReason";

describe("the line that says why a program failed", () => {
  const rows: [what: string, lines: readonly string[], line: string | undefined][] = [
    ["the first of two errors", ["Error: one!", "Error: two!"], "Error: one!"],
    ["an error rather than a complaint", ["The port is already in use.", "Error: boom!"], "Error: boom!"],
    ["the first of an error and a missing key", ["Error: boom!", "The API key is missing!"], "Error: boom!"],
    ["a missing key before an error", ["The API key is missing!", "Error: boom!"], "The API key is missing!"],
    [
      "a missing key rather than a complaint",
      ["It failed to start!", "The token is invalid!"],
      "The token is invalid!",
    ],
    [
      "an error that complains rather than one that does not",
      ["Error: boom!", "Error: not found!"],
      "Error: not found!",
    ],
    ["none that only mentions a key", ["Your token, sir!"], undefined],
    ["none that says nothing", ["Hello, world!"], undefined],
    ["none of a stack", ["at load: the token is missing"], undefined],
    ["none of a usage text", ["--token  the required token"], undefined],
    ["none without its text", ["ZodError: ["], undefined],
  ];
  for (const [what, lines, line] of rows) it(`is ${what}`, () => assert.equal(failureReason(lines).line, line));
});

describe("what a program lacks", () => {
  const reason = "Error: a token is required";
  const filler = (count: number) => Array.from({ length: count }, () => "and so on");
  const named = (name: string) => `please set ${name}`;

  const rows: [what: string, lines: readonly string[], variable: string | undefined][] = [
    ["named in the reason before all others", [named("A_B"), `${reason}: C_D`, named("E_F")], "C_D"],
    ["named on the next line", [reason, named("A_B")], "A_B"],
    ["named three lines below", [reason, ...filler(2), named("A_B")], "A_B"],
    ["named four lines below", [reason, ...filler(3), named("A_B")], undefined],
    ["named below before above", [named("A_B"), reason, ...filler(2), named("C_D")], "C_D"],
    ["named on the line above, the first of all", [named("A_B"), reason], "A_B"],
    ["named three lines above", [...filler(2), named("A_B"), ...filler(2), reason], "A_B"],
    ["named four lines above", [named("A_B"), ...filler(3), reason], undefined],
    ["the code of an error", [`${reason}: ERR_NO_TOKEN`], undefined],
  ];
  for (const [what, lines, variable] of rows)
    it(`is ${variable ?? "not known"} where it is ${what}`, () =>
      assert.equal(failureReason(lines).variable, variable));

  it("is not guessed where the reason is about something else", () => {
    assert.deepEqual(failureReason(["Error: connection refused!", named("A_B")]), {
      line: "Error: connection refused!",
    });
  });

  it("is not the option for help", () => {
    assert.deepEqual(failureReason(["Error: missing file, see --help"]), { line: "Error: missing file, see --help" });
  });
});
