import assert from "node:assert/strict";
import { completePath, rank } from "../../src/samples/documents/completePath";
import { Refusal } from "../../src/samples/documents/refusal";
import type { Workspace } from "../../src/samples/documents/workspace";

const failing = (error: Error) => ({ documents: () => Promise.reject(error) }) as unknown as Workspace;

describe("the completion of a path", () => {
  it("offers documents of the folders that may be read, the best ones first", async () => {
    const places = ["b/read.md", "read.md"].map((name) => ({ name }));
    const workspace = { documents: async () => ({ places }) } as unknown as Workspace;
    assert.deepEqual(await completePath(workspace, "read"), ["read.md", "b/read.md"]);
  });

  it("looks through at most 1,000 documents, 12 folders deep, and 20,000 entries", async () => {
    const asked: unknown[] = [];
    const documents = async (...given: unknown[]) => {
      asked.push(...given);
      return { places: [] };
    };
    await completePath({ documents } as unknown as Workspace, "");
    assert.deepEqual(asked, [undefined, { files: 1000, depth: 12, entries: 20_000 }]);
  });

  it("offers nothing where nothing may be read, and does not hide a defect", async () => {
    assert.deepEqual(await completePath(failing(new Refusal("No folder.")), ""), []);
    await assert.rejects(completePath(failing(new TypeError("x is undefined")), ""), TypeError);
  });

  it("takes a name that contains what was typed once, after those that begin with it", () => {
    assert.deepEqual(rank(["xab.md", "abab.md", "ba.md", "a.md"], "a"), ["abab.md", "a.md", "xab.md", "ba.md"]);
    assert.deepEqual(rank(["xa.md", "a"], "a"), ["a", "xa.md"]);
  });
});
