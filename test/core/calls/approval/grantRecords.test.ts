import assert from "node:assert/strict";
import {
  bounded,
  type GrantRecord,
  type GrantRecords,
  grantKey,
  hasEnded,
  methodOf,
  noGrants,
  readGrants,
  withCarried,
  withGrant,
  writeGrants,
} from "../../../../src/core/calls/approval/grantRecords";
import { MapStore } from "../../../support/mapStore";

const grant = (more: object = {}): GrantRecord => ({ caller: { door: "chat" }, since: 1, ...more }) as GrantRecord;
const at = (entry: string, key = "k") => ({ entry, server: `server of ${entry}`, key });
const keys = ({ allowed }: GrantRecords) =>
  [...allowed].map(([entry, { grants }]) => `${entry}: ${[...grants.keys()].join()}`);

describe("the key of a grant", () => {
  it("tells callers, tools and methods apart, and gives the method back", () => {
    const rows: readonly [key: string, method: string | undefined][] = [
      [grantKey("chat"), undefined],
      [grantKey("chat", { tool: "read" }), undefined],
      [grantKey("chat", { tool: "read", method: "tools/call" }), undefined],
      [grantKey("chat", { tool: "read", method: "resources/read" }), "resources/read"],
      [grantKey("chat", { tool: "read", method: "prompts/get" }), "prompts/get"],
      [grantKey("chat", { tool: "read", method: "completion/complete" }), "completion/complete"],
      [grantKey("chat", { tool: "read", method: "skills/list" }), "skills/list"],
      [grantKey("chat", { tool: "resources/read" }), undefined],
    ];
    for (const [key, method] of rows) assert.equal(methodOf(key), method, key);
    assert.equal(new Set(rows.map(([key]) => key)).size, rows.length - 1, "calls of tools are the usual method");
    for (const odd of ["junk", "7", '["a","explode","b"]', '["a","resources/read"]', '{"length":3}'])
      assert.equal(methodOf(odd), undefined, odd);
  });

  it("ends at its time", () => {
    assert.deepEqual(
      [hasEnded(grant({ until: 5 }), 4), hasEnded(grant({ until: 5 }), 5), hasEnded(grant(), 1e15)],
      [false, true, false],
    );
  });
});

describe("what is granted", () => {
  it("is put in at the end, replaced, and taken out", () => {
    let records = withGrant(noGrants, at("a", "1"), grant());
    records = withGrant(records, at("b", "1"), grant());
    records = withGrant(records, at("a", "2"), grant());
    assert.deepEqual(keys(records), ["b: 1", "a: 1,2"]);
    records = withGrant(records, at("a", "1"), grant({ used: 2 }));
    assert.deepEqual([keys(records), records.allowed.get("a")?.grants.get("1")?.used], [["b: 1", "a: 2,1"], 2]);
    records = withGrant(records, at("b", "1"), undefined);
    assert.deepEqual(keys(records), ["a: 2,1"]);
    assert.deepEqual(keys(withGrant(records, at("unknown", "1"), undefined)), ["a: 2,1"]);
    assert.equal(records.allowed.get("a")?.server, "server of a");
  });

  it("is kept of 500 entries, and 1,000 of each", () => {
    let records = noGrants;
    for (let n = 0; n < 1001; n++) records = withGrant(records, at("a", `${n}`), grant());
    const grants = records.allowed.get("a")?.grants;
    assert.deepEqual([grants?.size, grants?.has("0"), grants?.has("1")], [1000, false, true]);
    const many = { allowed: new Map(), trusted: Array.from({ length: 501 }, (_, n) => `${n}`) };
    for (let n = 0; n < 501; n++) many.allowed.set(`${n}`, { server: "s", grants: new Map([["k", grant()]]) });
    const { allowed, trusted } = bounded(many);
    assert.deepEqual([allowed.size, allowed.has("0"), trusted.length, trusted[0]], [500, false, 500, "1"]);
  });

  it("goes along with an entry that becomes another one", () => {
    const records = {
      ...withGrant(withGrant(noGrants, at("a", "1"), grant()), at("b", "2"), grant()),
      trusted: ["a", "b"],
    };
    const carried = withCarried(records, "a", { entry: "c", server: "new" });
    assert.deepEqual(
      [keys(carried), carried.allowed.get("c")?.server, carried.trusted],
      [["b: 2", "c: 1"], "new", ["c", "b"]],
    );
    assert.deepEqual(keys(withCarried(records, "a", { entry: "b", server: "new" })), ["b: 1"]);
    assert.deepEqual(keys(withCarried(records, "unknown", { entry: "b", server: "new" })), ["a: 1", "b: 2"]);
  });

  it("is the same after it was written", async () => {
    const store = new MapStore();
    const records = { ...withGrant(noGrants, at("a", grantKey("chat")), grant({ until: 9 })), trusted: ["a"] };
    await writeGrants(store, records);
    assert.deepEqual([keys(readGrants(store)), readGrants(store).trusted], [keys(records), ["a"]]);
    assert.deepEqual(keys(readGrants(new MapStore())), []);
  });
});
