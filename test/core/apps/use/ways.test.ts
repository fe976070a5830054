import assert from "node:assert/strict";
import type { AppFile } from "../../../../src/core/apps/app";
import { commonShape } from "../../../../src/core/apps/commonShape";
import { ClientRecords } from "../../../../src/core/apps/use/clientRecords";
import { hideTokens, hubNameIn, nameFor, standIn, tokensIn } from "../../../../src/core/apps/use/hubEntry";
import { copiedApps, isWritten, variableOf, waysOf } from "../../../../src/core/apps/use/ways";
import { MapStore } from "../../../support/mapStore";

const file = (level: "user" | "project", ...tokens: readonly ("literal" | "variable")[]): AppFile => ({
  path: `/${level}`,
  level,
  shape: commonShape({ variables: "env", tokens }),
});
const forms = (found: Parameters<typeof waysOf>[0]) => waysOf(found).map(({ file, form }) => `${file.level} ${form}`);

describe("the ways of an app to the hub", () => {
  it("are a token in the person's own file, then the program", () =>
    assert.deepEqual(forms({ userFile: file("user", "literal", "variable") }), ["user token", "user program"]));

  it("are a variable in a file that is shared, then the program", () =>
    assert.deepEqual(forms({ projectFile: file("project", "literal", "variable") }), [
      "project variable",
      "project program",
    ]));

  it("are the program alone where the app takes no token", () => {
    assert.deepEqual(forms({ userFile: file("user") }), ["user program"]);
    assert.deepEqual(forms({ projectFile: file("project", "literal") }), ["project program"]);
  });

  it("are those of the person's file before those of the project's", () => {
    const both = { userFile: file("user"), projectFile: file("project", "variable") };
    assert.deepEqual(forms(both), ["user program", "project variable", "project program"]);
    assert.deepEqual(forms({}), []);
  });

  it("of an app whose file is not known are copied", () => {
    const copied = copiedApps.map((app) => {
      const [only, ...more] = app.files({ platform: "linux", home: "/", env: {} });
      assert.deepEqual(more, []);
      return [app.id, only && isWritten(only), only ? forms({ userFile: only }) : []];
    });
    assert.deepEqual(copied, [
      ["jetbrains-ai", false, ["user program"]],
      ["other", false, ["user token", "user program"]],
    ]);
    assert.equal(isWritten(file("user")), true);
    for (const app of copiedApps) assert.match(`${app.about()} ${app.next()}`, /MCP|JetBrains/);
  });

  it("name a variable of its own for each app", () =>
    assert.equal(variableOf({ id: "claude-code-x" }), "MCP_HUB_TOKEN_CLAUDE_CODE_X"));
});

describe("the hub's entry in a file", () => {
  const text = (servers: object) => JSON.stringify({ mcpServers: servers });
  const hub = { url: "http://127.0.0.1:4911/mcp" };
  const other = { command: "x" };
  const user = file("user");

  const rows: readonly [what: string, servers: object, has: string | undefined, gets: string][] = [
    ["nothing", {}, undefined, "hub"],
    ["the hub", { hub }, "hub", "hub"],
    ["the hub by its second name", { "mcp-hub": hub }, "mcp-hub", "mcp-hub"],
    ["another server of that name", { hub: other }, undefined, "mcp-hub"],
    ["another server of that name, and the hub", { hub: other, "mcp-hub": hub }, "mcp-hub", "mcp-hub"],
    ["other servers of both names", { hub: other, "mcp-hub": other }, undefined, "hub"],
  ];
  for (const [what, servers, has, gets] of rows)
    it(`is ${gets} in a file with ${what}`, () =>
      assert.deepEqual([hubNameIn(user, text(servers)), nameFor(user, text(servers))], [has, gets]));

  it("has its tokens found, each once, and hidden", () => {
    const [a, b] = [`mcphub_${"a".repeat(43)}`, `mcphub_${"b".repeat(43)}`];
    assert.deepEqual(tokensIn(`${a} ${b} ${a} mcphub_short ${a}c`), [a, b]);
    assert.deepEqual(tokensIn("none"), []);
    assert.equal(hideTokens(`x ${a} ${standIn}`), `x mcphub_${"•".repeat(43)} ${standIn}`);
    assert.equal(standIn.length, a.length);
  });
});

describe("what is remembered of files that were written", () => {
  it("is the latest word on each, 200 of them", async () => {
    const state = new MapStore();
    const records = new ClientRecords(state);
    for (let n = 0; n < 200; n++) await records.put({ path: `/${n}`, client: `c${n}` });
    await records.put({ path: "/0", client: "again", isNew: true });
    assert.deepEqual(
      [records.of("/0"), records.of("/1")?.client],
      [{ path: "/0", client: "again", isNew: true }, "c1"],
    );
    await records.put({ path: "/new" });
    assert.deepEqual(
      [records.of("/1"), records.of("/2")?.client, records.of("/new")],
      [undefined, "c2", { path: "/new" }],
    );
    await records.remove("/2");
    assert.equal(records.of("/2"), undefined);
    assert.ok(records.of("/3"));
  });

  it("leaves out what another version wrote", () => {
    const state = new MapStore();
    void state.set("apps.files", [7, { path: 1 }, { path: "/a", client: 2, isNew: "yes" }]);
    assert.deepEqual(new ClientRecords(state).of("/a"), { path: "/a" });
    void state.set("apps.files", "junk");
    assert.equal(new ClientRecords(state).of("/a"), undefined);
  });
});
