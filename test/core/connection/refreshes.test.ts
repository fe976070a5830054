import assert from "node:assert/strict";
import type { Catalog, CatalogPart } from "../../../src/core/catalog/catalog";
import type { Link } from "../../../src/core/connection/link";
import { Refreshes } from "../../../src/core/connection/refreshes";
import type { Session } from "../../../src/core/connection/session";
import { HubError } from "../../../src/core/kernel/hubError";
import { FakeClock } from "../../support/fakeClock";

/** Lets everything happen that is due now. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function setUp() {
  const clock = new FakeClock(0);
  const abort = new AbortController();
  const reads: number[] = [];
  const updates: Partial<Catalog>[] = [];
  const warnings: string[] = [];
  const server = { list: async (): Promise<Partial<Catalog>> => ({ tools: [] }) };
  const session = {
    signal: abort.signal,
    listInTime: (run: (signal: AbortSignal) => Promise<unknown>) => run(abort.signal),
  };
  const link = {
    refresh: (_: CatalogPart) => {
      reads.push(clock.now());
      return server.list();
    },
  };
  const takeOver = { update: async (part: Partial<Catalog>): Promise<void> => void updates.push(part) };
  const refreshes = new Refreshes(session as unknown as Session, {
    clock,
    update: (part) => takeOver.update(part),
    warn: (text) => warnings.push(text),
  });
  const refresh = (part: CatalogPart = "tools") => refreshes.refresh(part, async () => link as unknown as Link);
  return { clock, abort, reads, updates, warnings, server, takeOver, refresh };
}

describe("the refreshes of a list", () => {
  it("are half a second apart at first, and at most ten seconds where changes do not end", async () => {
    const { clock, reads, refresh } = setUp();
    for (let n = 0; n < 8; n++) {
      void refresh();
      await turn();
      for (let waited = 0; reads.length === n && waited < 30_000; waited += 500) {
        clock.pass(500);
        await turn();
      }
    }
    const gaps = reads.slice(1).map((at, index) => at - (reads[index] ?? 0));
    assert.deepEqual([reads[0], gaps], [0, [500, 1000, 2000, 4000, 8000, 10_000, 10_000]]);
  });

  it("wait exactly as long as is left of the pause", async () => {
    const { clock, reads, refresh } = setUp();
    await refresh();
    clock.pass(300);
    void refresh();
    await turn();
    clock.pass(199);
    await turn();
    assert.deepEqual(reads, [0]);
    clock.pass(1);
    await turn();
    assert.deepEqual(reads, [0, 500]);
  });

  it("are quick again when the server was quiet for twice the pause", async () => {
    for (const [quietMs, pauseMs] of [
      [999, 1000],
      [1000, 500],
    ] as const) {
      const { clock, reads, refresh } = setUp();
      await refresh();
      clock.pass(quietMs);
      await refresh();
      void refresh();
      await turn();
      clock.pass(pauseMs - 1);
      await turn();
      assert.equal(reads.length, 2, `${quietMs}`);
      clock.pass(1);
      await turn();
      assert.equal(reads.length, 3, `${quietMs}`);
    }
  });

  it("are one at a time for each list, and one more for all changes meanwhile", async () => {
    const { clock, reads, refresh, takeOver } = setUp();
    const held: (() => void)[] = [];
    takeOver.update = () => new Promise((resolve) => held.push(resolve));
    const whole = refresh();
    await turn();
    await Promise.all([refresh(), refresh(), refresh()]);
    void refresh("prompts");
    await turn();
    assert.equal(reads.length, 2, "tools and prompts");
    clock.pass(5000);
    await turn();
    assert.equal(reads.length, 2, "not before what was read is taken over");
    held[0]?.();
    await turn();
    assert.equal(reads.length, 3);
    held[2]?.();
    await whole;
    clock.pass(30_000);
    await turn();
    assert.equal(reads.length, 3, "four changes, two reads");
  });

  it("take nothing over after the session ended, and do not read again", async () => {
    const { clock, abort, reads, updates, warnings, refresh, server } = setUp();
    server.list = async () => {
      abort.abort();
      return { tools: [] };
    };
    await refresh();
    assert.deepEqual([reads.length, updates.length], [1, 0]);
    const other = setUp();
    await other.refresh();
    const waiting = other.refresh();
    await turn();
    other.abort.abort();
    await waiting;
    assert.deepEqual([other.reads.length, other.clock.waiting], [1, 0]);
    assert.deepEqual([warnings, other.warnings, clock.waiting], [[], [], 0]);
  });

  for (const part of ["tools", "prompts", "resources"] as const)
    it(`warn that the ${part} were not updated, and read again at the next change`, async () => {
      const { clock, warnings, reads, refresh, server } = setUp();
      server.list = async () => {
        throw new HubError("timeout", "It took too long.");
      };
      await refresh(part);
      assert.deepEqual(warnings, [`The list of ${part} was not updated. It took too long.`]);
      clock.pass(1000);
      await refresh(part);
      assert.equal(reads.length, 2);
    });

  it("do not warn of what fails because the session ended", async () => {
    const { abort, warnings, refresh, server } = setUp();
    server.list = async () => {
      abort.abort();
      throw new HubError("exited", "It ended.");
    };
    await refresh();
    assert.deepEqual(warnings, []);
  });
});
