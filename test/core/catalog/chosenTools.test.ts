import assert from "node:assert/strict";
import { chosenTools } from "../../../src/core/catalog/chosenTools";

const tools = ["files/read", "files/write", "web/get", "web/post"].map((name) => {
  const [server = "", tool = ""] = name.split("/");
  return { server, name: tool };
});
const uses = (counts: Readonly<Record<string, number>>) => (server: string, name: string) =>
  counts[`${server}/${name}`] ?? 0;
const chosen = (limit: number, patterns: readonly string[] = [], counts = {}) =>
  chosenTools(tools, { limit, patterns, uses: uses(counts) }).map(({ server, name }) => `${server}/${name}`);

describe("the tools that a client with little room gets", () => {
  it("are all where there is room", () => {
    assert.equal(chosen(4).length, 4);
    assert.equal(chosenTools(tools, { limit: 4, patterns: [], uses: () => assert.fail("it counts nothing") }), tools);
  });

  it("are those that are used most, in the order in which they came", () => {
    assert.deepEqual(chosen(2, [], { "web/post": 9, "files/write": 3, "web/get": 1 }), ["files/write", "web/post"]);
    assert.deepEqual(chosen(3), ["files/read", "files/write", "web/get"], "without uses the first ones");
    assert.deepEqual(chosen(0), []);
  });

  it("are among those that are named", () => {
    assert.deepEqual(chosen(4, ["web/*", "files/read"]), ["files/read", "web/get", "web/post"]);
    assert.deepEqual(chosen(1, ["web/*"], { "files/read": 9, "web/post": 1 }), ["web/post"]);
    assert.deepEqual(chosen(4, ["nothing"]), []);
  });
});
