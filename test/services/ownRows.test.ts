import assert from "node:assert/strict";
import { type ServiceRow, ServiceRows } from "../../src/core/config/schema/options/serviceRows";
import { ServerConfig } from "../../src/core/config/schema/serverConfig";
import type { ServerDefinition } from "../../src/core/config/schema/serverDefinition";
import { Settings } from "../../src/core/config/schema/settings";
import { entryVariables } from "../../src/services/clients/hubPorts";
import { ownRows } from "../../src/services/rows/ownRows";
import { selected } from "../../src/services/rows/selection";
import { definition } from "../support/fakeLink";
import { Replayed, textResult } from "./replayed";

const described: Partial<ServerDefinition> = {
  entry: {
    kind: "valid",
    config: ServerConfig.parse({ command: "x", apiVersion: "3", custom: { space: "TEAM", open: true } }),
  },
};

const row: ServiceRow = {
  method: "jira.searchIssues",
  tool: "find_things",
  olderNames: ["find_stuff"],
  arguments: { q: "{jql}", options: { top: "{size}", skip: "{start}" }, "lang?": "en" },
  page: { by: "start", most: 2 },
  result: {
    items: "$.data.rows[*]",
    fields: {
      id: "$.ref",
      title: "$['the name']",
      status: "$.state[0].label",
      type: "$.none",
      priority: "$.none",
      assignee: "$.none",
      created: "$.none",
      updated: "$.none",
      url: "$.none",
    },
    total: "$.data.count",
    error: "$.problem.text",
    empty: ["nothing"],
  },
};

const rowsAt = (skip = 0, top = 2) =>
  [1, 2, 3].slice(skip, skip + top).map((ref) => ({ ref, "the name": `T${ref}`, state: [{ label: "Open" }] }));

const served = (
  answer: (args: Readonly<Record<string, unknown>>) => string,
  more: Partial<ServiceRow> = {},
  name = "find_things",
) =>
  new Replayed(
    { tools: [{ name, inputSchema: { type: "object", properties: { q: {}, options: {} } }, hints: {} }] },
    ({ args }) => textResult(answer(args)),
    ownRows([{ ...row, ...more }]),
  );

describe("the rows of a person", () => {
  it("take the values of the server's entry, below those of the caller", async () => {
    const service = served(() => JSON.stringify({ data: { rows: [], count: 0 } }), {
      arguments: {
        q: "{custom.space}: {jql}",
        options: { of: "{custom.open}", v: "v{apiVersion}", not: "{custom.no}" },
      },
    });
    await service.call("jira.searchIssues", { jql: "a" }, entryVariables(definition("tested", described)));
    assert.deepEqual(service.sent[0]?.args, { q: "TEAM: a", options: { of: true, v: "v3" } });
    assert.deepEqual(entryVariables(definition("other")), {});
  });

  it("make a server usable that nobody knew, page by page", async () => {
    const service = served((args) => {
      const { skip, top } = args.options as Record<string, number>;
      return JSON.stringify({ data: { rows: rowsAt(skip, top), count: 3 } });
    });
    const listing = (await service.call("jira.searchTickets", { status: ["Open"] })) as {
      items: unknown[];
      incomplete: boolean;
    };
    const nothing = { type: null, priority: null, assignee: null, created: null, updated: null, url: null };
    assert.deepEqual(listing, {
      items: [1, 2, 3].map((ref) => ({ id: String(ref), title: `T${ref}`, status: "Open", ...nothing })),
      incomplete: false,
    });
    const jql = 'status in ("Open") ORDER BY created DESC';
    assert.deepEqual(
      service.sent.map(({ args }) => args),
      [
        { q: jql, options: { top: 2 } },
        { q: jql, options: { top: 2, skip: 2 } },
      ],
    );
  });

  it("know an error and an empty answer, and say which row cannot read another", async () => {
    const call = (text: string) => served(() => text).call("jira.searchIssues", { jql: "x" });
    await assert.rejects(call('{"problem":{"text":"too many requests"}}'), {
      code: "rate-limited",
      message: /too many requests/,
    });
    assert.deepEqual(await call("nothing here"), { items: [], incomplete: false });
    assert.deepEqual(await call('{"data":{"rows":[]}}'), { items: [], incomplete: false });
    for (const text of ['{"data":{}}', "prose", '{"data":{"rows":[{"name":"x"}]}}'])
      await assert.rejects(call(text), {
        code: "unreadable-result",
        message: /row "mcpHub\.services: jira\.searchIssues"/,
      });
  });

  it("come before those of the hub, hold for their server alone, and use an older name with one word about it", async () => {
    const elsewhere = served(() => "{}", { server: "other" });
    await assert.rejects(elsewhere.call("jira.searchIssues", { jql: "x" }), { code: "unsupported" });
    const older = served(() => '{"data":{"rows":[]}}', { server: "tested" }, "find_stuff");
    await older.call("jira.searchIssues", { jql: "x" });
    assert.equal(older.notes.length, 1);
  });

  it("are checked, with the place of each mistake", () => {
    assert.ok(Settings.safeParse({ services: [row] }).success);
    const wrong: readonly [Readonly<Record<string, unknown>>, string][] = [
      [{ ...row, method: "jira.search" }, "0.method"],
      [{ ...row, page: { by: "magic", most: 2 } }, "0.page.by"],
      [{ ...row, result: { ...row.result, items: "$..rows" } }, "0.result.items"],
      [{ ...row, result: { ...row.result, fields: { id: "$[?(@.x)]" } } }, "0.result.fields.id"],
      [{ ...row, result: { ...row.result, fields: { id: "rows" } } }, "0.result.fields.id"],
      [{ ...row, typo: 1 }, "0"],
    ];
    for (const [one, path] of wrong) {
      const { error } = ServiceRows.safeParse([one]);
      assert.deepEqual(
        error?.issues.map((issue) => issue.path.join(".")),
        [path],
      );
    }
  });
});

describe("a selection", () => {
  const value = { a: [{ b: 1 }, { b: 2, "c d": [3] }], "x-y": { z: null } };
  const rows: readonly [path: string, found: readonly unknown[]][] = [
    ["$", [value]],
    ["$.a[*].b", [1, 2]],
    ["$.a[1]['c d'][0]", [3]],
    ['$.a[1]["c d"]', [[3]]],
    ["$.a[7].b", []],
    ["$.x-y.*", [null]],
    ["$.a.b", []],
    ["$.toString", []],
    ["$.__proto__", []],
    ["$.a.length", []],
    ["a.b", []],
  ];
  for (const [path, found] of rows)
    it(`${path} finds ${JSON.stringify(found)}`, () => assert.deepEqual(selected(path, value), found));

  it("gives a bounded number of values, in time that grows with them", () => {
    let wide: unknown = 1;
    for (let level = 0; level < 8; level++) wide = Array.from({ length: 10 }, () => wide);
    assert.equal(selected(`$${"[*]".repeat(8)}`, wide).length, 10_000);
  });
});
