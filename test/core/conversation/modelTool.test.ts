import assert from "node:assert/strict";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { resultLimit, serverTool } from "../../../src/core/conversation/modelTool";
import { toJson } from "../../../src/core/kernel/json/exactJson";
import { done } from "../../support/callFixture";
import { chatFixture, never } from "../../support/chatFixture";
import { aTool } from "../../support/fakeLink";
import { unfenced } from "../../support/unfenced";

async function echo() {
  const { deps } = await chatFixture({ servers: { a: { tools: [aTool("echo", { description: "d".repeat(5000) })] } } });
  const [tool] = deps.hub.tools();
  assert.ok(tool);
  return serverTool(deps, { door: "chat" }, tool);
}

describe("a server's tool for a model", () => {
  for (const input of [undefined, null, {}, "", "{}", "null"])
    it(`accepts ${input === undefined ? "nothing" : JSON.stringify(input)} as no arguments`, async () => {
      const { text } = await (await echo()).run(input, { signal: never, limit: 1000 });
      assert.equal(unfenced(text), "echo {}");
    });

  for (const input of [[], "echo", 7, true])
    it(`refuses ${JSON.stringify(input)}`, async () => {
      await assert.rejects((await echo()).run(input, { signal: never, limit: 1000 }), {
        code: "bad-arguments",
        message: `The arguments of "a__echo" must be a JSON object, not ${JSON.stringify(input)}.`,
      });
    });

  for (const text of ['{"id": 725653563933458433}', '"{\\"id\\": 725653563933458433}"'])
    it(`reads ${text}, with every digit`, async () => {
      const { deps } = await chatFixture({ servers: { a: { tools: [aTool("echo")] } } });
      const [found] = deps.hub.tools();
      assert.ok(found);
      const seen: unknown[] = [];
      const callTool: typeof deps.requests.callTool = async ({ args }) => {
        seen.push(args);
        return done;
      };
      const requests = { ...deps.requests, callTool };
      await serverTool({ ...deps, requests }, { door: "chat" }, found).run(text, { signal: never, limit: 1000 });
      assert.equal(toJson(seen[0]), '{"id":725653563933458433}');
    });

  it("gives the model all of a description that the hub keeps", async () => {
    assert.equal((await echo()).description, `MCP server "a": ${"d".repeat(5000)}`);
  });

  it("gives the model a schema that every provider accepts, and the tool its own names", async () => {
    const inputSchema = {
      type: "object",
      properties: { "$filter by": { type: "string" } },
      oneOf: [{}, { required: ["x"] }],
    };
    const { deps } = await chatFixture({ servers: { a: { tools: [aTool("echo", { inputSchema })] } } });
    const [found] = deps.hub.tools();
    assert.ok(found);
    const tool = serverTool(deps, { door: "chat" }, found);
    assert.deepEqual(Object.keys(Object(tool.inputSchema.properties)), ["_filter_by"]);
    assert.equal(tool.inputSchema.oneOf, undefined);
    assert.match(tool.description, /^MCP server "a": echo\n\nExactly one of these must hold: /);
    const { text } = await tool.run({ _filter_by: "x" }, { signal: never, limit: 1000 });
    assert.equal(unfenced(text), 'echo {"$filter by":"x"}');
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
