import assert from "node:assert/strict";
import {
  readComments,
  readCreated,
  readIssue,
  readTickets,
  readTransitions,
} from "../../../src/services/reading/readJira";

const opened = (value: unknown, text = "") => ({ value, text });
const tickets = (value: unknown) => readTickets(opened(value));
const issue = (raw: object) => readIssue(opened({ key: "A-1", ...raw }))?.items[0];
const read = {
  id: "A-1",
  title: "",
  status: null,
  type: null,
  priority: null,
  assignee: null,
  created: null,
  updated: null,
  url: null,
};
const whole = { ...read, description: null, reporter: null, labels: [] };
const noon = "2026-01-02T12:00:00.000Z";

describe("a ticket of Jira", () => {
  const rows: [raw: object, expected: object][] = [
    [{}, {}],
    [{ fields: { summary: "S" }, summary: "other" }, { title: "S" }],
    [{ summary: "S" }, { title: "S" }],
    [{ fields: { status: { name: "Open" } } }, { status: "Open" }],
    [{ fields: { status: "Open" } }, { status: "Open" }],
    [{ status: { name: "Open" } }, { status: "Open" }],
    [{ status: "Open" }, { status: "Open" }],
    [{ fields: { issuetype: { name: "Bug" } } }, { type: "Bug" }],
    [{ fields: { issueType: "Bug" } }, { type: "Bug" }],
    [{ issue_type: { name: "Bug" } }, { type: "Bug" }],
    [{ issue_type: "Bug" }, { type: "Bug" }],
    [{ fields: { priority: { name: "High" } } }, { priority: "High" }],
    [{ fields: { priority: "High" } }, { priority: "High" }],
    [{ priority: { name: "High" } }, { priority: "High" }],
    [{ priority: "High" }, { priority: "High" }],
    [{ fields: { assignee: { displayName: "Ada" } }, assignee: "other" }, { assignee: "Ada" }],
    [{ assignee: { display_name: "Ada" } }, { assignee: "Ada" }],
    [{ assignee: { name: "Ada" } }, { assignee: "Ada" }],
    [{ assignee: "Ada" }, { assignee: "Ada" }],
    [{ assignee: "Unassigned" }, {}],
    [{ reporter: { displayName: "Bo" } }, { reporter: "Bo" }],
    [{ fields: { created: "2026-01-02T12:00:00.000+0000" } }, { created: noon }],
    [{ created: noon }, { created: noon }],
    [{ fields: { updated: noon } }, { updated: noon }],
    [{ updated: noon }, { updated: noon }],
    [{ webUrl: "https://a.example/w", url: "https://a.example/u" }, { url: "https://a.example/w" }],
    [{ url: "https://a.example/u" }, { url: "https://a.example/u" }],
    [{ self: "https://a.example/rest/api/3/issue/1" }, { url: "https://a.example/browse/A-1" }],
    [{ self: "https://a.example/jira/rest/api/2/issue/1" }, { url: "https://a.example/jira/browse/A-1" }],
    [{ self: "https://api.atlassian.com/ex/jira/1/rest/api/3/issue/1" }, {}],
    [{ self: "https://api.atlassian.com/rest/api/3/issue/1" }, {}],
    [{ self: "https://a.example/issue/1" }, {}],
    [{ fields: { description: "D" }, description: "other" }, { description: "D" }],
    [{ description: "D" }, { description: "D" }],
    [{ fields: { labels: ["a", 5, "b"] } }, { labels: ["a", "b"] }],
    [{ labels: ["a"] }, { labels: ["a"] }],
  ];
  for (const [raw, expected] of rows)
    it(`is read: ${JSON.stringify(raw)}`, () => assert.deepEqual(issue(raw), { ...whole, ...expected }));

  it("may stand within something else, alone", () => {
    const raw = { key: "A-1" };
    for (const value of [{ data: raw }, { issue: raw }, { issues: [raw] }, { issues: { nodes: [raw] } }])
      assert.deepEqual(readIssue(opened(value))?.items, [whole]);
    for (const value of [{ issues: [raw, raw] }, { issues: [] }, {}, null, { key: "" }])
      assert.equal(readIssue(opened(value)), undefined);
  });

  it("is created: with its key and its page, in JSON or in Markdown", () => {
    assert.deepEqual(readCreated(opened({ key: "A-1", url: "https://a.example/" }))?.items, [
      { id: "A-1", url: "https://a.example/" },
    ]);
    assert.deepEqual(readCreated(opened({ issue: { key: "A-1" } }))?.items, [{ id: "A-1", url: null }]);
    assert.equal(readCreated(opened({ id: "1" })), undefined);
    const text = "# Created\n**Key**: A-1\n**URL**: https://a.example/browse/A-1";
    assert.deepEqual(readCreated(opened(undefined, text))?.items, [{ id: "A-1", url: "https://a.example/browse/A-1" }]);
    assert.deepEqual(readCreated(opened(undefined, "**Key**: A-1"))?.items, [{ id: "A-1", url: null }]);
    assert.equal(readCreated(opened(undefined, "Key: A-1")), undefined);
  });
});

describe("the tickets that a search found", () => {
  const raw = { key: "A-1" };
  for (const value of [{ issues: [raw] }, { nodes: [raw] }, { issues: { nodes: [raw] } }, { data: { issues: [raw] } }])
    it(`are in ${JSON.stringify(value).replace(JSON.stringify(raw), "…")}`, () =>
      assert.deepEqual(tickets(value)?.items, [read]));

  const pages: [around: object, expected: object][] = [
    [{}, { more: false }],
    [{ total: 5 }, { total: 5, more: false }],
    [
      { totalResults: 0, total: 5 },
      { total: 0, more: false },
    ],
    [{ total: -1 }, { more: false }],
    [{ nextPageToken: "n" }, { next: "n", more: true }],
    [{ next_page_token: "n" }, { next: "n", more: true }],
    [{ nextPageToken: "n", isLast: true }, { more: false }],
    [{ isLast: false }, { more: true }],
    [{ isLast: true }, { more: false }],
  ];
  for (const [around, expected] of pages)
    it(`go on or not: ${JSON.stringify(around)}`, () =>
      assert.deepEqual(tickets({ issues: [], ...around }), { items: [], next: undefined, ...expected }));

  it("are counted and continued within their list", () => {
    const list = (more: object) => tickets({ issues: { nodes: [], ...more } });
    assert.equal(list({ totalCount: 7 })?.total, 7);
    assert.deepEqual([list({ remainingCount: 1 })?.more, list({ remainingCount: 0 })?.more], [true, false]);
    assert.equal(list({ pageInfo: { endCursor: "c" } })?.next, "c");
  });

  it("are none where one of them has no key, or there is no list", () => {
    for (const value of [{ issues: [raw, {}] }, {}, null]) assert.equal(tickets(value), undefined);
  });
});

describe("what was said of a ticket, and its steps", () => {
  const comments = (value: unknown) => readComments(opened(value));
  const said = { id: null, author: null, text: "T", created: null };
  const rows: [raw: object, expected: object][] = [
    [{ body: "T" }, {}],
    [{ text: "T" }, {}],
    [{ body: "T", id: 5 }, { id: "5" }],
    [{ body: "T", author: "Ada" }, { author: "Ada" }],
    [{ body: "T", author: { displayName: "Ada" } }, { author: "Ada" }],
    [{ body: "T", author: { display_name: "Ada" } }, { author: "Ada" }],
    [{ body: "T", author: { name: "Ada" } }, { author: "Ada" }],
    [{ body: "T", created: noon }, { created: noon }],
  ];
  for (const [raw, expected] of rows)
    it(`is read: ${JSON.stringify(raw)}`, () => assert.deepEqual(comments([raw])?.items, [{ ...said, ...expected }]));

  it("is found wherever it stands, with its number", () => {
    const all = [{ body: "T" }];
    assert.deepEqual(comments({ comments: all, total: 3 }), { items: [said], total: 3 });
    assert.deepEqual(comments({ comment: { comments: all } }), { items: [said], total: undefined });
    assert.deepEqual(comments({ fields: { comment: { comments: all, total: 2 } } }), { items: [said], total: 2 });
    for (const value of [[{ id: 1 }], {}, null]) assert.equal(comments(value), undefined);
    const steps = [{ id: 1, name: "Done", more: true }];
    for (const value of [steps, { transitions: steps }])
      assert.deepEqual(readTransitions(opened(value)), { items: [{ id: "1", name: "Done" }] });
    for (const value of [[{ id: 1 }], [{ name: "x" }], {}]) assert.equal(readTransitions(opened(value)), undefined);
  });
});
