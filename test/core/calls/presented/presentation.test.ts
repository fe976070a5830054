import assert from "node:assert/strict";
import {
  ownName,
  presentationOf,
  presented,
  schemaWithDefaults,
  takenAliases,
} from "../../../../src/core/calls/presented/presentation";
import { ServerConfig } from "../../../../src/core/config/schema/serverConfig";
import { aTool, definition } from "../../../support/fakeLink";

const entryOf = (tools: object) =>
  definition("tickets", { entry: { kind: "valid", config: ServerConfig.parse({ command: "x", tools }) } });
const offer = { tools: [aTool("find"), aTool("list"), aTool("search")] };

describe("how a tool is presented", () => {
  it("is as its server says where the settings say nothing of that", () => {
    const find = aTool("find");
    for (const tools of [{}, { find: { omit: ["a"] } }, { list: { alias: "all" } }]) {
      const presentation = presentationOf(entryOf(tools), offer, find);
      assert.equal(presentation, undefined);
      assert.equal(presented(find, presentation), find);
    }
  });

  it("gives the same tool for the same settings, so that an index of tools stays", () => {
    const find = aTool("find", { description: "Finds." });
    const entry = entryOf({ find: { alias: "look", description: "Looks.", defaults: { limit: 5 } } });
    const shown = presented(find, presentationOf(entry, offer, find));
    assert.deepEqual([shown.name, shown.description, shown.digest], ["look", "Looks.", find.digest]);
    assert.equal(presented(find, presentationOf(entry, offer, find)), shown);
    const other = entryOf({ find: { alias: "look", description: "Looks around.", defaults: { limit: 5 } } });
    assert.equal(presented(find, presentationOf(other, offer, find)).description, "Looks around.");
  });

  it("keeps the name of a tool whose alias its server gives to another tool, which is the one that is meant", () => {
    const entry = entryOf({ find: { alias: "search", description: "Looks." } });
    assert.deepEqual(presentationOf(entry, offer, aTool("find")), { name: "find", description: "Looks." });
    assert.deepEqual(takenAliases(entry, offer), [{ tool: "find", alias: "search" }]);
    assert.equal(ownName(entry, offer, "search"), "search");
    assert.equal(ownName(entry, { tools: [aTool("find")] }, "search"), "find");
    assert.deepEqual(takenAliases(entryOf({ find: { alias: "find" } }), offer), []);
  });

  it("does not take the name of a member that every object has for an alias or for a tool", () => {
    const entry = entryOf({ find: { alias: "look" } });
    for (const name of ["constructor", "toString", "__proto__"]) {
      assert.equal(ownName(entry, offer, name), name);
      assert.equal(presentationOf(entry, offer, aTool(name)), undefined);
    }
  });

  it("no longer requires what has a default, and says what it is", () => {
    const schema = {
      type: "object",
      properties: { site: { type: "string" }, query: { type: "string" }, any: true },
      required: ["site", "query"],
    };
    assert.deepEqual(schemaWithDefaults(schema, { site: "acme", any: 1, unknown: 2 }), {
      type: "object",
      properties: { site: { type: "string", default: "acme" }, query: { type: "string" }, any: true },
      required: ["query"],
    });
    assert.deepEqual(schemaWithDefaults({ type: "object", required: ["site"] }, { site: "acme" }), { type: "object" });
    assert.equal(schemaWithDefaults(schema, undefined), schema);
  });
});
