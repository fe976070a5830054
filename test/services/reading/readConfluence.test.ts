import assert from "node:assert/strict";
import { readPage, readPageHits, readPageResource } from "../../../src/services/reading/readConfluence";

const opened = (value: unknown, text = "") => ({ value, text });
const page = (value: unknown) => readPage(opened(value))?.items[0];
const least = { id: "1", title: "T", body: "B" };
const read = { id: "1", title: "T", spaceKey: null, lastModified: null, url: null, content: "B" };
const noon = "2026-01-02T12:00:00.000Z";

describe("a page of Confluence", () => {
  const rows: [what: string, raw: object, expected: object][] = [
    ["the least", {}, {}],
    ["an id that is a number", { id: 7 }, { id: "7" }],
    ["an empty text", { body: "" }, { content: "" }],
    ["body.value", { body: { value: "V" } }, { content: "V" }],
    ["body.storage.value", { body: { storage: { value: "V" } } }, { content: "V" }],
    ["body.view.value", { body: { view: { value: "V" } } }, { content: "V" }],
    ["content.value", { body: undefined, content: { value: "V" } }, { content: "V" }],
    ["content", { body: undefined, content: "V" }, { content: "V" }],
    ["space.key", { space: { key: "S" } }, { spaceKey: "S" }],
    ["spaceKey", { spaceKey: "S" }, { spaceKey: "S" }],
    [
      "a space in its address",
      { url: "https://a.example/spaces/S%20T/pages/1" },
      { spaceKey: "S T", url: "https://a.example/spaces/S%20T/pages/1" },
    ],
    [
      "a space in its older address",
      { webUrl: "https://a.example/display/S" },
      { spaceKey: "S", url: "https://a.example/display/S" },
    ],
    [
      "a space that cannot be decoded",
      { webUrl: "https://a.example/display/%zz/x" },
      { spaceKey: "%zz", url: "https://a.example/display/%zz/x" },
    ],
    [
      "a link",
      { _links: { base: "https://a.example/wiki", webui: "/spaces/S/1" } },
      { spaceKey: "S", url: "https://a.example/wiki/spaces/S/1" },
    ],
    ["a link without its base", { _links: { webui: "/spaces/S/1" } }, { spaceKey: "S" }],
    ["a link that is none", { _links: { base: "https://a.example", webui: "x" } }, {}],
    [
      "its web address first",
      { webUrl: "https://a.example/w", url: "https://a.example/u" },
      { url: "https://a.example/w" },
    ],
    ["lastModified", { lastModified: "2026-01-02T12:00:00Z" }, { lastModified: noon }],
    ["version_date", { version_date: "2026-01-02 12:00 UTC" }, { lastModified: noon }],
    ["version.when", { version: { when: "2026-01-02T13:00:00+01:00" } }, { lastModified: noon }],
    ["version.createdAt", { version: { createdAt: noon } }, { lastModified: noon }],
    ["metadata.version.createdAt", { metadata: { version: { createdAt: noon } } }, { lastModified: noon }],
    ["history.lastUpdated.when", { history: { lastUpdated: { when: noon } } }, { lastModified: noon }],
    ["updated", { updated: noon }, { lastModified: noon }],
    ["a time without a zone", { updated: "2026-01-02T12:00:00" }, {}],
  ];
  for (const [what, raw, expected] of rows)
    it(`is read with ${what}`, () => assert.deepEqual(page({ ...least, ...raw }), { ...read, ...expected }));

  it("may stand within something else", () => {
    for (const value of [
      { data: least },
      { metadata: least },
      { content: { nodes: [least] } },
      { data: { metadata: least } },
    ])
      assert.deepEqual(page(value), read);
    assert.deepEqual(page({ content: { id: "1", title: "T", value: "B", space: { key: "S" } } }), {
      ...read,
      spaceKey: "S",
    });
  });

  it("is none without its id, its title, or a text, and where there are several", () => {
    for (const value of [
      { ...least, id: undefined },
      { ...least, title: "" },
      { ...least, body: 5 },
      null,
      "x",
      { content: { nodes: [least, least] } },
      { content: { nodes: [] } },
    ])
      assert.equal(readPage(opened(value)), undefined);
  });

  it("is a resource, as JSON or as its text, with the first heading as its title", () => {
    assert.deepEqual(readPageResource(opened(least), {})?.items, [read]);
    const text = "intro\n# Title \n\n## More";
    const ofText = { id: "9", title: "Title ", content: text, spaceKey: null, lastModified: null, url: null };
    assert.deepEqual(readPageResource(opened(undefined, text), { pageId: 9 })?.items, [ofText]);
    assert.deepEqual(readPageResource(opened(undefined, "a"), { pageId: "9" })?.items, [
      { ...ofText, title: "", content: "a" },
    ]);
    assert.equal(readPageResource(opened(undefined, ""), { pageId: "9" }), undefined);
    assert.equal(readPageResource(opened(undefined, "a"), {}), undefined);
  });
});

describe("the pages that a search found", () => {
  const { content: _, ...hit } = read;
  const hits = (value: unknown) => readPageHits(opened(value));

  for (const value of [
    { content: { nodes: [least] } },
    { results: [least] },
    { pages: [least] },
    [least],
    { data: { results: [least] } },
    { data: [least] },
  ])
    it(`are in ${JSON.stringify(value).replace(JSON.stringify(least), "…")}`, () =>
      assert.deepEqual(hits(value)?.items, [{ ...hit, excerpt: null }]));

  const excerpts: [raw: object, excerpt: string][] = [
    [{ summary: "S", excerpt: "E" }, "S"],
    [{ excerpt: "E", content: "C" }, "E"],
    [{ content: { value: "V" } }, "V"],
    [{ content: "C" }, "C"],
  ];
  for (const [raw, excerpt] of excerpts)
    it(`have an excerpt: ${JSON.stringify(raw)}`, () =>
      assert.deepEqual(hits([{ ...least, ...raw }])?.items, [{ ...hit, excerpt }]));

  const totals: [more: object, total: number | undefined][] = [
    [{ totalSize: 3, total: 4 }, 3],
    [{ totalResults: 0, total: 4 }, 0],
    [{ total: 4 }, 4],
    [{ total: "4" }, undefined],
  ];
  for (const [more, total] of totals)
    it(`are counted: ${JSON.stringify(more)}`, () => assert.equal(hits({ results: [], ...more })?.total, total));
  it("are counted within their content", () =>
    assert.equal(hits({ content: { nodes: [], totalCount: 5 }, total: 6 })?.total, 5));

  it("go on where they name a link", () => {
    const next = (link: string) => {
      const found = hits({ results: [], _links: { next: link } });
      return [found?.next, found?.more];
    };
    assert.deepEqual(next("/x?limit=1&cursor=a%3Db&x=1"), ["a=b", true]);
    assert.deepEqual(next("/x?cursor=%zz"), ["%zz", true]);
    assert.deepEqual(next("/x?start=5"), [undefined, true]);
    assert.deepEqual(hits({ results: [] }), { items: [], next: undefined, total: undefined, more: false });
  });

  it("are none where one of them is no page, or there is no list", () => {
    for (const value of [{ results: [least, {}] }, { results: 5 }, null]) assert.equal(hits(value), undefined);
  });
});
