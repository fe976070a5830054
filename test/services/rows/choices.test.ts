import assert from "node:assert/strict";
import type { Tool } from "../../../src/core/catalog/catalog";
import { variablesOf } from "../../../src/services/calls/variablesOf";
import { ableBy, choices, missingArguments, named, ownKind } from "../../../src/services/rows/choices";
import { filled, variablesIn } from "../../../src/services/rows/filled";
import type { Row, Variables } from "../../../src/services/rows/row";
import { rows } from "../../../src/services/rows/rows";
import { prefixes, selected } from "../../../src/services/rows/selection";

const tool = (name: string, ...properties: readonly string[]): Tool => ({
  name,
  inputSchema: { type: "object", properties: Object.fromEntries(properties.map((one) => [one, {}])) },
  hints: {},
});
const offer = (...tools: readonly Tool[]) => ({ tools, resources: [], resourceTemplates: [] });
const row = (more: Partial<Row>): Row => ({
  kind: "kind",
  method: "jira.getIssue",
  tools: ["get_issue"],
  args: { id: "{key}", "more?": 1 },
  read: () => undefined,
  ...more,
});

describe("the row that fits what a server lists", () => {
  const chosen = (all: readonly Row[], tools: readonly Tool[], variables: Variables = {}) =>
    choices(all, "jira.getIssue", offer(...tools), variables).map(({ row: { kind }, tool, prefix, isOlder }) =>
      [kind, tool?.name, prefix, ...(isOlder ? ["older"] : [])].join(" ").trim(),
    );

  it("is of its method, and its tool has each argument that it needs", () => {
    assert.deepEqual(chosen([row({ method: "jira.addComment" })], [tool("get_issue", "id")]), []);
    assert.deepEqual(chosen([row({})], [tool("get_issue", "key")]), []);
    assert.deepEqual(chosen([row({})], [tool("get_issue", "id")]), ["kind get_issue"]);
    assert.deepEqual(chosen([row({})], [{ ...tool("get_issue"), inputSchema: { type: "object" } }]), [
      "kind get_issue",
    ]);
    assert.deepEqual(missingArguments({ properties: { a: {} } }, { a: 1, b: 2, "c?": 3, toString: 4 }), [
      "b",
      "toString",
    ]);
  });

  it("needs some tools beside its own, and the absence of others, behind the same prefix", () => {
    const picky = row({ requires: ["search"], lacks: ["old"] });
    const issue = tool("get_issue", "id");
    assert.deepEqual(chosen([picky], [issue]), []);
    assert.deepEqual(chosen([picky], [issue, tool("search")]), ["kind get_issue"]);
    assert.deepEqual(chosen([picky], [issue, tool("search"), tool("old")]), []);
    assert.deepEqual(chosen([picky], [tool("a__get_issue", "id"), tool("search")]), []);
    assert.deepEqual(chosen([picky], [tool("a__get_issue", "id"), tool("a__search")]), ["kind a__get_issue a__"]);
  });

  it("can do what was given, and is given what it needs", () => {
    const tools = [tool("get_issue", "id")];
    const [needs, cannot] = [row({ given: ["a"] }), row({ cannot: ["a"] })];
    assert.deepEqual([chosen([needs], tools), chosen([cannot], tools)], [[], ["kind get_issue"]]);
    assert.deepEqual([chosen([needs], tools, { a: 1 }), chosen([cannot], tools, { a: 1 })], [["kind get_issue"], []]);
  });

  it("is the person's first, then the one without a prefix, in their order", () => {
    const older = row({ kind: "older", tools: ["fetch_issue", "get_issue"] });
    const prefixed = row({ kind: "prefixed", tools: ["read_issue"] });
    const own = row({ kind: ownKind, tools: ["read_issue"] });
    const tools = [tool("x/read_issue", "id"), tool("get_issue", "id")];
    assert.deepEqual(chosen([prefixed, older, row({}), own], tools), [
      `${ownKind} x/read_issue x/`,
      "older get_issue  older",
      "kind get_issue",
      "prefixed x/read_issue x/",
    ]);
  });

  it("finds a name behind a gateway's mark, the shortest first, and a common word only behind a clear one", () => {
    const found = (name: string, ...tools: readonly string[]) =>
      named(
        tools.map((one) => tool(one)),
        name,
      ).map(({ tool: { name: one }, prefix }) => [one, prefix]);
    assert.deepEqual(found("get_issue", "long.get_issue", "a_get_issue", "get_issue", "target_issue", "get_issues"), [
      ["get_issue", ""],
      ["a_get_issue", "a_"],
      ["long.get_issue", "long."],
    ]);
    for (const mark of ["__", "_", ".", "/", ":", "-"])
      assert.equal(found("getIssue", `a${mark}getIssue`).length, 1, mark);
    for (const mark of ["__", ".", "/", ":"]) assert.equal(found("search", `a${mark}search`).length, 1, mark);
    for (const mark of ["_", "-", ""]) assert.equal(found("search", `a${mark}search`).length, 0, mark);
  });

  it("may read a resource, by its template or its address", () => {
    const page = row({ resource: "wiki://page/{key|path}", tools: [] });
    const of = (more: object) => choices([page], "jira.getIssue", { ...offer(), ...more }, { key: "1" }).length;
    assert.equal(of({ resourceTemplates: [{ uriTemplate: "wiki://page/{id}" }] }), 1);
    assert.equal(of({ resources: [{ uri: "wiki://page/1" }] }), 1);
    assert.equal(of({ resources: [{ uri: "wiki://page/2" }], resourceTemplates: [{ uriTemplate: "wiki://{id}" }] }), 0);
  });

  it("tells whether a server could do a method at all, whatever is given", () => {
    const needs = row({ given: ["a"] });
    assert.equal(ableBy([needs], ["jira.getIssue"], offer(tool("get_issue", "id")))?.tool?.name, "get_issue");
    assert.equal(ableBy([needs], ["jira.addComment"], offer(tool("get_issue", "id"))), undefined);
    assert.equal(ableBy([needs], ["jira.getIssue"], offer()), undefined);
  });

  it("says with which rows more than their tools decides", () => {
    const conditions = rows.flatMap(({ kind, method, requires, lacks, given, cannot, empty }) => {
      const own = { requires, lacks, given, cannot, empty };
      return Object.values(own).some(Boolean) ? [[`${kind} ${method}`, JSON.parse(JSON.stringify(own))]] : [];
    });
    assert.deepEqual(conditions, [
      ["answerai confluence.getPageContent", { requires: ["search_pages"] }],
      ["answerai confluence.searchPages", { requires: ["get_page"], cannot: ["spaceKey"] }],
      ["slack slack.sendMessage", { given: ["threadTs"] }],
      ["slack slack.sendMessage", { cannot: ["threadTs"] }],
      ["slack-remote slack.searchMessages", { cannot: ["includePrivate"] }],
      ["slack-remote slack.searchMessages", { given: ["includePrivate"] }],
      ["brave webSearch.search", { empty: ["No web results found"] }],
      ["brave (before 2) webSearch.search", { lacks: ["brave_llm_context"] }],
      ["exa webSearch.search", { empty: ["No search results found"] }],
      ["duckduckgo (Python) webSearch.search", { requires: ["fetch_content"], empty: ["No results were found"] }],
    ]);
  });
});

describe("a template with its variables put in", () => {
  const values = { a: "x y", n: 5, list: ["p", "q"], none: undefined, dots: "..", "server.id": "s" };
  const templates: readonly (readonly [template: unknown, value: unknown])[] = [
    ["{n}", 5],
    ["{n|text}", "5"],
    ["{list}", ["p", "q"]],
    ["{list|csv}", "p,q"],
    ["{a|csv}", "x y"],
    ["{a|list}", ["x y"]],
    ["{a|path}", "x%20y"],
    ["{dots|path}", undefined],
    ["{a|other}", "x y"],
    ["{server.id}", "s"],
    ["{none}", undefined],
    ["{unknown}", undefined],
    ["a {n} b {unknown}", "a 5 b {unknown}"],
    ["a {none}", undefined],
    [
      { a: "{none}", b: ["{none}", "{n}"], c: 1, d: null },
      { b: [5], c: 1, d: null },
    ],
  ];
  for (const [template, value] of templates)
    it(`of ${JSON.stringify(template)} is ${JSON.stringify(value)}`, () =>
      assert.deepEqual(filled(template, values), value));

  it("names its variables", () => {
    assert.deepEqual([...variablesIn({ x: ["{a}", "b {c|text} {a}"], "{d.e}": 1 })], ["a", "c", "d.e"]);
    assert.deepEqual([...variablesIn(undefined)], []);
  });
});

describe("a selection", () => {
  it("takes 10,000 values at most, at each step", () => {
    const list = (length: number) => Array.from({ length }, () => [1, 2]);
    assert.equal(selected("$[*]", list(10_001)).length, 10_000);
    assert.equal(selected("$[*][*]", list(6000)).length, 10_000);
    assert.deepEqual(selected("$[0]", [1]), [1]);
    assert.deepEqual(selected("$[1]", [1]), []);
    assert.deepEqual(selected("$.*", { a: 1, b: 2 }), [1, 2]);
    assert.deepEqual(prefixes("$.a[0]['b'].*"), ["$", "$.a", "$.a[0]", "$.a[0]['b']", "$.a[0]['b'].*"]);
  });
});

describe("the variables of a search", () => {
  it("name the space, and private messages only where they are wanted", () => {
    const cql = variablesOf("confluence.searchPages", { query: 'a "b"', spaceKey: "DEV" });
    assert.equal(cql.cql, 'type = page AND space = "DEV" AND text ~ "a \\"b\\""');
    assert.equal(cql.siteCql, 'type = page AND space = "DEV" AND siteSearch ~ "a \\"b\\""');
    const wanted = (includePrivate: boolean) => variablesOf("slack.searchMessages", { query: "q", includePrivate });
    assert.deepEqual([wanted(true).includePrivate, wanted(false).includePrivate], [true, undefined]);
    assert.equal(wanted(true).searchText, "q");
  });
});
