import assert from "node:assert/strict";
import { savedOf, withRenamedServer, withSavedCall } from "../../../src/editor/callPage/savedCalls";

describe("the calls that are saved", () => {
  const target = (server: string) => ({ kind: "tool" as const, server, name: "read" });

  it("are those of a server under its new name, and give every byte back", () => {
    const both = withSavedCall(
      withSavedCall("", target("files"), "one", { server: "files" }),
      target("web"),
      "two",
      {},
    );
    const renamed = withRenamedServer(both, "files", "docs/my files");
    assert.deepEqual(
      [
        savedOf(renamed, target("docs/my files")),
        savedOf(renamed, target("files")),
        savedOf(renamed, target("web")).length,
      ],
      [savedOf(both, target("files")), [], 1],
    );
    assert.equal(withRenamedServer(renamed, "docs/my files", "files"), both);
  });

  it("stay as they are in a file that is none of the hub's", () => {
    for (const text of ["", "{", "[1]", '{"calls": [1, {"server": 2}]}'])
      assert.equal(withRenamedServer(text, "files", "docs"), text);
  });
});
