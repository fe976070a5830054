import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { promptOpening, readPromptInput } from "../../../src/core/conversation/promptInput";

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

  it("names ten prompts at most, and says where there are none", () => {
    const servers = (count: number) => Array.from({ length: count }, (_, at) => `s${at}`);
    const one = { catalog: () => ({ ...emptyCatalog, prompts: [prompt("greet")] }) };
    const said = (count: number) => {
      try {
        readPromptInput("nothing", servers(count), one);
      } catch (error) {
        return (error as Error).message;
      }
      return assert.fail("It is known.");
    };
    assert.match(said(10), /s9\/greet\.$/);
    assert.match(said(11), /s9\/greet, …\.$/);
    assert.match(said(0), /no connected server offers prompts\.$/);
  });
});

describe("the messages of a prompt as the beginning of a conversation", () => {
  const texts = (...contents: string[]) =>
    promptOpening(
      "a",
      "greet",
      contents.map((said, at) => ({ role: at % 2 ? "assistant" : "user", content: { type: "text", text: said } })),
    );

  it("come after what the person chose, with their roles, and are none where there is none", () => {
    assert.deepEqual(texts(), []);
    const [chosen, ...filled] = texts("Hello", "Hi");
    const first = chosen?.parts[0];
    assert.match(
      first?.kind === "text" ? first.text : "",
      /^The user chose the prompt "greet" of the MCP server "a"\./,
    );
    assert.deepEqual(
      filled.map(({ role }) => role),
      ["user", "assistant"],
    );
  });

  it("have 100,000 bytes each at most", () => {
    const size = (length: number) => JSON.stringify(texts("x".repeat(length))[1]).length;
    assert.ok(size(90_000) > 90_000);
    assert.ok(size(150_000) < 101_000);
    assert.ok(size(150_000) > 99_000);
  });
});
