import assert from "node:assert/strict";
import {
  readHitBlocks,
  readHitData,
  readKagiHits,
  readLinkedHits,
  readNumberedHits,
} from "../../../src/services/reading/readWebHits";

const opened = (value: unknown, text = "") => ({ value, text });
const url = "https://a.example/";
const read = { rank: 1, title: "", url, snippet: "", published: null };
const ofText = (text: string) => opened(undefined, text);

describe("hits of the web as JSON", () => {
  const rows: [raw: object, expected: object][] = [
    [{}, {}],
    [{ url: undefined, link: url }, {}],
    [{ title: " <b>T</b> &amp; &lt;x&gt; &#39;&#x27;&quot; &nbsp;" }, { title: "T & <x> ''\" &nbsp;" }],
    [{ description: "D", snippet: "S" }, { snippet: "D" }],
    [{ snippet: "S", content: "C" }, { snippet: "S" }],
    [{ content: "C", text: "T" }, { snippet: "C" }],
    [{ text: "<strong>T</strong><em>e</em><mark>m</mark><i>i</i>" }, { snippet: "Tem<i>i</i>" }],
    [{ age: "1 day", publishedDate: "2026" }, { published: "1 day" }],
    [{ publishedDate: "2026", date: "2025" }, { published: "2026" }],
    [{ date: "2025" }, { published: "2025" }],
    [{ date: "N/A" }, {}],
  ];
  for (const [raw, expected] of rows)
    it(`are read: ${JSON.stringify(raw)}`, () =>
      assert.deepEqual(readHitData(opened([{ url, ...raw }]))?.items, [{ ...read, ...expected }]));

  it("are found wherever the list stands, or alone", () => {
    for (const value of [
      { web: [{ url }] },
      { web: { results: [{ url }] } },
      { results: [{ url }] },
      { data: [{ url }] },
      { url },
    ])
      assert.deepEqual(readHitData(opened(value))?.items, [read]);
    for (const value of [{}, null, [{ url: "javascript:x" }], [{ title: "T" }], [5]])
      assert.equal(readHitData(opened(value)), undefined);
  });
});

describe("hits of the web as text", () => {
  const block = (title: string, more = "") => `Title: ${title}\nURL: ${url}\n${more}`;
  const blocks = (text: string, size = 10) => readHitBlocks(ofText(text), { size });

  it("may be blocks of lines", () => {
    const rows: [more: string, expected: object][] = [
      ["Content: a\nb", { snippet: "a\nb" }],
      ["Highlights:\na", { snippet: "a" }],
      ["Text: a\nRaw Content: b", { snippet: "a" }],
      ["Description: d", { snippet: "d" }],
      ["Published: 2026\nText: a", { snippet: "a", published: "2026" }],
      ["Published: N/A", {}],
    ];
    for (const [more, expected] of rows)
      assert.deepEqual(blocks(block("T", more))?.items, [{ ...read, title: "T", ...expected }]);
    for (const before of ["Detailed Results:\n", "Answer: yes\n\n", "Detailed Results:\nAnswer: a\nb\n\n"])
      assert.equal(blocks(`${before}${block("T")}`)?.items.length, 1);
    const two = [block("A"), block("B")].join("\n---\n\n");
    assert.deepEqual(
      [blocks(two)?.items.length, blocks(two)?.more, blocks(two, 1)?.items.length, blocks(two, 1)?.more],
      [2, false, 1, true],
    );
    assert.deepEqual(blocks(" "), { items: [] });
    for (const none of ["prose", "Title: T\nno address", "Title: T\nURL: ftp://x"])
      assert.equal(blocks(none), undefined);
    assert.deepEqual(readHitBlocks(opened([{ url }], "text"), { size: 1 })?.items, [read]);
  });

  it("may be numbered below their count", () => {
    const numbered = (text: string) => readNumberedHits(ofText(text));
    const text = `Found 2 search results:\n\n1. **A**\n   URL: ${url}\n   Summary: one\n   two\n   Date: 2026\n\n2. B\n   URL: ${url}\n`;
    assert.deepEqual(numbered(text), {
      items: [
        { ...read, title: "A", snippet: "one\ntwo", published: "2026" },
        { ...read, title: "B" },
      ],
      more: false,
    });
    assert.equal(numbered(text.replace("Found 2", "Found 3"))?.more, true);
    assert.deepEqual(numbered("Found 0 search results:"), { items: [], more: false });
    assert.equal(numbered(`Found 1 search result:\n1. A\n   no address`), undefined);
    assert.equal(numbered("1. A"), undefined);
    assert.deepEqual(readNumberedHits(opened([{ url }]))?.items, [read]);
  });

  it("may have their link below them", () => {
    const linked = (text: string) => readLinkedHits(ofText(text));
    assert.deepEqual(linked(`# x\n### A\nabout\nmore\n\n🔗 [A](${url})\n### B\nb\n🔗 [](${url})`)?.items, [
      { ...read, title: "A", snippet: "about\nmore" },
      { ...read, title: "B", snippet: "b" },
    ]);
    for (const none of ["", "### A\nno link", "### A\nx\n🔗 [A](ftp://x)"]) assert.equal(linked(none), undefined);
  });

  it("may be numbered from one below the query", () => {
    const kagi = (text: string) => readKagiHits(ofText(`-----\nResults for search query "x":\n-----\n${text}`));
    assert.deepEqual(kagi(`1: A\n${url}\nPublished Date: 2026\none\n2: B\n${url}\ntwo`), {
      items: [
        { ...read, title: "A", snippet: "one", published: "2026" },
        { ...read, title: "B", snippet: "two" },
      ],
      more: false,
    });
    assert.deepEqual(kagi(""), { items: [], more: false });
    assert.equal(kagi("1: A\nno address"), undefined);
    assert.equal(kagi(`1: A\n${url}\n3: C\n${url}`)?.more, true);
    assert.equal(readKagiHits(ofText("1: A")), undefined);
  });
});
