import assert from "node:assert/strict";
import { LaunchConsent } from "../../../src/core/consent/launchConsent";
import { LaunchQuestions, type WaitingServer } from "../../../src/core/consent/launchQuestions";
import { HubError } from "../../../src/core/kernel/hubError";
import type { ConnectionKind } from "../../../src/protocol/connectionState";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { aDesk } from "../../support/aDesk";
import { turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { definition } from "../../support/fakeLink";
import { MapStore } from "../../support/mapStore";

const needsConsent = (server: string): HubEvent => ({
  ...{ type: "server.state", server },
  state: { kind: "needs-consent", error: { code: "needs-consent", message: "Ask." } },
});

function setUp(count: number) {
  const clock = new FakeClock();
  let names = Array.from({ length: count }, (_, n) => `s${n}`);
  const definitions = () => names.map((name) => definition(name, { scope: "workspace", source: "/w" }));
  const states = new Map<string, ConnectionKind>(names.map((name) => [name, "needs-consent"]));
  const consent = new LaunchConsent({
    stores: { workspace: new MapStore(), always: new MapStore() },
    ...{ definitions, publish: () => {}, now: () => clock.now() },
  });
  const shown: { names: string[]; signal: AbortSignal; answer: (...allowed: string[]) => Promise<void> }[] = [];
  const [connected, restarted, reported]: [string[], string[], unknown[]] = [[], [], []];
  const events: HubEvent[] = [];
  const failures = new Map<string, Error>();
  const questions = new LaunchQuestions({
    ...{ consent, definitions, clock, desk: aDesk(clock), publish: (event: HubEvent) => events.push(event) },
    stateOf: (server) => states.get(server),
    connect: async (server) => {
      connected.push(server);
      const failure = failures.get(server);
      if (failure) throw failure;
    },
    restart: async (server) => {
      restarted.push(server);
      const failure = failures.get(server);
      if (failure) throw failure;
    },
    ask: (servers: readonly WaitingServer[], signal) =>
      new Promise((resolve) => {
        shown.push({
          names: servers.map(({ server }) => server),
          signal,
          answer: async (...allowed) => {
            resolve(servers.filter(({ server }) => allowed.includes(server)).map(({ digest }) => digest));
            for (let n = 0; n < 10; n++) await turns();
          },
        });
      }),
    report: (error) => reported.push(error),
  });
  const follow = async (event: HubEvent, ms = 300) => {
    questions.follow(event);
    await turns();
    clock.pass(ms);
    await turns();
  };
  return {
    ...{ clock, states, consent, shown, connected, restarted, reported, events, failures, questions, follow },
    rename: (...all: string[]) => {
      names = all;
      for (const name of all) if (!states.has(name)) states.set(name, "needs-consent");
    },
  };
}

describe("the question which servers may run", () => {
  it("gathers servers for 300 ms, and is one question for all of them", async () => {
    const { clock, shown, questions, follow, connected, consent } = setUp(2);
    questions.follow(needsConsent("s0"));
    clock.pass(200);
    questions.follow(needsConsent("s1"));
    await follow(needsConsent("s1"), 99);
    assert.equal(shown.length, 0);
    await follow({ type: "hub.log", level: "info", text: "x" }, 1);
    assert.deepEqual(
      shown.map(({ names }) => names),
      [["s0", "s1"]],
    );
    await shown[0]?.answer("s1");
    assert.deepEqual([connected, consent.list().map(({ server }) => server)], [["s1"], ["s1"]]);
    clock.pass(10_000);
    assert.equal(shown.length, 1, "what was refused is not asked again");
    assert.equal(clock.waiting, 0);
  });

  it("is refused in the record where no server is allowed, and allowed where one is", async () => {
    const { shown, follow, events, clock } = setUp(21);
    await follow(needsConsent("s0"));
    await shown[0]?.answer();
    clock.pass(300);
    await turns();
    await shown[1]?.answer("s20");
    const answers = events.flatMap((event) => (event.type === "question.answered" ? [event.answer] : []));
    assert.deepEqual(answers, ["refused", "allowed"]);
  });

  it("shows twenty at most, and the others next", async () => {
    const { clock, shown, follow } = setUp(21);
    await follow(needsConsent("s0"));
    assert.equal(shown[0]?.names.length, 20);
    await shown[0]?.answer();
    clock.pass(300);
    await turns();
    assert.deepEqual(shown[1]?.names, ["s20"]);
  });

  it("leaves out what is stopped or gone", async () => {
    const { shown, follow, states } = setUp(3);
    states.set("s0", "stopped");
    states.delete("s1");
    await follow(needsConsent("s2"));
    assert.deepEqual(shown[0]?.names, ["s2"]);
  });

  it("leaves the screen when the servers change, and comes back with those that are left", async () => {
    const { clock, shown, follow, rename } = setUp(2);
    await follow(needsConsent("s0"));
    await follow({ type: "server.removed", server: "other" });
    assert.equal(shown[0]?.signal.aborted, false, "nothing that is asked about has changed");
    rename("s1");
    await follow({ type: "server.removed", server: "s0" });
    assert.equal(shown[0]?.signal.aborted, true);
    for (let n = 0; n < 5; n++) await turns();
    clock.pass(300);
    await turns();
    assert.deepEqual(shown[1]?.names, ["s1"]);
  });

  it("is asked again where the person wants it, of all that wait or of one", async () => {
    const { shown, follow, questions } = setUp(2);
    await follow(needsConsent("s0"));
    await shown[0]?.answer();
    assert.equal(questions.review("unknown"), 0);
    assert.equal(questions.review("s1"), 1);
    await turns();
    assert.deepEqual(shown[1]?.names, ["s1"]);
    await shown[1]?.answer("s1");
    assert.equal(questions.review(), 1);
    await turns();
    assert.deepEqual(shown[2]?.names, ["s0"]);
  });

  it("ends what may not run any more, and nothing else", async () => {
    const { follow, states, restarted, failures, reported } = setUp(2);
    states.set("s0", "ready");
    const ready = (server: string): HubEvent => ({ type: "server.added", server, label: server, scope: "workspace" });
    failures.set("s0", new HubError("needs-consent", "Ask."));
    await follow(ready("s0"));
    await follow({ type: "launch.decided", server: "s0", entry: "", answer: "revoked" });
    await follow({ type: "launch.decided", server: "s0", entry: "", answer: "refused" });
    await follow(ready("s1"));
    await follow(ready("unknown"));
    assert.deepEqual([restarted, reported], [["s0", "s0"], []]);
    const error = new HubError("internal", "Broken.");
    failures.set("s0", error);
    await follow(ready("s0"));
    assert.deepEqual(reported, [error]);
  });

  it("reports a defect where a server is connected, and not that it cannot be reached", async () => {
    const { shown, follow, failures, reported } = setUp(2);
    const defect = new TypeError("x is undefined");
    failures.set("s0", new HubError("transport", "No line."));
    failures.set("s1", defect);
    await follow(needsConsent("s0"));
    await shown[0]?.answer("s0", "s1");
    assert.deepEqual(reported, [defect]);
  });

  it("is not asked once the hub is gone", async () => {
    const { clock, shown, follow, questions } = setUp(1);
    await follow(needsConsent("s0"));
    questions.dispose();
    assert.equal(shown[0]?.signal.aborted, true);
    await follow(needsConsent("s0"));
    assert.deepEqual([shown.length, clock.waiting], [1, 0]);
    const waiting = setUp(1);
    waiting.questions.follow(needsConsent("s0"));
    waiting.questions.dispose();
    assert.equal(waiting.clock.waiting, 0);
  });
});
