import assert from "node:assert/strict";
import { AnswerCache, bytesOf } from "../../../src/core/calls/answerCache";
import type { CallOptions } from "../../../src/core/calls/callOptions";
import { Shared } from "../../../src/core/calls/share";
import type { ToolCall } from "../../../src/core/calls/toolCall";
import { HubError } from "../../../src/core/kernel/hubError";
import type { ToolResult } from "../../../src/core/messages/toolResult";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import {
  aCall,
  aClient,
  aRead,
  done,
  HeldServer,
  lookedAtLater,
  seeded,
  turns,
  withOptions,
} from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { aTool } from "../../support/fakeLink";

const says = (text: string): ToolResult => ({ content: [{ type: "text", text }], isError: false });
const down = new HubError("transport", "The line broke.");

function setUp(options: Partial<CallOptions> = {}, { trusted = true, follows = true } = {}) {
  const clock = new FakeClock(0);
  const server = new HeldServer();
  const shared = new Shared({ optionsOf: withOptions(options), trusts: () => trusted, clock, follows });
  const layered = shared.layer(server.send);
  const run = (call: ToolCall) => lookedAtLater(layered(call));
  /** A read whose request, if it makes one, comes to this at once. */
  const read = async (outcome: ToolResult | Error = done, more = {}) => {
    const before = server.calls.length;
    const running = run(aRead(more));
    await turns();
    if (server.calls.length > before) await server.answer(outcome);
    return running;
  };
  return { clock, server, shared, run, read };
}

describe("share: requests on their way", () => {
  it("identical reads share one request, whatever the order of their arguments", async () => {
    const { run, server } = setUp();
    const calls = [run(aRead({ args: { a: 1, b: 2 } })), run(aRead({ args: { b: 2, a: 1 } }))];
    await turns();
    assert.equal(server.calls.length, 1);
    await server.answer(says("one"));
    assert.deepEqual(await Promise.all(calls), [says("one"), says("one")]);
  });

  it("say in the trace of each call where its answer came from", async () => {
    const { run, read, server, clock } = setUp({ cacheSeconds: 10, staleAnswerSeconds: 100 });
    const trace = (): NonNullable<ToolCall["trace"]> => ({
      queueMs: 0,
      waitsMs: 0,
      decision: undefined,
      asked: undefined,
    });
    const [own, joined, cached, stale] = [trace(), trace(), trace(), trace()];
    const both = [run(aRead({ trace: own })), run(aRead({ trace: joined }))];
    await turns();
    await server.answer(says("one"));
    await Promise.all(both);
    await read(done, { trace: cached });
    clock.pass(11_000);
    await read(down, { trace: stale });
    assert.deepEqual(
      [own, joined, cached, stale].map(({ served }) => served),
      [undefined, "shared", "cache", "stale"],
    );
  });

  const apart: [string, Parameters<typeof setUp>, object, object][] = [
    ["other arguments", [], { args: { a: 1 } }, { args: { a: 2 } }],
    ["another tool", [], { tool: "read" }, { tool: "list" }],
    ["another server", [], { server: "files" }, { server: "other" }],
    ["another client that answers servers", [], { answers: aClient("one") }, { answers: aClient("two") }],
    ["arguments too long to compare", [], { args: { a: "x".repeat(20_000) } }, { args: { a: "x".repeat(20_000) } }],
    ["a server that is not trusted", [{}, { trusted: false }], {}, {}],
    ["a tool that the person calls no read", [{ readOnly: false }], {}, {}],
  ];
  for (const [task, runAsTask, requests] of [
    ["required", false, 2],
    ["optional", true, 2],
    ["optional", false, 1],
    ["unasked", true, 1],
  ] as const)
    it(`${requests === 1 ? "as ever" : "not"} where the tool runs as a task: ${task}, runAsTask ${runAsTask}`, async () => {
      const { run, server } = setUp({ runAsTask });
      const offered = aTool("read", { hints: { readOnly: true }, task });
      const calls = [run(aRead({ offered })), run(aRead({ offered }))];
      await turns();
      assert.equal(server.calls.length, requests);
      for (let left = requests; left > 0; left--) await server.answer(done);
      await Promise.all(calls);
    });

  for (const [why, how, one, other] of apart)
    it(`not with ${why}`, async () => {
      const { run, server } = setUp(...how);
      void run(aRead(one));
      void run(aRead(other));
      await turns();
      assert.equal(server.calls.length, 2);
    });

  it("up to arguments of 16 Ki characters", async () => {
    for (const [length, requests] of [
      [16 * 1024, 1],
      [16 * 1024 + 1, 2],
    ] as const) {
      const { run, server } = setUp();
      const args = { a: "x".repeat(length - '{"a":""}'.length) };
      void run(aRead({ args }));
      void run(aRead({ args }));
      await turns();
      assert.equal(server.calls.length, requests);
    }
  });

  it("never a tool that is not known to be a read, even if it is safe to repeat", async () => {
    const { run, server } = setUp({ safeToRepeat: true });
    void run(aCall());
    void run(aCall());
    await turns();
    assert.equal(server.calls.length, 2);
  });

  it("by the person's word without any hint", async () => {
    const { run, server } = setUp({ readOnly: true }, { trusted: false });
    void run(aCall());
    void run(aCall());
    await turns();
    assert.equal(server.calls.length, 1);
  });

  it("one caller's cancel does not cancel the others; the last one's does", async () => {
    const { run, server, clock } = setUp();
    const aborts = [new AbortController(), new AbortController()];
    const calls = aborts.map(({ signal }) => run(aRead({ signal, endsAt: 1000 })));
    await turns();
    aborts[0]?.abort();
    await assert.rejects(calls[0] ?? assert.fail(), { code: "cancelled" });
    assert.equal(server.calls[0]?.signal.aborted, false);
    aborts[1]?.abort();
    await assert.rejects(calls[1] ?? assert.fail(), { code: "cancelled" });
    assert.equal(server.calls[0]?.signal.aborted, true);
    assert.equal(clock.waiting, 0);
    const next = run(aRead());
    await turns();
    assert.equal(server.calls.length, 2, "nobody joins a request that was cancelled");
    await server.answer(new HubError("cancelled", "Stopped."));
    await server.answer(says("new"));
    assert.deepEqual(await next, says("new"));
  });

  it("progress reaches all who wait", async () => {
    const { run, server } = setUp();
    const heard: string[] = [];
    void run(aRead({ onProgress: ({ progress }) => heard.push(`a${progress}`) }));
    void run(aRead({ onProgress: ({ progress }) => heard.push(`b${progress}`) }));
    await turns();
    server.calls[0]?.onProgress?.({ progress: 1 });
    assert.deepEqual(heard, ["a1", "b1"]);
  });

  it("each caller waits no longer than its own limit; who has time left when the first one's is over tries again", async () => {
    const { run, server, clock } = setUp();
    const first = run(aRead({ endsAt: 500 }));
    clock.pass(100);
    const second = run(aRead({ endsAt: 900 }));
    const third = run(aRead({ endsAt: 300 }));
    await turns();
    clock.pass(200);
    await assert.rejects(third, { code: "timeout" });
    clock.pass(200);
    await server.answer(new HubError("timeout", "Over."));
    await assert.rejects(first, { code: "timeout" });
    await turns();
    assert.equal(server.calls.length, 2);
    await server.answer(says("second"));
    assert.deepEqual(await second, says("second"));
    assert.equal(clock.waiting, 0);
  });

  it("a server that hangs is not asked again by everyone who waited", async () => {
    const { run, server, clock } = setUp();
    const calls = Promise.allSettled([1, 2, 3].map(() => run(aRead({ endsAt: 10_000 }))));
    await turns();
    clock.pass(100);
    await server.answer(new HubError("timeout", "No answer."));
    await calls;
    assert.equal(server.calls.length, 1);
  });
});

describe("share: answers that are kept", () => {
  it("are used again for as long as the settings say", async () => {
    const { read, server, clock } = setUp({ cacheSeconds: 10 });
    assert.deepEqual(await read(says("one")), says("one"));
    clock.pass(9_999);
    assert.deepEqual(await read(says("two")), says("one"));
    clock.pass(1);
    assert.deepEqual(await read(says("two")), says("two"));
    assert.equal(server.calls.length, 2);
  });

  it("are not kept by default, nor where nobody tells of changes, nor if the tool said no", async () => {
    for (const [options, more, outcome] of [
      [{}, {}, done],
      [{ cacheSeconds: 10 }, { follows: false }, done],
      [{ cacheSeconds: 10 }, {}, { ...done, isError: true }],
    ] as const) {
      const { read, server } = setUp(options, more);
      await read(outcome);
      await read(outcome);
      assert.equal(server.calls.length, 2);
    }
  });

  const of = { server: "files" } as const;
  const changes: [string, HubEvent, boolean][] = [
    [
      "a new catalog",
      { type: "server.catalog", ...of, counts: { tools: 1, resources: 0, resourceTemplates: 0, prompts: 0 } },
      true,
    ],
    [
      "list_changed",
      { type: "server.notification", ...of, method: "notifications/resources/list_changed", params: "" },
      true,
    ],
    ["updated", { type: "server.notification", ...of, method: "notifications/resources/updated", params: "" }, true],
    ["another definition", { type: "server.added", ...of, label: "files", scope: "user" }, true],
    ["its removal", { type: "server.removed", ...of }, true],
    [
      "a sign-in",
      { type: "server.state", ...of, state: { kind: "needs-auth", error: { code: "needs-auth", message: "" } } },
      true,
    ],
    ["progress", { type: "server.notification", ...of, method: "notifications/progress", params: "" }, false],
    ["a change of another server", { type: "server.removed", server: "other" }, false],
  ];
  for (const [what, event, old] of changes)
    it(`${what} makes them ${old ? "old" : "no older"}`, async () => {
      const { read, shared, server } = setUp({ cacheSeconds: 10 });
      await read(says("one"));
      shared.follow(event);
      assert.deepEqual(await read(says("two")), says(old ? "two" : "one"));
      assert.equal(server.calls.length, old ? 2 : 1);
    });

  it("an answer that was on its way when something changed is for those who waited, and is not kept", async () => {
    const { read, run, shared, server } = setUp({ cacheSeconds: 10 });
    const early = run(aRead());
    await turns();
    shared.follow({
      type: "server.notification",
      server: "files",
      method: "notifications/resources/updated",
      params: "",
    });
    const late = run(aRead());
    await turns();
    assert.equal(server.calls.length, 2);
    await server.answer(says("old"));
    await server.answer(says("new"));
    assert.deepEqual([await early, await late, await read()], [says("old"), says("new"), says("new")]);
  });

  it("a call of a tool that may change something makes them old, before and after it ran", async () => {
    const { read, run, server } = setUp({ cacheSeconds: 10 });
    await read(says("before"));
    const write = run(aCall({ tool: "write" }));
    await turns();
    const during = run(aRead());
    await turns();
    assert.equal(server.calls.length, 3);
    await server.answer(down); // the write: what became of it is not known
    await assert.rejects(write, down);
    await server.answer(says("during"));
    assert.deepEqual(await during, says("during"));
    assert.deepEqual(await read(says("after")), says("after"));
    assert.deepEqual(await read(says("later")), says("after"));
  });

  it("a call that fails is answered with the last good one only where the person allows it, and says so first", async () => {
    const { read, shared, clock } = setUp({ staleAnswerSeconds: 60 });
    await read(says("good"));
    shared.follow({
      type: "server.notification",
      server: "files",
      method: "notifications/tools/list_changed",
      params: "",
    });
    clock.pass(40_000);
    const answer = await read(down);
    assert.equal(answer.staleMs, 40_000);
    const [first, second] = answer.content;
    assert.ok(first?.type === "text" && /last known answer, from 40 seconds ago.*The line broke\./.test(first.text));
    assert.deepEqual(second, says("good").content[0]);
    clock.pass(20_000);
    await assert.rejects(read(down), down);

    const off = setUp();
    await off.read(says("good"));
    await assert.rejects(off.read(down), down);
  });

  it("no old answer covers up a no, a wrong argument, a cancel or another account", async () => {
    const { read, shared } = setUp({ staleAnswerSeconds: 60 });
    await read(says("good"));
    for (const code of ["denied", "bad-arguments", "cancelled", "server-error", "needs-auth", "internal"] as const) {
      const error = new HubError(code, "No.");
      await assert.rejects(read(error), error);
    }
    shared.follow({ type: "server.removed", server: "files" });
    await assert.rejects(read(down), down);
  });
});

describe("AnswerCache", () => {
  it("never holds more bytes than it may, and lets the least recently used go", () => {
    const random = seeded(9);
    const cache = new AnswerCache();
    for (let i = 0; i < 3000; i++) {
      const key = `key-${Math.floor(random() * 60)}`;
      if (random() < 0.3) cache.get("s", key);
      else cache.put("s", key, says("x".repeat(random() * 4000)), 0, { bytes: 50_000, entries: 1000 });
      assert.ok(cache.bytes <= 50_000);
    }
    assert.ok(cache.size > 5);
    const small = new AnswerCache();
    const each = bytesOf(says("x".repeat(1000)), 1e9) + 2;
    for (const key of ["a", "b", "c", "d", "e"])
      small.put("s", key, says("x".repeat(1000)), 0, { bytes: each * 5, entries: 1000 });
    small.get("s", "a");
    small.put("s", "f", says("x".repeat(1000)), 0, { bytes: each * 5, entries: 1000 });
    assert.deepEqual([small.get("s", "b"), small.get("s", "a")?.fresh], [undefined, true]);
  });

  it("never holds more answers than it may", () => {
    const cache = new AnswerCache();
    for (const key of "abcd") cache.put("s", key, done, 0, { bytes: 50_000, entries: 3 });
    assert.deepEqual([cache.size, cache.get("s", "a"), cache.get("s", "b")?.result], [3, undefined, done]);
  });

  it("does not keep what would push out most of the others", () => {
    const cache = new AnswerCache();
    cache.put("s", "large", says("x".repeat(10_000)), 0, { bytes: 50_000, entries: 1000 });
    assert.deepEqual([cache.size, cache.bytes], [0, 0]);
  });

  it("forgets one server and no other", () => {
    const cache = new AnswerCache();
    cache.put("a", "k", done, 0, { bytes: 50_000, entries: 1000 });
    cache.put("b", "k", done, 0, { bytes: 50_000, entries: 1000 });
    cache.forget("a");
    assert.deepEqual([cache.get("a", "k"), cache.get("b", "k")?.result, cache.size], [undefined, done, 1]);
    cache.forget("b");
    assert.equal(cache.bytes, 0);
  });

  it("stops counting a large value soon", () => {
    let seen = 0;
    const one = {
      get n() {
        return ++seen;
      },
    };
    const large = Array.from({ length: 100_000 }, () => one);
    const ofList = bytesOf([], 1e9) + 16 * large.length;
    const limit = ofList + 10 * bytesOf(one, 1e9);
    seen = 0;
    assert.ok(bytesOf(large, limit) > limit);
    assert.equal(seen, 11);
    assert.ok(bytesOf(large, 1000) > 1000);
    assert.equal(seen, 11, "a list that is too long is not looked into");
  });
});
