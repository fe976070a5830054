import assert from "node:assert/strict";
import {
  readCreatedDocument,
  readCreatedItem,
  readDocuments,
  readDocumentText,
  readRecords,
  readWorkItem,
  readWorkItems,
} from "../../../src/services/reading/readTrackers";

const opened = (value: unknown, text = "") => ({ value, text });
const item = (raw: object) => readWorkItem(opened({ title: "T", id: "i", ...raw }))?.items[0];
const read = { id: "i", title: "T", status: null, url: null, description: null };

describe("an item of a tracker", () => {
  const rows: [raw: object, expected: object][] = [
    [{}, {}],
    [{ number: 5, identifier: "ENG-1" }, { id: "5" }],
    [{ identifier: "ENG-1", gid: "g" }, { id: "ENG-1" }],
    [{ gid: "g" }, { id: "g" }],
    [{ name: "N" }, {}],
    [{ title: undefined, name: "N" }, { title: "N" }],
    [{ completed: true, status: "x" }, { status: "completed" }],
    [{ completed: false }, { status: "open" }],
    [{ completed: "no", status: "Todo" }, { status: "Todo" }],
    [{ state: { name: "Open" } }, { status: "Open" }],
    [{ state: "open" }, { status: "open" }],
    [{ status: { name: "Todo" } }, { status: "Todo" }],
    [{ html_url: "https://a.example/h", permalink_url: "https://a.example/p" }, { url: "https://a.example/h" }],
    [{ permalink_url: "https://a.example/p", url: "https://a.example/u" }, { url: "https://a.example/p" }],
    [{ url: "https://a.example/u" }, { url: "https://a.example/u" }],
    [{ body: "B", description: "D" }, { description: "B" }],
    [{ description: "D" }, { description: "D" }],
    [{ notes: "N" }, { description: "N" }],
  ];
  for (const [raw, expected] of rows)
    it(`is read: ${JSON.stringify(raw)}`, () => assert.deepEqual(item(raw), { ...read, ...expected }));

  it("is none without an id or a title", () => {
    assert.equal(item({ id: undefined }), undefined);
    assert.equal(item({ title: undefined }), undefined);
  });

  it("is one of a list, which may go on", () => {
    const raw = { id: "i", title: "T" };
    const { description: _, ...hit } = read;
    for (const name of ["items", "issues", "nodes", "tasks", "results"])
      assert.deepEqual(readWorkItems(opened({ [name]: [raw] })), {
        items: [hit],
        next: undefined,
        total: undefined,
        more: false,
      });
    assert.deepEqual(readWorkItems(opened({ data: [raw] }))?.items, [hit]);
    const around = (more: object) => readWorkItems(opened({ items: [], ...more }));
    assert.deepEqual(
      [{ cursor: "a", nextCursor: "b" }, { nextCursor: "b" }, { pageInfo: { endCursor: "c" } }].map(
        (more) => around(more)?.next,
      ),
      ["a", "b", "c"],
    );
    assert.equal(around({ total_count: 0 })?.total, 0);
    assert.deepEqual(
      [around({ incomplete_results: true })?.more, around({ incomplete_results: 1 })?.more],
      [true, false],
    );
    for (const value of [{ items: [raw, {}] }, {}, null]) assert.equal(readWorkItems(opened(value)), undefined);
  });

  it("is created: by its number, which may stand in its address only", () => {
    const created = (value: unknown) => readCreatedItem(opened(value))?.items[0];
    assert.deepEqual(created({ id: "x", url: "https://a.example/r/issues/12" }), {
      id: "12",
      url: "https://a.example/r/issues/12",
    });
    assert.deepEqual(created({ issue: { identifier: "ENG-1" }, id: "outer" }), { id: "ENG-1", url: null });
    assert.deepEqual(created({ gid: "5", issue: 1 }), { id: "5", url: null });
    assert.equal(created({}), undefined);
  });
});

describe("a page of Notion", () => {
  const titled = (title: unknown) => ({
    id: "p",
    properties: { Status: { type: "select" }, Name: { type: "title", title } },
  });
  it("has the title of the one property that is one", () => {
    const documents = (raw: object) => readDocuments(opened([raw]))?.items[0];
    assert.deepEqual(documents(titled([{ plain_text: "A" }, {}, { plain_text: "B" }])), {
      id: "p",
      title: "AB",
      url: null,
    });
    assert.deepEqual(documents({ id: "p", title: "T", url: "https://a.example/" }), {
      id: "p",
      title: "T",
      url: "https://a.example/",
    });
    assert.deepEqual(documents({ id: "p", title: [{ plain_text: "T" }] }), { id: "p", title: "T", url: null });
    assert.deepEqual(documents({ id: "p", properties: {} }), { id: "p", title: null, url: null });
    assert.equal(readDocuments(opened([{ title: "T" }])), undefined);
  });

  it("is one of a list, which may go on", () => {
    const list = (more: object) => readDocuments(opened({ results: [], ...more }));
    assert.deepEqual(list({ next_cursor: "n", has_more: true }), { items: [], next: "n", more: true });
    assert.deepEqual(list({ has_more: "yes" }), { items: [], next: undefined, more: false });
    assert.equal(readDocuments(opened({})), undefined);
  });

  it("has its text, in JSON or alone", () => {
    const text = (value: unknown, said = "", given: object = { pageId: "g" }) =>
      readDocumentText(opened(value, said), { ...given })?.items[0];
    const rest = { title: null, url: null };
    for (const name of ["markdown", "text", "content"])
      assert.deepEqual(text({ [name]: "T" }), { id: "g", content: "T", ...rest });
    assert.deepEqual(text({ markdown: "M", text: "T", id: "own", title: "A", url: "https://a.example/" }), {
      ...{ id: "own", title: "A", content: "M", url: "https://a.example/" },
    });
    assert.deepEqual(text(undefined, "T"), { id: "g", content: "T", ...rest });
    for (const none of [text(undefined), text({}), text({ text: "" }), text(undefined, "T", {})])
      assert.equal(none, undefined);
  });

  it("is created: alone, or as the first of a list", () => {
    const page = titled([]);
    for (const value of [page, { pages: [page, {}] }, { results: [page] }, [page], { data: page }])
      assert.deepEqual(readCreatedDocument(opened(value))?.items, [{ id: "p", url: null }]);
    assert.equal(readCreatedDocument(opened({})), undefined);
  });
});

describe("records as text", () => {
  const records = (text: string, given: object = {}) =>
    readRecords(opened(undefined, text), { fields: ["Name", "Note"], ...given });
  const record = (number: number, name: string, note = "n") =>
    `\nRecord ${number}:\n    Name: ${name}\n    Note: ${note}`;
  const fields = (Name: string, Note = "n") => ({ fields: { Name, Note } });

  it("have the fields that were asked for, of one line or of several", () => {
    const text = `Query returned 2 of 20 records:\n${record(1, "A")}${record(2, "B", "x\ny ")}`;
    assert.deepEqual(records(text), { items: [fields("A"), fields("B", "x\ny")], total: 20, more: false });
    assert.deepEqual(records(`Query returned 1 record:\n${record(1, "A")}`), { items: [fields("A")], more: false });
    assert.deepEqual(records("Query returned 0 records:"), { items: [], more: false });
  });

  it("are counted on from where the page begins", () => {
    const text = `Query returned 1 of 20 records:\n${record(6, "A")}`;
    assert.deepEqual(records(text, { start: 5 })?.items, [fields("A")]);
    assert.deepEqual([records(text)?.items, records(text)?.more], [[], true]);
  });

  it("are left out, and said to be, where a field is missing or comes twice", () => {
    const twice = `Query returned 2 records:\n${record(1, "A", "n\n    Name: B")}${record(2, "C")}`;
    assert.deepEqual([records(twice)?.items, records(twice)?.more], [[fields("C")], true]);
    const missing = "Query returned 1 record:\n\nRecord 1:\n    Name: A";
    assert.deepEqual([records(missing)?.items, records(missing)?.more], [[], true]);
  });

  it("are none in another text, or where no fields were asked for", () => {
    assert.equal(records("Records:"), undefined);
    assert.equal(records("Query returned 1 record:", { fields: undefined }), undefined);
  });
});
