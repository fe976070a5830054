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

  it("are the ends of addresses where only these differ, with as many folders as it takes", () => {
    const document = (uri: string) => ({ uri, name: "Document", title: "Document" });
    assert.deepEqual(
      labels(
        ...["docs://a/b/plan.md", "docs://a/c/plan.md", "docs://a/c/notes.md", "docs://x/c/plan.md"].map(document),
        { uri: "docs://notes", name: "notes.md" },
      ),
      ["b/plan.md", "docs://a/c/plan.md", "c/notes.md", "docs://x/c/plan.md", "notes.md"],
    );
  });

  it("are the whole address where its end is listed twice, or it has no path", () =>
    assert.deepEqual(
      labels(
        { uri: "docs://a/one.md", name: "" },
        { uri: "docs://a/one.md", name: "" },
        { uri: "docs://a/", name: "" },
        { uri: "mail:b", name: "" },
      ),
      ["one.md", "one.md", "docs://a/", "mail:b"],
    ));

  it("are the shortest end that tells, without the address of the server, and of at most six parts", () => {
    const unnamed = (...uris: string[]) => labels(...uris.map((uri) => ({ uri, name: "" })));
    assert.deepEqual(unnamed("docs://a/b/c/one.md", "file:///two.md"), ["one.md", "two.md"]);
    assert.deepEqual(unnamed("docs://a/1/2/3/4/5/6", "docs://b/1/2/3/4/5/6"), [
      "docs://a/1/2/3/4/5/6",
      "docs://b/1/2/3/4/5/6",
    ]);
    assert.deepEqual(unnamed("docs://x/a/2/3/4/5/6", "docs://x/b/2/3/4/5/6"), ["a/2/3/4/5/6", "b/2/3/4/5/6"]);
    const deeper = ["docs://x/a/2/3/4/5/6/7", "docs://x/b/2/3/4/5/6/7"];
    assert.deepEqual(unnamed(...deeper), deeper);
  });

  it("are the whole address where it ends in a slash", () => {
    assert.deepEqual(labels({ uri: "docs://a/b/", name: "" }), ["docs://a/b/"]);
  });

  it("take little time for thousands of one name", () => {
    const many = Array.from({ length: 5000 }, (_, at) => ({ uri: `docs://a/${at % 70}/${at}.md`, name: "Document" }));
    assert.equal(new Set(labels(...many)).size, many.length);
  });
});
