import assert from "node:assert/strict";
import type { LaunchPlan, StdioPlan } from "../../../src/core/config/plan/launchPlan";
import { type DebugTarget, debuggedLink } from "../../../src/core/development/debuggedLink";
import { FakeLink } from "../../support/fakeLink";
import { HeardEvents } from "../../support/heardEvents";

const plain: StdioPlan = { kind: "stdio", server: "files", command: "node", args: ["server.js"], env: {} };

/** Opens a plan, and tells what was started and attached to. */
function setUp({ opens = true, attaches = async () => {} }: { opens?: boolean; attaches?: () => Promise<void> } = {}) {
  const started: LaunchPlan[] = [];
  const targets: DebugTarget[] = [];
  const reported: unknown[] = [];
  const asked = new AbortController();
  let relays = 0;
  const open = debuggedLink(
    async (plan, events) => {
      started.push(plan);
      if (!opens) throw new Error("It ended.");
      return new FakeLink(plan, events);
    },
    {
      openRelay: async () => {
        relays++;
        return { port: 5000, programPort: 6000, dispose: () => void relays-- };
      },
      attach: (target) => {
        targets.push(target);
        return attaches();
      },
    },
    (error) => reported.push(error),
  );
  const start = (plan: LaunchPlan) => open(plan, new HeardEvents(), asked.signal);
  return { start, started, targets, reported, asked, relays: () => relays };
}

describe("starting a program with a debugger", () => {
  it("changes nothing for one that is not to be debugged", async () => {
    const { start, started, targets, relays } = setUp();
    await start(plain);
    assert.deepEqual([started, targets, relays()], [[plain], [], 0]);
  });

  it("attaches through a relay to the port that the program waits at, for as long as the server runs", async () => {
    const { start, started, targets, relays } = setUp();
    const link = await start({ ...plain, debug: { type: "node" } });
    assert.deepEqual(
      started.map((plan) => (plan as StdioPlan).args),
      [["--inspect-brk=127.0.0.1:6000", "server.js"]],
    );
    assert.deepEqual(targets, [{ server: "files", debug: { type: "node" }, port: 5000 }]);
    assert.equal(relays(), 1);
    link.dispose();
    await link.closed;
    assert.equal(relays(), 0);
  });

  it("closes the relay of a program that does not start, and reports what the debugger did not expect", async () => {
    const failure = new Error("a defect");
    const { start, reported, relays } = setUp({ opens: false, attaches: () => Promise.reject(failure) });
    await assert.rejects(start({ ...plain, debug: { type: "debugpy" } }), /It ended/);
    assert.deepEqual([relays(), reported], [0, [failure]]);
  });

  it("starts nothing for an attempt that was given up meanwhile", async () => {
    const { start, started, targets, asked, relays } = setUp();
    const opening = start({ ...plain, debug: { type: "node" } });
    asked.abort();
    await assert.rejects(opening, { name: "AbortError" });
    assert.deepEqual([started, targets, relays()], [[], [], 0]);
  });
});
