import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { readPromptInput } from "../../../src/core/conversation/promptInput";

const prompt = (name: string) => ({ name, arguments: [] });
const hub = {
  catalog: (server: string) => ({
    ...emptyCatalog,
    prompts: server === "a" ? [prompt("greet"), prompt("both")] : [prompt("both")],
  }),
};
const read = (line: string) => readPromptInput(line, ["a", "b"], hub);

describe("the input after /prompt", () => {
  const rows: [line: string, server: string, name: string, given: object][] = [
    ["greet", "a", "greet", {}],
    ['greet who="Ada L." times=2', "a", "greet", { who: "Ada L.", times: "2" }],
    ["b/both", "b", "both", {}],
    ['a/greet {"who": "Ada"}', "a", "greet", { who: "Ada" }],
  ];
  for (const [line, server, name, given] of rows)
    it(`${line} is ${name} of ${server}`, () => {
      const found = read(line);
      assert.deepEqual([found?.server, found?.prompt.name, found?.given], [server, name, given]);
    });

  it("is undefined if it is empty", () => assert.equal(read("  "), undefined));

  it("lists the prompts if no server has the named one", () =>
    assert.throws(() => read("nothing"), {
      code: "bad-arguments",
      message: /^No connected server has a prompt "nothing"\. Available: a\/greet, a\/both, b\/both\.$/,
    }));

  it("lists the candidates if two servers have the named one", () =>
    assert.throws(() => read("both"), {
      code: "bad-arguments",
      message: /^More than one server has a prompt "both"\. Choose one of: a\/both, b\/both\.$/,
    }));
});
