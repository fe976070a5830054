import assert from "node:assert/strict";
import { noSwitches, type Switches } from "../../../../src/core/access/switches";
import { type Catalog, emptyCatalog } from "../../../../src/core/catalog/catalog";
import { chosenItems, chosenTitle, itemAbout, switched } from "../../../../src/editor/commands/choose/chosenItems";
import { patternsIn, patternsProblem, patternsResult } from "../../../../src/editor/commands/choose/patterns";
import { profileAbout } from "../../../../src/editor/commands/choose/profileAbout";
import { aTool } from "../../../support/fakeLink";

const catalog: Catalog = {
  ...emptyCatalog,
  tools: [aTool("read"), aTool("delete")],
  prompts: [{ name: "sum", title: "Sum up", arguments: [] }],
  resources: [{ uri: "file:///a", name: "" }],
  resourceTemplates: [{ uriTemplate: "file:///{x}", name: "any" }],
};
const offered = {
  tools: ["a", "b"].flatMap((server) =>
    catalog.tools.map((tool) => ({ modelName: `${server}__${tool.name}`, server, tool })),
  ),
  servers: ["b"],
  catalog: () => catalog,
};
const off = (name: string, kind = "tool"): Switches => ({ single: { [`${kind}\nb\n${name}`]: "off" }, patterns: [] });
const seen = async (...given: Parameters<typeof chosenItems>) =>
  (await chosenItems(...given)).map(({ label, isOn, offer }) => `${offer.kind} ${label}${isOn ? "" : " off"}`);

describe("the list to choose from", () => {
  it("has everything of the servers, with what is off here, or in every workspace", async () => {
    const rule = { workspace: off("read"), everywhere: off("sum", "prompt") };
    const all = ["tool read", "tool delete", "prompt Sum up", "resource file:///a", "template any"];
    const without = (...names: string[]) => all.map((one) => (names.includes(one) ? `${one} off` : one));
    assert.deepEqual(await seen(offered, rule, "workspace"), without("tool read", "prompt Sum up"));
    assert.deepEqual(await seen(offered, rule, "everywhere"), without("prompt Sum up"));
    const profile = { name: "p", scope: { servers: [] } };
    assert.deepEqual(await seen(offered, { ...rule, profile }, "everywhere"), without("prompt Sum up"));
  });

  it("says what each costs, and what all that are chosen cost together", async () => {
    const items = await chosenItems(offered, { workspace: noSwitches, everywhere: noSwitches }, "workspace");
    assert.deepEqual(items.map(itemAbout).slice(2), ["prompt", "resource", "resource template"]);
    assert.match(items.map(itemAbout)[0] ?? "", /^\d+ tokens$/);
    const many = items.map((item) => ({ ...item, tokens: 1234 }));
    assert.equal(chosenTitle("Choose", many.slice(0, 2), 5), "Choose: 2 of 5 on, about 2,500 tokens");
    assert.equal(chosenTitle("Choose", [], 5), "Choose: 0 of 5 on, about 0 tokens");
  });

  it("turns on and off only what was changed", async () => {
    const items = await chosenItems(offered, { workspace: off("read"), everywhere: noSwitches }, "workspace");
    const [read, remove, ...others] = items;
    assert.ok(read && remove);
    assert.deepEqual(switched(items, new Set(items.filter(({ isOn }) => isOn))), { off: [], on: [] });
    assert.deepEqual(switched(items, new Set([read, ...others])), { off: [remove.offer], on: [read.offer] });
  });
});

describe("patterns in a line", () => {
  it("are read one by one, each once, and checked", () => {
    assert.deepEqual(patternsIn(" a/*, b/x ,, a/* "), ["a/*", "b/x"]);
    assert.deepEqual(patternsIn(" "), []);
    assert.equal(patternsProblem("a/*, b/x"), undefined);
    assert.match(patternsProblem("a/*, drop") ?? "", /"drop" has no "\/"/);
    assert.match(patternsProblem(Array.from({ length: 101 }, (_, at) => `a/${at}`).join()) ?? "", /at most 100/);
  });

  it("say what they match now, and which match nothing", () => {
    const offers = ["read", "delete"].map((name) => ({ server: "a", kind: "tool", name }) as const);
    assert.equal(patternsResult(["a/*", "*/read"], offers), "The patterns match 2 tools, prompts and resources now.");
    assert.match(
      patternsResult(["a/d*", "b/*"], offers),
      /match 1 tool, prompt or resource now\. Nothing matches b\/\*\.$/,
    );
    assert.equal(patternsResult([], offers), "No pattern turns anything off now.");
  });
});

describe("a profile in a few words", () => {
  it("says what it allows", () => {
    assert.equal(profileAbout({}), "every server");
    assert.equal(profileAbout({ servers: [] }), "no server");
    assert.equal(
      profileAbout({ servers: ["a", "b"], tools: ["a/x"], without: ["a/y"], readOnly: true }),
      "a, b · only some tools · without some tools · read-only",
    );
  });
});
