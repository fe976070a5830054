import assert from "node:assert/strict";
import { Breakers } from "../../../src/core/calls/limits/guard";
import { requestPath } from "../../../src/core/calls/requestPath";
import type { ToolCall } from "../../../src/core/calls/toolCall";
import { ServerConfig } from "../../../src/core/config/schema/serverConfig";
import { defaultOptions, type Options } from "../../../src/core/config/schema/settings";
import { EventStream } from "../../../src/core/hub/eventStream";
import { Metrics } from "../../../src/core/hub/metrics";
import { HubError } from "../../../src/core/kernel/hubError";
import type { ToolResult } from "../../../src/core/messages/toolResult";
import { aDesk } from "../../support/aDesk";
import { aCall, done, fakeGrants, fakeServers, lookedAtLater, turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { definition } from "../../support/fakeLink";

type Send = (call: ToolCall) => Promise<ToolResult>;

/** All layers, over a server that a test plays. */
function setUp(send: Send, more: Partial<Options> = {}, entry: object = {}) {
  const clock = new FakeClock();
  const stream = new EventStream(
    () => clock.now(),
    (error) => assert.fail(String(error)),
  );
  const metrics = new Metrics();
  stream.onEvent((event) => metrics.add(event));
  stream.publish({ type: "server.added", server: "files", label: "files", scope: "user" });
  const defined = definition("files", {
    entry: { kind: "valid", config: ServerConfig.parse({ command: "files", ...entry }) },
  });
  const breakers = new Breakers({ clock, publish: stream.publish });
  const sent: ToolCall[] = [];
  const { callTool: run } = requestPath({
    servers: fakeServers({
      definition: () => defined,
      callTool: (call) => {
        sent.push(call);
        return send(call);
      },
    }),
    options: () => ({ ...defaultOptions, ...more }),
    grants: fakeGrants({ allows: () => true }),
    ask: async () => ({ allow: false }),
    desk: aDesk(),
    clock,
    publish: stream.publish,
    onEvent: stream.onEvent,
    breakers,
    random: () => 0.5,
  });
  /** Lets so many milliseconds pass, in small steps, with everything running in between. */
  const pass = async (ms: number) => {
    for (let i = 0; i < 50; i++) {
      await turns();
      clock.pass(ms / 50);
    }
    await turns();
  };
  const figures = () => metrics.figures(clock.now())[0] ?? assert.fail("there is no server");
  return { clock, stream, run, sent, pass, breakers, figures };
}

const silence: Send = () => new Promise(() => {});
const beginsTask: Send = (call) => {
  call.onTask?.({ id: "t" });
  return silence(call);
};

describe("all layers of a call together", () => {
  it("no caller waits past its limit, wherever it waits: server, queue, backoff or another's request", async () => {
    const rows: [string, Send, Partial<Options>, object][] = [
      ["server", silence, { callTimeoutSeconds: 3600 }, {}],
      ["retries of a server that hangs", silence, { callTimeoutSeconds: 3, retries: 10 }, { safeToRepeat: true }],
      ["queue", silence, { maxConcurrentCalls: 1, callTimeoutSeconds: 3600 }, {}],
      [
        "backoff",
        async () => {
          throw new HubError("transport", "No line.", { sent: "no" });
        },
        { retries: 10, retryDelayMs: 4000, retryMaxDelayMs: 4000, breakerFailures: 0 },
        {},
      ],
      ["another's request", silence, { callTimeoutSeconds: 3600 }, { readOnly: true }],
    ];
    for (const [where, send, options, entry] of rows) {
      const { run, pass, clock, figures } = setUp(send, { callLimitSeconds: 10, ...options }, entry);
      const calls = Array.from({ length: 5 }, () => run(aCall()));
      const settled = Promise.allSettled(calls);
      await pass(10_000);
      for (const outcome of await settled) assert.equal(outcome.status, "rejected", where);
      assert.deepEqual([clock.waiting, figures().inFlight, figures().waiting], [0, 0, 0], where);
    }
  });

  it("a call ends when its caller's own limit is over, wherever it waits, and says whose limit it was", async () => {
    const rows: [string, Send, Partial<Options>, object][] = [
      ["server", silence, {}, {}],
      ["queue", silence, { maxConcurrentCalls: 1 }, {}],
      ["another's request", silence, {}, { readOnly: true }],
      ["task", beginsTask, {}, {}],
    ];
    for (const [where, send, options, entry] of rows) {
      const { run, pass } = setUp(send, options, entry);
      void lookedAtLater(run(aCall()));
      const own = lookedAtLater(run(aCall({ limitMs: 2000 })));
      await pass(2000);
      await assert.rejects(own, { code: "timeout", message: /within 2 seconds, which is all that its caller/ }, where);
    }
    const { run, pass } = setUp(silence, { callLimitSeconds: 1 });
    const generous = lookedAtLater(run(aCall({ limitMs: 5000 })));
    await pass(1000);
    await assert.rejects(generous, { code: "timeout", message: /within 1 second, .*mcpHub\.callLimitSeconds/ });
  });

  it("what a server hears of one caller is not shared with another", async () => {
    const { run, sent } = setUp(async () => done, { cacheSeconds: 60 }, { readOnly: true });
    await run(aCall());
    await run(aCall({ meta: { language: "de" } }));
    await run(aCall({ meta: { language: "en" } }));
    assert.deepEqual(
      sent.map(({ meta }) => meta),
      [undefined, { language: "de" }, { language: "en" }],
    );
  });

  it("every event of a call names the request and the thread that it belongs to", async () => {
    const { run, stream } = setUp(async () => done);
    await run(aCall({ request: "r-1", thread: "t 1" }));
    await run(aCall());
    assert.deepEqual(
      stream.history.flatMap((event) => ("argsDigest" in event ? [[event.type, event.request, event.thread]] : [])),
      [
        ["call.started", "r-1", "t 1"],
        ["call.ended", "r-1", "t 1"],
        ["call.started", undefined, undefined],
        ["call.ended", undefined, undefined],
      ],
    );
  });

  it("a server's entry and its tool's decide over the settings", async () => {
    const { run, pass, sent } = setUp(
      silence,
      { retries: 0 },
      {
        callTimeoutSeconds: 4,
        tools: { slow: { callTimeoutSeconds: 8 } },
      },
    );
    const quick = lookedAtLater(run(aCall()));
    const slow = lookedAtLater(run(aCall({ tool: "slow" })));
    await pass(4000);
    await assert.rejects(quick, { code: "timeout", message: /for 4 seconds/ });
    assert.equal(sent[1]?.signal.aborted, false);
    await pass(4000);
    await assert.rejects(slow, { code: "timeout", message: /for 8 seconds/ });
  });

  it("a kept answer is used until the server tells of a change", async () => {
    const { run, sent, stream } = setUp(async () => done, { cacheSeconds: 60 }, { readOnly: true });
    await run(aCall());
    await run(aCall());
    assert.equal(sent.length, 1);
    stream.publish({
      type: "server.notification",
      server: "files",
      method: "notifications/resources/updated",
      params: "",
    });
    await run(aCall());
    assert.equal(sent.length, 2);
  });

  it("a server that hangs counts as one that failed, shows in the view, and is let back in by a reset", async () => {
    const { run, pass, sent, stream, breakers } = setUp(silence, { callTimeoutSeconds: 1, breakerFailures: 2 });
    for (let i = 0; i < 2; i++) {
      const running = lookedAtLater(run(aCall()));
      await pass(1000);
      await assert.rejects(running, { code: "timeout" });
    }
    await assert.rejects(run(aCall()), { code: "circuit-open" });
    assert.deepEqual(
      stream.view.servers[0]?.breakers?.map(({ tool, state }) => [tool, state]),
      [["read", "open"]],
    );
    breakers.reset("files");
    assert.equal(stream.view.servers[0]?.breakers, undefined);
    const third = lookedAtLater(run(aCall()));
    await turns();
    assert.equal(sent.length, 3);
    await pass(1000);
    await assert.rejects(third, { code: "timeout" });
  });

  it("a server that is removed and comes again starts without a past", async () => {
    const broken: Send = async () => {
      throw new HubError("protocol", "It makes no sense.");
    };
    const { run, stream } = setUp(broken, { breakerFailures: 1 });
    await assert.rejects(run(aCall()), { code: "protocol" });
    await assert.rejects(run(aCall()), { code: "circuit-open" });
    stream.publish({ type: "server.removed", server: "files" });
    stream.publish({ type: "server.added", server: "files", label: "files", scope: "user" });
    await assert.rejects(run(aCall()), { code: "protocol" });
  });

  it("a retried attempt queues and counts like any other, and the metrics have it all", async () => {
    let attempt = 0;
    const { run, pass, figures } = setUp(async () => {
      if (++attempt < 3) throw new HubError("transport", "No line.", { sent: "no" });
      return done;
    });
    const running = run(aCall());
    await pass(5000);
    assert.equal(await running, done);
    assert.deepEqual([figures().outcomes.ok, figures().retries, figures().inFlight], [1, 2, 0]);
  });

  it("waits for a rate limit if that fits, and fails at once with the time if not", async () => {
    let busy = true;
    const send: Send = async () => {
      if (!busy) return done;
      busy = false;
      throw new HubError("rate-limited", "Busy.", { sent: "no", retryAfterMs: 5000 });
    };
    const { run, pass, sent } = setUp(send);
    const running = run(aCall());
    await pass(6000);
    assert.equal(await running, done);
    assert.equal(sent.length, 2);

    busy = true;
    const short = setUp(send, { callLimitSeconds: 4 });
    await assert.rejects(short.run(aCall()), { code: "rate-limited", retryAfterMs: 5000, message: /call's limit/ });
  });
});
