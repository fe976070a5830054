import assert from "node:assert/strict";
import { readAnswer } from "../../../src/core/registry/answer";
import { Registry } from "../../../src/core/registry/registry";

const server = (name: string, more: object = {}) => ({ name, description: "", version: "1.0.0", ...more });
const many = (count: number) => Array.from({ length: count }, (_, n) => server(`s${n}`));
const namesOf = (given: unknown) => readAnswer(given)?.servers.map(({ name }) => name);

describe("an answer of a registry", () => {
  const shapes: [what: string, given: unknown][] = [
    ["a list", [server("a")]],
    ["servers", { servers: [server("a")] }],
    ["data", { data: [server("a")] }],
    ["results", { results: [server("a")] }],
    ["one server", server("a")],
    ["one server in an object", { server: server("a") }],
  ];
  for (const [what, given] of shapes)
    it(`may be ${what}`, () => {
      assert.deepEqual(namesOf(given), ["a"]);
      assert.equal(readAnswer(given)?.next, undefined);
    });

  it("is nothing else", () => {
    for (const given of [null, 7, "a", {}, { servers: {} }, { server: "a" }, { name: 7 }])
      assert.equal(readAnswer(given), undefined, JSON.stringify(given));
  });

  it("is read for a hundred servers", () =>
    assert.deepEqual([namesOf(many(100))?.length, namesOf(many(101))?.length], [100, 100]));

  it("counts what cannot be read, and leaves out what was deleted", () => {
    const list = [7, server("a"), { server: server(""), _meta: {} }, server("b", { status: "deleted" })];
    const { servers, unread } = readAnswer(list) ?? assert.fail("not read");
    assert.deepEqual([servers.map(({ name }) => name), unread], [["a"], 2]);
  });

  const official = "io.modelcontextprotocol.registry/official";
  const facts: [where: string, of: (facts: object) => object][] = [
    ["beside the server", (said) => ({ server: server("a"), _meta: { [official]: said } })],
    ["in the server", (said) => server("a", { _meta: { [official]: said } })],
    ["under an older name", (said) => ({ server: server("a"), "x-io.modelcontextprotocol.registry": said })],
    ["without a name", (said) => ({ server: server("a"), _meta: said })],
  ];
  for (const [where, of] of facts)
    it(`says the status ${where}, which counts before the server's own word`, () => {
      const status = (said: object) => readAnswer([of(said)])?.servers.map(({ isDeprecated }) => isDeprecated);
      assert.deepEqual(status({ status: "deprecated" }), [true]);
      assert.deepEqual(status({ status: "active" }), [false]);
      assert.deepEqual(status({ status: "deleted" }), []);
    });

  it("gives the latest of several versions, or else the first", () => {
    const version = (text: string, isLatest?: boolean) => ({
      server: server("a", { version: text }),
      _meta: { [official]: { is_latest: isLatest } },
    });
    const versions = (...list: object[]) => readAnswer(list)?.servers.map(({ version }) => version);
    assert.deepEqual(versions(version("1"), version("2", true), version("3", true)), ["2"]);
    assert.deepEqual(versions(version("2", true), version("1")), ["2"]);
    assert.deepEqual(versions(version("1"), version("2", false)), ["1"]);
  });

  it("says where the next page begins, in up to 2000 characters", () => {
    const next = (metadata: unknown) => readAnswer({ servers: [], metadata })?.next;
    assert.equal(next({ next_cursor: "c" }), "c");
    assert.equal(next({ nextCursor: "x".repeat(2000) }), "x".repeat(2000));
    for (const odd of [undefined, "c", { nextCursor: "" }, { nextCursor: 7 }, { nextCursor: "x".repeat(2001) }])
      assert.equal(next(odd), undefined);
  });
});

describe("a file with servers", () => {
  const find = async (content: unknown, text: string) => {
    const load = async () => JSON.stringify(content);
    const registry = new Registry({ fetch: async () => assert.fail("nothing is contacted"), load });
    return registry.search({ kind: "file", path: "/f.json" }, { text }, new AbortController().signal);
  };

  it("is looked through for 5000, and shows a hundred at once", async () => {
    const all = many(5001);
    assert.equal((await find(all, "s")).servers.length, 100);
    assert.equal((await find(all, "s4999")).servers.length, 1);
    assert.equal((await find(all, "s5000")).servers.length, 0);
  });

  it("is searched by name, title and description, and says what could not be read", async () => {
    const all = [server("one", { title: "Git" }), server("two", { description: "git" }), server("git"), server("x"), 7];
    const { servers, unread } = await find(all, "GIT");
    assert.deepEqual([servers.map(({ name }) => name), unread], [["one", "two", "git"], 1]);
  });
});
