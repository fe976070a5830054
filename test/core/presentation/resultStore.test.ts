import assert from "node:assert/strict";
import { ResultStore } from "../../../src/core/presentation/resultStore";

const notKept = "This result is no longer kept. Run the tool again.\n";

describe("results as files", () => {
  const file = (name: string, text = name) => ({ name, text });

  it("lie in a folder for each result, with their sizes and times", () => {
    const store = new ResultStore(() => 36 ** 2);
    assert.deepEqual(store.keep([file("a.md", "é"), { name: "b.png", data: "AAA=" }]), ["/100-1/a.md", "/100-1/b.png"]);
    assert.deepEqual(store.keep([file("a.md")]), ["/100-2/a.md"]);
    assert.deepEqual(store.at("/100-1/a.md"), { file: file("a.md", "é"), size: 2, mtime: 1296 });
    assert.equal(store.at("/100-1/b.png")?.size, 2);
  });

  it("are not those of an earlier window: a text says so, others are not there", () => {
    const [text = "", picture = ""] = new ResultStore(() => 1).keep([file("a.txt"), { name: "b.png", data: "AAAA" }]);
    const store = new ResultStore(() => 2);
    store.keep([file("a.txt"), { name: "b.png", data: "AAAA" }]);
    assert.deepEqual(store.at(text), { file: { name: "", text: notKept }, size: notKept.length, mtime: 0 });
    assert.equal(store.at(picture), undefined);
  });

  it("are the last 500", () => {
    const store = new ResultStore(() => 1);
    const paths = Array.from({ length: 501 }, () => store.keep([{ name: "a.png", data: "AAAA" }])[0] ?? "");
    assert.deepEqual([store.at(paths[0] ?? ""), store.at(paths[1] ?? "")?.size], [undefined, 3]);
  });

  it("have 64 MB together, the oldest gone first", () => {
    const store = new ResultStore(() => 1);
    const large = { name: "a.bin", data: "A".repeat(40 * 1024 * 1024) };
    const paths = [large, large, large].map((one) => store.keep([one])[0] ?? "");
    assert.deepEqual(
      paths.map((path) => store.at(path) !== undefined),
      [false, true, true],
    );
    const exact = new ResultStore(() => 1);
    const sized = (bytes: number) => ({ name: "a.bin", data: `${"A".repeat(((bytes - 1) / 3) * 4)}AA==` });
    const [all = ""] = exact.keep([sized(64 * 1024 * 1024)]);
    exact.keep([{ name: "empty.bin", data: "" }]);
    assert.ok(exact.at(all), "Exactly 64 MB are kept.");
    exact.keep([sized(1)]);
    assert.equal(exact.at(all), undefined, "One byte more is not.");
    const [huge = ""] = store.keep([{ name: "a.bin", data: "A".repeat(100 * 1024 * 1024) }]);
    assert.ok(store.at(huge), "The newest stays, however large it is.");
    assert.equal(store.at(paths[2] ?? ""), undefined);
  });
});
