import assert from "node:assert/strict";
import { lookAlikes, skeleton } from "../../../src/core/catalog/lookAlikes";
import { modelName } from "../../../src/core/catalog/modelName";
import { aTool } from "../../support/fakeLink";

const tools = (...names: readonly (readonly [server: string, tool: string])[]) =>
  names.map(([server, name]) => ({ modelName: modelName(server, name), server, tool: aTool(name) }));

describe("names that may be taken for others", () => {
  const alike: [string, string, string][] = [
    ["a letter of another alphabet", "read_file", "rеad_file"],
    ["upper and lower case", "readFile", "readfile"],
    ["an invisible character", "read_file", "read\u200b_file"],
    ["a tag character", "read_file", "read_file\u{e0041}"],
    ["digits", "login", "l0gin"],
    ["a capital I", "list", "Iist"],
    ["wide letters", "read", "ｒｅａｄ"],
    ["two letters for one", "modern", "modem"],
  ];
  for (const [what, one, other] of alike)
    it(`are flagged: ${what}`, () => {
      const flagged = lookAlikes(tools(["files", one], ["other", other]), ["files", "other"]);
      assert.equal(skeleton(one), skeleton(other));
      assert.match(flagged("other", other).join(" "), /looks like/);
      assert.match(flagged("files", one).join(" "), /looks like .* of "other"/);
    });

  it("are flagged where they begin with the name of another server", () => {
    const flagged = lookAlikes(tools(["other", "files__write_file"], ["other", "Files/read"]), ["files", "other"]);
    assert.match(flagged("other", "files__write_file").join(), /begins with the name of another server, "files"/);
    assert.match(flagged("other", "Files/read").join(), /begins with the name of another server/);
    assert.deepEqual(flagged("files", "files__write_file"), [], "Its own name is no one else's.");
  });

  it("are not flagged where they are the same on two servers, or merely similar", () => {
    const flagged = lookAlikes(tools(["a", "search"], ["b", "search"], ["b", "search_all"], ["b", "read-file"]), [
      "a",
      "b",
    ]);
    for (const [server, name] of [
      ["a", "search"],
      ["b", "search"],
      ["b", "search_all"],
      ["b", "read-file"],
    ] as const)
      assert.deepEqual(flagged(server, name), []);
  });
});

describe("what a name looks like", () => {
  const pairs = "aа bЬ cс dԁ eе gɡ hһ iі jј kκ lӏ mм nո oο pр qԛ rг sѕ tт uυ vѵ wԝ xх yу zᴢ";
  for (const [latin, other = ""] of pairs.split(" ").map((pair) => [...pair]))
    it(`is ${latin} for ${other}`, () => assert.equal(skeleton(`-${other}-`), `-${latin}-`));

  const rows: [name: string, like: string][] = [
    ["READ_file~2", "read_file~2"],
    ["I1l|", "llll"],
    ["fo0", "foo"],
    ["return", "retum"],
    ["ａ b", "a b"],
    ["a\u200bb\u00a0c", "abc"],
    ["x".repeat(201), "x".repeat(200)],
  ];
  for (const [name, like] of rows)
    it(`is ${like.slice(0, 20)} for ${JSON.stringify(name.slice(0, 20))}`, () => assert.equal(skeleton(name), like));
});
