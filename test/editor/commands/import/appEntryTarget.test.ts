import assert from "node:assert/strict";
import { appEntryTarget, isAt } from "../../../../src/editor/commands/import/appEntryTarget";
import { notImported, notThere } from "../../../../src/editor/commands/import/importText";
import { found, known, source } from "../../../core/apps/import/importWorld";

describe("one server of a file that is imported", () => {
  const file = "/home/ann/.cursor/mcp.json";
  const all = found([source("cursor", { mcpServers: { a: { command: "x" }, b: { command: 7 } } })], {
    known: [known("mine", { command: "x" })],
  });

  it("is named by its file and its path", () => {
    const target = appEntryTarget({ file, path: ["mcpServers", "b", {}] });
    assert.deepEqual(target, { file, path: ["mcpServers", "b"] });
    assert.deepEqual(
      all.map((candidate) => target && isAt(target, candidate)),
      [false, true],
    );
  });

  it("is chosen by the person where something else is given", () => {
    for (const argument of [undefined, null, "a", {}, { file }, { file: 7, path: [] }, { file, path: "a" }])
      assert.equal(appEntryTarget(argument), undefined);
  });

  it("is refused with the reason and the next step", () => {
    const [same, broken] = all.map(notImported);
    assert.equal(same, '"a" was not imported: it is here already, as "mine".');
    assert.match(broken ?? "", /"command" must be/);
    assert.equal(
      notThere({ file, path: ["mcpServers", "new"] }),
      'The saved file has no server "new". Save the file, then import again.',
    );
  });
});
