import assert from "node:assert/strict";
import { type Catalog, emptyCatalog } from "../../../src/core/catalog/catalog";
import { callEntries } from "../../../src/editor/callPage/callEntries";
import { aTool } from "../../support/fakeLink";

const catalog: Catalog = {
  ...emptyCatalog,
  prompts: [
    { name: "plain", arguments: [] },
    { name: "full", title: "A prompt", description: "Asks", arguments: [] },
  ],
  resources: [
    { uri: "demo://1", name: "named", title: "Titled", description: "Says" },
    { uri: "demo://2", name: "named" },
    { uri: "demo://3", name: "" },
  ],
  resourceTemplates: [
    { uriTemplate: "demo://{a}", name: "named", title: "Titled", description: "Says" },
    { uriTemplate: "demo://{b}", name: "named" },
    { uriTemplate: "demo://{c}", name: "" },
  ],
};

const tools = [
  { server: "one", modelName: "one__read", tool: aTool("read", { title: "Read it", description: "Reads" }) },
  { server: "two", modelName: "two__write", tool: aTool("write", { title: "Write it" }) },
];

const hub: Parameters<typeof callEntries>[0] = {
  tools: () => tools,
  catalog: (server) => (server === "one" ? catalog : emptyCatalog),
};

describe("everything that can be called", () => {
  const { entries, more } = callEntries(hub, ["two", "one"]);
  const shown = (kind: string) =>
    entries.filter((one) => one.kind === kind).map(({ server, name, label, about }) => [server, name, label, about]);

  it("has the tools of each server, in the order of the servers, with what they do or else their title", () => {
    assert.deepEqual(shown("tool"), [
      ["two", "write", "write", "Write it"],
      ["one", "read", "read", "Reads"],
    ]);
    assert.equal(more, 0);
  });

  it("has prompts by their title or name", () => {
    assert.deepEqual(shown("prompt"), [
      ["one", "plain", "plain", ""],
      ["one", "full", "A prompt", "Asks"],
    ]);
  });

  it("has resources and their templates by title, name or address, with the address where nothing is said", () => {
    assert.deepEqual(shown("resource"), [
      ["one", "demo://1", "Titled", "Says"],
      ["one", "demo://2", "named", "demo://2"],
      ["one", "demo://3", "demo://3", "demo://3"],
    ]);
    assert.deepEqual(shown("template"), [
      ["one", "demo://{a}", "Titled", "Says"],
      ["one", "demo://{b}", "named", "demo://{b}"],
      ["one", "demo://{c}", "demo://{c}", "demo://{c}"],
    ]);
  });

  it("is cut off at a limit, and says how much more there is", () => {
    const few = callEntries(hub, ["two", "one"], 3);
    assert.deepEqual(few.entries, entries.slice(0, 3));
    assert.equal(few.more, entries.length - 3);
    assert.equal(callEntries(hub, ["two", "one"], entries.length).more, 0);
  });
});
