import assert from "node:assert/strict";
import { type Catalog, emptyCatalog, type Tool } from "../../../src/core/catalog/catalog";
import { knownPart, OfferedCatalog } from "../../../src/core/connection/offeredCatalog";
import { aTool } from "../../support/fakeLink";

const always = () => true;
const prompt = { name: "greet", arguments: [] };

function offered(tools: readonly Tool[]) {
  const told: Catalog[] = [];
  const catalog = new OfferedCatalog(emptyCatalog, (now) => told.push(now));
  catalog.set({ ...emptyCatalog, tools, prompts: [prompt] });
  told.length = 0;
  return { catalog, told };
}

describe("what a server offers", () => {
  it("is published when a part of it differs, and not when it is the same again", async () => {
    const { catalog, told } = offered([aTool("a"), aTool("b")]);
    await catalog.update({ tools: [aTool("a"), aTool("b")] }, always);
    await catalog.update({ prompts: [{ ...prompt }] }, always);
    await catalog.update({ resources: [], resourceTemplates: [] }, always);
    assert.equal(told.length, 0);
    const others = [[aTool("a")], [aTool("a"), aTool("b", { description: "New." })], [aTool("b"), aTool("a")], []];
    for (const tools of others) {
      await catalog.update({ tools }, always);
      assert.deepEqual(told.pop(), { ...emptyCatalog, tools, prompts: [prompt] });
    }
  });

  it("is published when the same catalog comes from a server that was not connected", async () => {
    const { catalog, told } = offered([aTool("a")]);
    catalog.keep();
    assert.equal(catalog.isStale, true);
    await catalog.update({ tools: [aTool("a")] }, always);
    assert.deepEqual([told.length, catalog.isStale], [2, false]);
  });

  it("stays unchanged if the session ended while the list was compared", async () => {
    const { catalog, told } = offered([aTool("a")]);
    let current = true;
    const updated = catalog.update({ tools: [aTool("b")] }, () => current);
    catalog.clear();
    current = false;
    await updated;
    assert.equal(catalog.catalog, emptyCatalog);
    assert.equal(told.length, 1);
  });

  it("is stale at first where it is known from before, and not where nothing is known", () => {
    const known = { ...emptyCatalog, tools: [aTool("a")] };
    const fresh = (catalog: Catalog) => new OfferedCatalog(catalog, () => assert.fail("published"));
    assert.deepEqual([fresh(known).isStale, fresh(emptyCatalog).isStale], [true, false]);
    const empty = fresh(emptyCatalog);
    empty.keep();
    empty.clear();
    assert.equal(empty.isStale, false);
  });

  it("is no longer missing a list that came late, and still the others", async () => {
    const told: Catalog[] = [];
    const catalog = new OfferedCatalog(emptyCatalog, (now) => told.push(now));
    const missing = (list: "prompts" | "resources") => ({ list, text: `No ${list}.` });
    catalog.set({ ...emptyCatalog, missing: [missing("prompts"), missing("resources")] } as Catalog);
    await catalog.update({ prompts: [] }, always);
    assert.deepEqual(told.at(-1), { ...emptyCatalog, missing: [missing("resources")] });
    await catalog.update({ resources: [] }, always);
    assert.deepEqual(told.at(-1), emptyCatalog);
    assert.equal(told.length, 3);
  });

  it("lets other work run while a long list is compared", async () => {
    const slow = (name: string) => ({
      ...aTool(name),
      toJSON: () => {
        for (const end = performance.now() + 10; performance.now() < end; );
        return name;
      },
    });
    const { catalog, told } = offered(["a", "b", "c"].map(slow));
    let others = 0;
    const other = setInterval(() => others++, 0);
    await catalog.update({ tools: ["a", "b", "c"].map(slow) }, always);
    clearInterval(other);
    assert.deepEqual([told.length, others > 0], [0, true]);
  });
});

describe("the part of a catalog to list", () => {
  const resource = { uri: "x:y", name: "y" };
  const template = { uriTemplate: "x:{y}", name: "y" };
  for (const [what, parts, expected] of [
    ["tools", { tools: [aTool("a")], prompts: [prompt], resources: [resource] }, "tools"],
    ["prompts, without tools", { prompts: [prompt], resources: [resource] }, "prompts"],
    ["resources alone", { resources: [resource] }, "resources"],
    ["templates of resources alone", { resourceTemplates: [template] }, "resources"],
    ["none", {}, undefined],
  ] as const)
    it(`is ${expected ?? "none"} where it has ${what}`, () =>
      assert.equal(knownPart({ ...emptyCatalog, ...parts }), expected));
});
