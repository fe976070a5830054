import assert from "node:assert/strict";
import type { BreakerState } from "../../../../src/core/calls/limits/breaker";
import { Circuit, firstPass, firstTrialMs } from "../../../../src/core/calls/limits/circuit";

const options = { failures: 2, coolDownMs: 10_000 };

function setUp() {
  const changes: BreakerState[] = [];
  const circuit = new Circuit((state) => changes.push(state));
  const fail = (at: number, isOutage = false, pass = circuit.pass(at, options)) =>
    circuit.end(pass, { type: "failed", at }, options, "t", false, isOutage);
  return { changes, circuit, fail };
}

describe("a circuit", () => {
  it("knows since when calls fail, in a row", () => {
    const { circuit, fail } = setUp();
    assert.equal(circuit.since, 0);
    fail(100);
    assert.equal(circuit.since, 100);
    circuit.end(circuit.pass(150, options), { type: "succeeded", at: 150 }, options, "t");
    fail(200);
    fail(300);
    assert.equal(circuit.since, 200);
    assert.deepEqual(circuit.state, { kind: "open", until: 10_300, failures: 2 });
  });

  it("says each change, and nothing of what changes nothing", () => {
    const { circuit, fail, changes } = setUp();
    fail(1);
    assert.deepEqual(changes, []);
    fail(2);
    circuit.pass(10_002, options);
    circuit.end(circuit.pass(10_002, options), { type: "succeeded", at: 10_003 }, options, "t");
    assert.deepEqual(
      changes.map(({ kind }) => kind),
      ["open", "half-open", "closed"],
    );
    circuit.reset(10_004);
    assert.equal(changes.length, 3);
  });

  it("counts no failure of an earlier phase, and shared failures once", () => {
    const { circuit, fail } = setUp();
    const early = circuit.pass(0, options);
    assert.deepEqual(early, firstPass);
    const shared = { type: "failed", at: 1 } as const;
    circuit.end(early, shared, options, "t", true);
    circuit.end(early, shared, options, "t", true);
    assert.deepEqual(circuit.state, { kind: "closed", failures: 1 });
    fail(2);
    assert.equal(circuit.state.kind, "open");
    circuit.end(early, { type: "succeeded", at: 3 }, options, "t");
    assert.deepEqual(circuit.state, { kind: "open", until: 10_002, failures: 2 });
  });

  it("is tried early in an outage, after half a second and then after as long as it lasted", () => {
    const { circuit, fail } = setUp();
    const until = () => (circuit.state.kind === "open" ? circuit.state.until : assert.fail(circuit.state.kind));
    fail(1000, true);
    fail(2000, true);
    assert.equal(until(), 2000 + firstTrialMs);
    assert.deepEqual([circuit.lets(2499), circuit.lets(2500)], [false, true]);
    assert.deepEqual([circuit.isEarlyTrial(2499, options), circuit.isEarlyTrial(2500, options)], [false, true]);
    fail(2500, true);
    assert.equal(until(), 3000);
    fail(3000, true);
    assert.equal(until(), 4000);
    fail(4000, true);
    assert.equal(until(), 6000);
    fail(16_000, true);
    assert.equal(until(), 26_000, "no later than after the cool-down");
    assert.equal(circuit.isEarlyTrial(26_000, options), false);
  });

  it("is tried after the whole cool-down where the server was there", () => {
    const { circuit, fail } = setUp();
    fail(1000);
    fail(2000);
    assert.deepEqual([circuit.lets(11_999), circuit.lets(12_000)], [false, true]);
    assert.equal(circuit.isEarlyTrial(12_000, options), false);
  });

  it("is put off while the server is away, which is said", () => {
    const { circuit, fail, changes } = setUp();
    circuit.putOff(500, options);
    assert.deepEqual(changes, []);
    fail(1000);
    fail(2000);
    circuit.putOff(4000, options);
    assert.deepEqual(circuit.state, { kind: "open", until: 6000, failures: 2 });
    assert.deepEqual(changes, [{ kind: "open", until: 12_000, failures: 2 }, circuit.state]);
  });

  it("opens by the share of calls that failed in a while, of which an earlier phase is no part", () => {
    const { circuit } = setUp();
    const shares = { failures: 100, coolDownMs: 1000, windowMs: 10_000, percent: 50, leastCalls: 4 };
    const end = (type: "failed" | "succeeded" | "abandoned", at: number, tool = "t") =>
      circuit.end(circuit.pass(at, shares), { type, at }, shares, tool);
    end("succeeded", 1);
    end("failed", 2);
    end("abandoned", 3);
    end("succeeded", 4);
    assert.equal(circuit.state.kind, "closed");
    end("failed", 5, "u");
    assert.deepEqual(circuit.state, {
      ...{ kind: "open", until: 1005, failures: 1, recent: { failed: 2, of: 4, tools: 2 } },
    });
    end("succeeded", 1005);
    assert.equal(circuit.state.kind, "closed");
    end("failed", 1006);
    end("failed", 1007);
    end("failed", 1008);
    assert.equal(circuit.state.kind, "closed", "three are too few");
    end("failed", 1009);
    assert.equal(circuit.state.kind, "open");
  });
});
