import assert from "node:assert/strict";
import { readServers } from "../../../../src/core/config/reading/readServers";
import {
  configuration,
  configurationProperties,
  restrictedConfigurations,
} from "../../../../src/core/config/schema/configurationProperties";
import { settingGroups } from "../../../../src/core/config/schema/options/settingGroups";
import { Settings, settingScopes } from "../../../../src/core/config/schema/settings";

describe("the settings in the manifest", () => {
  const properties = configurationProperties();

  it("are those that the code reads, with their scopes", () => {
    assert.deepEqual(
      Object.entries(properties).map(([key, { scope }]) => [key, scope]),
      Object.keys(Settings.shape).map((key) => [
        `mcpHub.${key}`,
        Object.entries(settingScopes).find(([name]) => name === key)?.[1],
      ]),
    );
  });

  it("have an order: the groups, and the settings in each, what is used every day first", () => {
    const groups = configuration();
    assert.deepEqual(
      groups.map(({ order }) => order),
      groups.map((_, at) => at),
    );
    const orders = groups.flatMap((group) => Object.values(group.properties).map(({ order }) => order));
    assert.deepEqual(
      orders,
      orders.map((_, at) => at),
    );
    const titles = groups.map(({ title }) => title);
    assert.deepEqual([titles.at(0), titles.at(-1)], ["Servers", "Operations"]);
  });

  it("say what each default means and why it is that", () => {
    for (const { settings } of settingGroups)
      for (const [key, why] of Object.entries(settings)) {
        assert.match(why, /\bdefault\b/, `${key}: ${why}`);
        assert.match(why, /[.]$/, key);
        const said = String(properties[`mcpHub.${key}`]?.markdownDescription);
        assert.ok(said.endsWith(` ${why}`) && said.length > why.length + 20, said);
      }
  });

  it("are in groups, each once, and none is empty", () => {
    const groups = configuration();
    const names = groups.flatMap((group) => Object.keys(group.properties));
    assert.deepEqual(names.toSorted(), Object.keys(properties).toSorted());
    assert.ok(groups.length > 3 && groups.every((group) => Object.keys(group.properties).length > 0));
    const groupOf = (key: string) => groups.find((group) => `mcpHub.${key}` in group.properties)?.title;
    assert.deepEqual(["servers", "approval", "retries", "healthSlowMs", "caFile", "chatMaxTurns"].map(groupOf), [
      "Servers",
      "Approval",
      "Calls",
      "Connections",
      "Connections",
      "Chat",
    ]);
  });

  it("say of each setting and each key what it is for", () => {
    for (const [path, node] of nodes(properties))
      assert.equal(typeof node.markdownDescription, "string", `${path} has no text to hover over`);
  });

  it("hold nothing that VS Code does not read", () => {
    const text = JSON.stringify(properties);
    for (const key of ['"$schema"', '"$id"', '"$ref"', '"description":"What', '"$defs"'])
      assert.equal(text.includes(key), false, key);
  });

  it("offer entries that the hub takes as they are", () => {
    const bodies = [...text(properties).matchAll(/"body":(\{.*?\}\}?)\}/g)].map(([, body]) => JSON.parse(body ?? ""));
    assert.equal(bodies.length, 4);
    for (const body of bodies) {
      const filled = JSON.parse(text(body).replace(/\$\{\d:([^}]*)\}/g, "$1"));
      const servers = "name" in filled ? filled : { name: filled };
      assert.deepEqual(readServers(servers, { scope: "user" }).problems, []);
    }
  });

  it("are restricted in a workspace that is not trusted, but for those that no workspace can write", () => {
    assert.deepEqual(
      restrictedConfigurations().toSorted(),
      Object.entries(properties)
        .flatMap(([key, { scope }]) => (scope === "application" || scope === "machine" ? [] : [key]))
        .toSorted(),
    );
    assert.ok(restrictedConfigurations().includes("mcpHub.servers"));
  });
});

const text = (value: unknown): string => JSON.stringify(value);

/** Every setting, and every key of an entry. */
function* nodes(properties: object, path = ""): Generator<[string, Record<string, unknown>]> {
  for (const [key, value] of Object.entries(properties)) {
    const here = `${path}/${key}`;
    yield [here, value];
    for (const inner of [value, value.additionalProperties, ...(value.additionalProperties?.anyOf ?? [])])
      if (inner?.properties) yield* nodes(inner.properties, here);
  }
}
