import assert from "node:assert/strict";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { resultLimit, serverTool } from "../../../src/core/conversation/modelTool";
import { chatFixture, never } from "../../support/chatFixture";
import { aTool } from "../../support/fakeLink";

async function echo() {
  const { deps } = await chatFixture({ servers: { a: { tools: [aTool("echo", { description: "d".repeat(5000) })] } } });
  const [tool] = deps.hub.tools();
  assert.ok(tool);
  return serverTool(deps, { door: "chat" }, tool);
}

describe("a server's tool for a model", () => {
  for (const input of [undefined, null, {}])
    it(`accepts ${input === undefined ? "nothing" : JSON.stringify(input)} as no arguments`, async () => {
      const { text } = await (await echo()).run(input, { signal: never, limit: 1000 });
      assert.equal(text, "echo {}");
    });

  for (const input of [[], "{}", 7, true])
    it(`refuses ${JSON.stringify(input)}`, async () => {
      await assert.rejects((await echo()).run(input, { signal: never, limit: 1000 }), {
        code: "bad-arguments",
        message: `The arguments of "a__echo" must be a JSON object, not ${JSON.stringify(input)}.`,
      });
    });

  it("shortens a long description", async () => {
    assert.ok((await echo()).description.length < 2100);
  });
});

describe("the limit of a result", () => {
  it("is the setting, or less if the caller has fewer tokens", () => {
    assert.equal(resultLimit(defaultOptions), 100 * 1024);
    assert.equal(resultLimit(defaultOptions, 1000), 3000);
    assert.equal(resultLimit(defaultOptions, 1_000_000), 100 * 1024);
    assert.equal(resultLimit(defaultOptions, 0), 1);
  });
});
