import assert from "node:assert/strict";
import type { ChoiceRule, Offer } from "../../../../src/core/access/switches";
import type { Catalog } from "../../../../src/core/catalog/catalog";
import { chosenCatalog, offCatalog } from "../../../../src/core/hub/chosen/chosenCatalog";
import { whyOff } from "../../../../src/core/hub/chosen/whyOff";
import { aTool } from "../../../support/fakeLink";

const catalog: Catalog = {
  tools: [aTool("t1"), aTool("t2")],
  prompts: [
    { name: "p1", arguments: [] },
    { name: "p2", arguments: [] },
  ],
  resources: [
    { uri: "r:1", name: "r" },
    { uri: "r:2", name: "r" },
  ],
  resourceTemplates: [
    { uriTemplate: "r:{x}", name: "r" },
    { uriTemplate: "r:{y}", name: "r" },
  ],
};
const on = { single: {}, patterns: [] };
const offers = [
  { kind: "tool", name: "t1", other: "t2", list: "tools" },
  { kind: "prompt", name: "p1", other: "p2", list: "prompts" },
  { kind: "resource", name: "r:1", other: "r:2", list: "resources" },
  { kind: "template", name: "r:{x}", other: "r:{y}", list: "resourceTemplates" },
] as const;
const without = (kind: Offer["kind"], name: string): ChoiceRule => ({
  workspace: { single: { [`${kind}\na\n${name}`]: "off" }, patterns: [] },
  everywhere: on,
});
const chosen = (rule: ChoiceRule, server = "a", isRead = () => false) => chosenCatalog(rule, server, catalog, isRead);

describe("what of a catalog is on", () => {
  it("is the catalog itself where nothing is off", () => {
    assert.equal(chosen({ workspace: on, everywhere: on }), catalog);
    assert.equal(chosen(without("tool", "t1"), "b"), catalog);
  });

  for (const { kind, name, other, list } of offers)
    it(`does not have the ${kind} that is off, and has every other list as it was`, () => {
      const rule = without(kind, name);
      const now = chosen(rule);
      assert.deepEqual(now, { ...catalog, [list]: catalog[list].slice(1) });
      for (const rest of offers) if (rest.list !== list) assert.equal(now[rest.list], catalog[rest.list]);
      const none = { tools: [], prompts: [], resources: [], resourceTemplates: [] };
      assert.deepEqual(offCatalog(catalog, now), { ...none, [list]: catalog[list].slice(0, 1) });

      const hub = { catalog: () => now };
      const why = (one: string) => whyOff(hub, { rule }, { server: "a", kind, name: one });
      assert.match(why(name) ?? "", /is turned off in this workspace/);
      assert.equal(why(other), undefined);
    });

  it("has in a profile that only reads the tools that are known to change nothing", () => {
    const rule = { workspace: on, everywhere: on, profile: { name: "reads", scope: { readOnly: true } } };
    assert.deepEqual(chosen(rule).tools, []);
    assert.equal(
      chosen(rule, "a", () => true),
      catalog,
    );
  });
});
