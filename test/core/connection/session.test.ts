import assert from "node:assert/strict";
import type { LaunchPlan } from "../../../src/core/config/plan/launchPlan";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { Session } from "../../../src/core/connection/session";
import { HubError } from "../../../src/core/kernel/hubError";
import { FakeClock } from "../../support/fakeClock";
import { definition, type FakeLink, FakeOpener, planOf } from "../../support/fakeLink";

/** Lets everything happen that is due now. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const gone = () => new HubError("transport", "Nothing listens.");

function setUp(config: object = {}, options: Partial<typeof defaultOptions> = {}) {
  const clock = new FakeClock();
  const opener = new FakeOpener();
  const heard: string[] = [];
  const session: Session = new Session(
    definition("files", { entry: { kind: "valid", config: { command: "files", ...config } } }),
    {
      open: (...given) => opener.open(...given),
      plan: async (one) => ({ ...(await planOf(one)), ...config }) as LaunchPlan,
      options: () => ({ ...defaultOptions, ...options }),
      clock,
    },
    {
      lost: ({ code }) => heard.push(`lost: ${code}`),
      changed: (part) => heard.push(`changed: ${part}`),
      log: (level, from, text) => heard.push(`${level} ${from}: ${text}`),
      progress: ({ step }) => heard.push(`progress: ${step}`),
      notification: (method) => heard.push(method),
      activity: () => heard.push(`${session.activity.inFlight} in flight`),
      suspectedLoss: () => heard.push("suspected"),
      closing: () => heard.push("opening"),
    },
  );
  return { clock, opener, heard, session };
}

async function connected() {
  const parts = setUp();
  await parts.session.connect();
  parts.heard.length = 0;
  return { ...parts, link: parts.opener.last };
}

describe("a session", () => {
  it("has its link once the catalog has been read", async () => {
    const { opener, session } = setUp();
    const { link, catalog } = await session.connect();
    assert.equal(session.link, link);
    assert.equal(catalog, opener.last.offered);
  });

  it("passes on what its link reports, until it is over or retired", async () => {
    const reports = (link: FakeLink) => {
      link.changed();
      link.says("hello");
      link.lost();
    };
    const one = await connected();
    reports(one.link);
    assert.deepEqual(one.heard, ["changed: tools", "info stderr: hello", "lost: exited"]);
    for (const over of [(session: Session) => session.end(), (session: Session) => session.retire()]) {
      const { session, link, heard } = await connected();
      over(session);
      reports(link);
      assert.deepEqual([heard, link.disposed, session.signal.aborted], [[], 1, true]);
    }
  });

  it("fails its attempt with the reason of a loss before it was ready, and reports no loss then", async () => {
    const { opener, session, heard } = setUp();
    const { open } = opener;
    opener.open = async (...given) => {
      const link = await open(...given);
      opener.last.catalog = async () => {
        opener.last.lost(new HubError("exited", "It crashed."));
        throw gone();
      };
      return link;
    };
    await assert.rejects(session.connect(), { code: "exited", message: "It crashed." });
    assert.deepEqual([heard, opener.last.disposed, session.link], [["opening"], 1, undefined]);
  });

  it("fails its attempt also where the link was lost after the last answer", async () => {
    const { opener, session } = setUp();
    const { open } = opener;
    opener.open = async (...given) => {
      const link = await open(...given);
      opener.last.catalog = async () => {
        opener.last.lost();
        return opener.last.offered;
      };
      return link;
    };
    await assert.rejects(session.connect(), { code: "exited" });
    assert.equal(session.link, undefined);
  });

  it("ends once the requests in flight have ended when it retires", async () => {
    const { session, link, heard } = await connected();
    let answer = () => {};
    const running = session.activity.track(new Promise<void>((resolve) => (answer = resolve)));
    session.retire();
    assert.equal(session.signal.aborted, false);
    link.says("late");
    answer();
    await running;
    assert.deepEqual([session.signal.aborted, link.disposed], [true, 1]);
    assert.deepEqual(heard, ["1 in flight", "0 in flight"]);
  });

  it("knows whether its server ever answered, and suspects a loss where a request fails so", async () => {
    for (const [failure, worked, suspected] of [
      [undefined, true, false],
      [new HubError("server-error", "No."), true, false],
      [new HubError("timeout", "Late."), false, false],
      [new Error("odd"), false, false],
      [gone(), false, true],
    ] as const) {
      const { session, heard } = await connected();
      assert.equal(session.activity.worked, false);
      const tracked = session.activity.track(failure ? Promise.reject(failure) : Promise.resolve("yes"));
      if (failure) await assert.rejects(tracked, failure);
      else assert.equal(await tracked, "yes");
      assert.deepEqual([session.activity.worked, heard.includes("suspected")], [worked, suspected], failure?.message);
    }
  });

  for (const [config, isFirst, seconds] of [
    [{ command: "node" }, true, 20],
    [{ command: "npx" }, true, 120],
    [{ command: "npx" }, false, 20],
    [{ command: "npx", connectTimeoutSeconds: 7 }, true, 7],
    [{ command: "node", connectTimeoutSeconds: 50 }, false, 50],
  ] as const)
    it(`with ${JSON.stringify(config)} has ${seconds} s for ${isFirst ? "its first" : "another"} attempt`, async () => {
      const { clock, opener, session } = setUp(config, { connectTimeoutSeconds: 20 });
      opener.open = () => new Promise(() => {});
      const connecting = session.connect(isFirst);
      let failed = false;
      connecting.catch(() => {
        failed = true;
      });
      await turn();
      clock.pass(seconds * 1000 - 1);
      await turn();
      assert.equal(failed, false);
      clock.pass(1);
      await assert.rejects(connecting, { code: "timeout" });
      assert.equal(clock.waiting, 0);
    });

  it("waits as long for a list that is read again, and says what took too long", async () => {
    for (const [config, seconds] of [
      [{}, 20],
      [{ connectTimeoutSeconds: 7 }, 7],
    ] as const) {
      const { clock, session } = setUp(config, { connectTimeoutSeconds: 20 });
      const listing = session.listInTime(() => new Promise(() => {}));
      const said: unknown[] = [];
      listing.catch(({ message }) => said.push(message));
      clock.pass(seconds * 1000 - 1);
      await turn();
      assert.deepEqual(said, []);
      clock.pass(1);
      await assert.rejects(listing, {
        code: "timeout",
        message: new RegExp(`^Listing what "files" offers took longer than ${seconds} s`),
      });
    }
  });

  it("tells every five seconds how the attempt goes on, with the step that it waits for, and nothing later", async () => {
    const { clock, opener, session, heard } = setUp();
    const { open } = opener;
    let go = () => {};
    opener.open = async (plan, events, signal) => {
      await new Promise<void>((resolve) => (go = resolve));
      events.step?.("handshake");
      await new Promise<void>((resolve) => (go = resolve));
      return open(plan, events, signal);
    };
    const connecting = session.connect();
    await turn();
    clock.pass(5000);
    go();
    await turn();
    clock.pass(5000);
    go();
    await connecting;
    clock.pass(20_000);
    assert.deepEqual(heard, ["opening", "progress: program", "progress: handshake"]);
  });

  it("has no timer left, whatever became of its attempt", async () => {
    const { clock, opener, session } = setUp();
    opener.failures = [gone()];
    await assert.rejects(session.connect(), { code: "transport" });
    assert.equal(clock.waiting, 0);
    await session.connect();
    session.end();
    session.end();
    assert.deepEqual([clock.waiting, opener.last.disposed], [0, 1]);
  });
});
