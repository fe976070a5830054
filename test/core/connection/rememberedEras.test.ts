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

  it("can be forgotten", () => {
    const eras = new RememberedEras(new MapStore(), () => 0, fail);
    eras.learn(stdio("a.js"), { era: "legacy" });
    eras.forget(stdio("a.js"));
    assert.equal(eras.of(stdio("a.js")), undefined);
  });
});
