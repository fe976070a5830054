import assert from "node:assert/strict";
import { promptArguments, toolArguments } from "../../../src/editor/tree/tooltipArguments";

const numbers = (count: number) => Array.from({ length: count }, (_, at) => `a${at + 1}`);

describe("the arguments in the tooltip of a row", () => {
  const schema = (count: number) => ({
    type: "object" as const,
    properties: Object.fromEntries(numbers(count).map((name) => [name, { type: "string" }])),
  });

  it("are the first twenty of a tool, with the count of all", () => {
    const of = (count: number) => {
      const part = toolArguments(schema(count));
      return [part?.arguments.length, part?.arguments.at(-1)?.name, part?.count];
    };
    assert.deepEqual(of(20), [20, "a20", 20]);
    assert.deepEqual(of(21), [20, "a20", 21]);
  });

  it("are left out for a tool that takes none", () => assert.equal(toolArguments(schema(0)), undefined));

  it("say of a tool's argument its type, whether it is required, and what it is for", () => {
    const part = toolArguments({
      type: "object",
      properties: { path: { type: "string", description: "Where." }, deep: { type: "boolean" } },
      required: ["path"],
    });
    assert.deepEqual(part?.arguments, [
      { name: "path", kind: "text, required", about: "Where." },
      { name: "deep", kind: "true or false" },
    ]);
  });

  it("are the first twenty of a prompt, too", () => {
    const of = (count: number) => {
      const all = numbers(count).map((name) => ({ name, required: false }));
      const [part] = promptArguments(all as never);
      return [part?.arguments.length, part?.count];
    };
    assert.deepEqual(
      [of(20), of(21)],
      [
        [20, 20],
        [20, 21],
      ],
    );
    assert.deepEqual(promptArguments([]), []);
  });
});
