import assert from "node:assert/strict";
import { Metrics } from "../../../../src/core/hub/metrics";
import { type ServerCardPorts, serverCards } from "../../../../src/editor/panel/views/serverCards";
import { definition } from "../../../support/fakeLink";
import { ended } from "../../../support/operationEvents";
import { failed, ready, treeSource } from "../../../support/treeFixture";

function cards(ports: Partial<ServerCardPorts> = {}) {
  return serverCards({
    servers: () => treeSource({ states: { a: ready, b: failed } }).view.servers,
    definition,
    figures: () => undefined,
    past: () => undefined,
    memoryOf: async () => new Map(),
    report: (error) => assert.fail(String(error)),
    ...ports,
  });
}

describe("the cards of servers", () => {
  it("have the memory of the program of a ready server, and ask for no other", async () => {
    const asked: unknown[] = [];
    const [a, b] = await cards({
      memoryOf: async (pids) => {
        asked.push(pids);
        return new Map([[7, 4096]]);
      },
    });
    assert.deepEqual([asked, a?.memoryBytes], [[[7]], 4096]);
    assert.ok(b && !("memoryBytes" in b));
    const [unknown] = await cards();
    assert.ok(unknown && !("memoryBytes" in unknown), "what is not known is missing");
  });

  it("say what the entry runs, and nothing of a server that is gone", async () => {
    const [a] = await cards();
    assert.deepEqual(a?.facts[0], { name: "Program", text: "a" });
    const [gone] = await cards({ definition: () => undefined });
    assert.deepEqual(gone?.facts, []);
  });

  it("cut a text of the settings that is very long, and say nothing of limits where there are none", async () => {
    const args = ["x ".repeat(20_000)];
    const long = definition("a", { entry: { kind: "valid", config: { command: "run", args } } });
    const [a] = await cards({ definition: () => long });
    const length = a?.facts.find(({ name }) => name === "Arguments")?.text.length ?? 0;
    assert.ok(length > 5000 && length < 11_000, `${length}`);
    assert.ok(!a?.facts.some(({ name }) => name === "Limits"));
  });

  it("say what limits the program runs in", async () => {
    const boxed = definition("a", { entry: { kind: "valid", config: { command: "run", sandbox: true } } });
    const [a] = await cards({ definition: () => boxed });
    assert.equal(a?.facts.at(-1)?.name, "Limits");
  });

  it("count no call where none was made, and those that were", async () => {
    const metrics = new Metrics();
    metrics.add({ type: "server.added", server: "a", label: "a", scope: "user", seq: 0, at: 0 });
    metrics.add({ ...ended({ server: "a" }), seq: 1, at: 1 });
    const [a, b] = await cards({ figures: (server) => metrics.of(server, 2) });
    assert.equal(a?.calls.outcomes.ok, 1);
    assert.deepEqual(Object.keys(a?.calls ?? {}).toSorted(), ["errors", "ms", "outcomes", "retries"]);
    assert.deepEqual(
      [b?.calls.outcomes, b?.restarts],
      [{ ok: 0, "tool-error": 0, failed: 0, cancelled: 0, denied: 0 }, 0],
    );
  });

  it("have what a server said and how it was found", async () => {
    const past = { since: 3, said: [{ at: 4, text: "hello" }], checks: [] };
    const [a, b] = await cards({ past: (server) => (server === "a" ? (past as never) : undefined) });
    assert.deepEqual([a?.since, a?.said, a?.checks], [3, past.said, []]);
    assert.deepEqual([b?.said, b && "since" in b], [[], false]);
  });
});
