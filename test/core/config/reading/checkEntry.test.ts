import assert from "node:assert/strict";
import { filledTexts } from "../../../../src/core/config/reading/checkEntry";
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
