import assert from "node:assert/strict";
import { type Catalog, emptyCatalog } from "../../../src/core/catalog/catalog";
import { mergedTools, unknownTool, warnOfAliases } from "../../../src/core/hub/mergedTools";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { aTool, definition } from "../../support/fakeLink";

const catalog = (...names: readonly string[]): Catalog => ({
  ...emptyCatalog,
  tools: names.map((name) => aTool(name)),
});
const aliased = (id: string, aliases: Readonly<Record<string, string>>) => {
  const tools = Object.fromEntries(Object.entries(aliases).map(([tool, alias]) => [tool, { alias }]));
  return definition(id, { entry: { kind: "valid", config: { command: id, tools } } });
};

describe("the tools of all servers", () => {
  it("stand in the order of the servers, under the names that the settings give them", () => {
    const merged = mergedTools([
      { definition: aliased("b", { read: "look" }), catalog: catalog("read", "write") },
      { definition: definition("a"), catalog: catalog("read") },
    ]);
    assert.deepEqual(
      merged.map(({ modelName, server, tool, shown }) => [modelName, server, tool.name, shown?.name]),
      [
        ["b__look", "b", "read", "look"],
        ["b__write", "b", "write", undefined],
        ["a__read", "a", "read", undefined],
      ],
    );
  });

  it("are each there once: of two with the same name, the first", () => {
    const merged = mergedTools([{ definition: definition("a"), catalog: catalog("read", "read") }]);
    assert.equal(merged.length, 1);
  });
});

describe("an alias that another tool has as its name", () => {
  it("is warned of", () => {
    const published: HubEvent[] = [];
    const publish = (event: HubEvent) => void published.push(event);
    warnOfAliases(publish, aliased("a", { read: "look" }), catalog("read", "write"));
    assert.deepEqual(published, []);
    warnOfAliases(publish, aliased("a", { read: "write" }), catalog("read", "write"));
    const text =
      '"a" also offers a tool named "write", so "read" keeps its own name. Choose another alias for it in the settings.';
    assert.deepEqual(published, [{ type: "server.log", server: "a", level: "warning", from: "hub", text }]);
  });
});

describe("a tool that a server does not offer", () => {
  const says = (count: number) => {
    const names = Array.from({ length: count }, (_, n) => `t${n + 1}`);
    const error = unknownTool("a", "x", catalog(...names).tools);
    assert.equal(error.code, "unknown-tool");
    return error.message;
  };
  const ten = "t1, t2, t3, t4, t5, t6, t7, t8, t9, t10";
  for (const [count, text] of [
    [0, '"a" has no tool "x". It offers no tools.'],
    [1, '"a" has no tool "x". It offers t1.'],
    [10, `"a" has no tool "x". It offers ${ten}.`],
    [11, `"a" has no tool "x". It offers ${ten} and 1 more.`],
  ] as const)
    it(`is answered with what there is: ${count} tools`, () => assert.equal(says(count), text));
});
