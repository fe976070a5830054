import assert from "node:assert/strict";
import type { HttpPlan, StdioPlan } from "../../../src/core/config/plan/launchPlan";
import { RememberedEras } from "../../../src/core/connection/rememberedEras";
import { MapStore } from "../../support/mapStore";

const fail = (error: unknown) => assert.fail(String(error));
const http = (url: string): HttpPlan => ({ kind: "http", server: "a", url, headers: {} });
const stdio = (...args: string[]): StdioPlan => ({ kind: "stdio", server: "a", command: "node", args, env: {} });
const day = 24 * 60 * 60_000;

describe("what is remembered of a server's era", () => {
  it("outlives the window, by address or command and not by the server's name", () => {
    const store = new MapStore();
    const eras = new RememberedEras(store, () => 0, fail);
    eras.learn(http("http://127.0.0.1:1/mcp"), { era: "modern", version: "1" });
    eras.learn(stdio("a.js"), { era: "legacy" });
    const later = new RememberedEras(store, () => 0, fail);
    assert.equal(later.of({ ...http("http://127.0.0.1:1/mcp"), server: "b" })?.era, "modern");
    assert.equal(later.of(stdio("a.js"))?.era, "legacy");
    assert.equal(later.of(stdio("b.js")), undefined);
    assert.equal(later.of(http("http://127.0.0.1:2/mcp")), undefined);
  });

  it("does not hold addresses or arguments, which may be secret", () => {
    const store = new MapStore();
    new RememberedEras(store, () => 0, fail).learn(stdio("--key=hunter2"), { era: "legacy" });
    assert.doesNotMatch([...store.values.values()].join(), /hunter2|node/);
  });

  it("is written only if it is new", () => {
    const store = new MapStore();
    const eras = new RememberedEras(store, () => 0, fail);
    for (let i = 0; i < 3; i++) eras.learn(stdio("a.js"), { era: "legacy", version: "1" });
    assert.equal(store.writes, 1);
    eras.learn(stdio("a.js"), { era: "legacy", version: "2" });
    assert.equal(store.writes, 2);
  });

  it("expires after a week for the older era, because a server may learn the new one", () => {
    let now = 0;
    const eras = new RememberedEras(new MapStore(), () => now, fail);
    eras.learn(stdio("a.js"), { era: "legacy" });
    eras.learn(stdio("b.js"), { era: "modern" });
    now = 7 * day;
    assert.equal(eras.of(stdio("a.js"))?.era, "legacy");
    now = 7 * day + 1;
    assert.equal(eras.of(stdio("a.js")), undefined);
    assert.equal(eras.of(stdio("b.js"))?.era, "modern");
    eras.learn(stdio("a.js"), { era: "legacy" });
    assert.equal(eras.of(stdio("a.js"))?.era, "legacy");
  });

  it("is bounded, and drops the oldest", () => {
    const store = new MapStore();
    const eras = new RememberedEras(store, () => 0, fail);
    for (let i = 0; i < 510; i++) eras.learn(stdio(String(i)), { era: "legacy" });
    assert.equal(eras.of(stdio("9")), undefined);
    assert.equal(eras.of(stdio("10"))?.era, "legacy");
    assert.equal(eras.of(stdio("509"))?.era, "legacy");
    assert.ok((store.get("mcpHub.eras") as unknown[]).length <= 500);
  });

  it("does not trust what the store holds", () => {
    const store = new MapStore();
    void store.set("mcpHub.eras", [{ id: 3 }, null, "x", { id: "a", era: "new", at: 1 }]);
    const eras = new RememberedEras(store, () => 0, fail);
    eras.learn(stdio("a.js"), { era: "legacy" });
    assert.equal((store.get("mcpHub.eras") as unknown[]).length, 1);
  });

  it("can be forgotten, and that of other servers stays", () => {
    const store = new MapStore();
    const eras = new RememberedEras(store, () => 0, fail);
    for (const name of ["a.js", "b.js"]) eras.learn(stdio(name), { era: "legacy" });
    eras.forget(stdio("c.js"));
    assert.equal(store.writes, 2);
    eras.forget(stdio("a.js"));
    assert.deepEqual([eras.of(stdio("a.js")), eras.of(stdio("b.js"))?.era, store.writes], [undefined, "legacy", 3]);
  });

  it("is read where it is whole: version and offer are texts, where they are there", () => {
    const store = new MapStore();
    new RememberedEras(store, () => 5, fail).learn(stdio("a.js"), { era: "modern" });
    const [whole] = store.get("mcpHub.eras") as readonly object[];
    assert.match(JSON.stringify(whole), /^\{"id":"[0-9a-f]{32}","era":"modern","at":5\}$/);
    for (const [more, isRead] of [
      [{}, true],
      [{ era: "legacy", version: "1", offers: "2025-06-18" }, true],
      [{ version: 1 }, false],
      [{ offers: 1 }, false],
      [{ version: "1", offers: null }, false],
      [{ at: "5" }, false],
    ] as const) {
      void store.set("mcpHub.eras", [{ ...whole, ...more }]);
      const read = new RememberedEras(store, () => 5, fail).of(stdio("a.js"));
      assert.equal(read !== undefined, isRead, JSON.stringify(more));
    }
  });
});
