import assert from "node:assert/strict";
import { entryLabels } from "../../../src/core/presentation/entryLabels";

describe("the labels of what a server lists", () => {
  const labels = (...entries: readonly { uri: string; name: string; title?: string }[]) =>
    entryLabels(entries, ({ uri }) => uri);

  it("are titles, or names where there is no title", () =>
    assert.deepEqual(labels({ uri: "a:1", name: "one", title: "The first" }, { uri: "a:2", name: "two" }), [
      "The first",
      "two",
    ]));

  it("are names where a title is that of several, and addresses where a name is too", () =>
    assert.deepEqual(
      labels(
        { uri: "a:1", name: "one.md", title: "Document" },
        { uri: "a:2", name: "two.md", title: "Document" },
        { uri: "a:3", name: "same", title: "Document" },
        { uri: "a:4", name: "same" },
        { uri: "a:5", name: "", title: "" },
      ),
      ["one.md", "two.md", "a:3", "same", "a:5"],
    ));
});
