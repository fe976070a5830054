import assert from "node:assert/strict";
import type { HubTool } from "../../../src/core/catalog/catalog";
import { ToolSearch } from "../../../src/core/catalog/toolSearch";
import { hubTools } from "../../../src/core/conversation/hubTools";
import { definitionSize, serverTool } from "../../../src/core/conversation/modelTool";
import { offerTools } from "../../../src/core/conversation/toolOffer";
import { chatFixture } from "../../support/chatFixture";
import { aTool } from "../../support/fakeLink";

/** `beyond`: tools that the search knows, but a model may not get. */
async function offered(count: number, prompt: string, sizeLimit = 1_000_000, beyond = 0) {
  const { deps } = await chatFixture({ servers: {} });
  const known: HubTool[] = Array.from({ length: count + beyond }, (_, n) => ({
    modelName: `many__tool_${n}`,
    server: "many",
    tool: aTool(`tool_${n}`, { description: n === 150 ? "Converts a PDF to text" : "Does a thing" }),
  }));
  const all = known.slice(0, count);
  const search = new ToolSearch(() => known);
  const own = hubTools(deps, search, { door: "chat" });
  const offer = await offerTools(all, prompt, {
    search,
    searching: [own.mcpHub_findTools, own.mcpHub_describeTool, own.mcpHub_callTool],
    always: [own.mcpHub_readResource],
    direct: (tool) => serverTool(deps, { door: "chat" }, tool),
    sizeLimit,
  });
  return { offer, names: offer.tools.map(({ name }) => name) };
}

describe("the tools that a model gets", () => {
  it("are all of them up to 100", async () => {
    const { offer, names } = await offered(100, "anything");
    assert.equal(offer.searched, false);
    assert.equal(names.length, 101);
    assert.ok(!names.includes("mcpHub_findTools"));
  });

  it("are a search and those that match the prompt beyond 100", async () => {
    const { offer, names } = await offered(200, "convert a pdf");
    assert.equal(offer.searched, true);
    assert.deepEqual(names.slice(0, 5), [
      ...["mcpHub_findTools", "mcpHub_describeTool", "mcpHub_callTool", "mcpHub_readResource", "many__tool_150"],
    ]);
    assert.ok(names.length <= 34, `${names.length} tools`);
  });

  it("are a search if the definitions do not fit", async () => {
    const { offer, names } = await offered(50, "thing", 200);
    assert.equal(offer.searched, true);
    assert.ok(names.length < 12, names.join(" "));
  });

  it("are all of them where their definitions just fit, and otherwise the most relevant that do", async () => {
    const every = (await offered(5, "thing")).offer.tools.filter(({ name }) => name.startsWith("many__"));
    const size = every.reduce((sum, tool) => sum + definitionSize(tool), 0);
    assert.equal((await offered(5, "thing", size)).offer.searched, false);
    const { offer, names } = await offered(5, "thing", size - 1);
    assert.equal(offer.searched, true);
    assert.equal(names.filter((name) => name.startsWith("many__")).length, 4);
    const one = definitionSize(every[0] ?? assert.fail());
    const few = await offered(5, "thing", one);
    assert.equal(few.names.filter((name) => name.startsWith("many__")).length, 1);
    assert.equal((await offered(5, "thing", one - 1)).names.length, 4);
  });

  it("are none of those that a search finds beside what may be offered", async () => {
    const { names } = await offered(101, "tool 101", 1_000_000, 1);
    assert.ok(names.length > 4);
    assert.ok(!names.includes("many__tool_101"), names.join(" "));
  });

  it("can be called by name even if the model did not get them", async () => {
    const { offer } = await offered(200, "convert a pdf");
    assert.equal(offer.find("many__tool_7")?.name, "many__tool_7");
    assert.equal(offer.find("mcpHub_callTool")?.name, "mcpHub_callTool");
    assert.equal(offer.find("many__tool_200"), undefined);
  });
});
