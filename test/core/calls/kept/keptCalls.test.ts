import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { KeptCalls } from "../../../../src/core/calls/kept/keptCalls";
import { newCall, type ToolCall } from "../../../../src/core/calls/toolCall";

const aCall = (args: ToolCall["args"] = { path: "a.md" }) =>
  newCall({ server: "files", tool: "read", args, caller: { door: "chat" }, signal: new AbortController().signal });

describe("the calls that are kept", () => {
  it("are as they were made, with secrets that events would mask", async () => {
    const calls = new KeptCalls();
    const call = aCall({ password: "hunter2", path: "a.md" });
    await calls.layer(async () => "done")(call);
    const { server, method, tool, args } = calls.of(call.id) ?? {};
    assert.deepEqual([server, method, tool, args], ["files", "tools/call", "read", call.args]);
    assert.equal(calls.of("another"), undefined);
  });

  it("are bounded: the oldest go, and what is too large is not kept", async () => {
    const calls = new KeptCalls();
    const run = calls.layer(async () => "done");
    const all = Array.from({ length: 600 }, () => aCall());
    for (const call of all) await run(call);
    assert.equal(calls.of(all[99]?.id ?? ""), undefined);
    assert.ok(calls.of(all[100]?.id ?? ""));
    const large = aCall({ text: "x".repeat(1024 * 1024) });
    await run(large);
    assert.equal(calls.of(large.id), undefined);
    const medium = Array.from({ length: 40 }, () => aCall({ text: "x".repeat(900_000) }));
    for (const call of medium) await run(call);
    assert.equal(medium.filter(({ id }) => calls.of(id)).length, 18, "16 Mi characters");
  });

  it("are kept up to arguments of 1 Mi characters, and 500 of them", async () => {
    const calls = new KeptCalls();
    const run = calls.layer(async () => "done");
    const around = '{"text":""}'.length;
    const [fits, larger] = [0, 1].map((more) => aCall({ text: "x".repeat(1024 * 1024 - around + more) }));
    for (const call of [fits, larger]) if (call) await run(call);
    assert.deepEqual(
      [fits, larger].map((call) => calls.of(call?.id ?? "") !== undefined),
      [true, false],
    );
    const rest = Array.from({ length: 500 }, () => aCall());
    for (const call of rest.slice(1)) await run(call);
    assert.ok(calls.of(fits?.id ?? ""), "the 500th");
    await run(rest[0] ?? aCall());
    assert.equal(calls.of(fits?.id ?? ""), undefined);
  });

  it("can be ended while they run, by the person here and by their caller", async () => {
    const calls = new KeptCalls();
    const hanging = calls.layer(
      ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    );
    const call = aCall();
    const running = hanging(call);
    assert.equal(calls.cancel("another"), false);
    assert.equal(calls.cancel(call.id), true);
    await assert.rejects(running, { name: "AbortError" });
    assert.equal(calls.cancel(call.id), false, "it is over");

    const abort = new AbortController();
    const other = hanging({ ...aCall(), signal: abort.signal });
    abort.abort(new Error("the caller gave up"));
    await assert.rejects(other, /the caller gave up/);
  });

  it("are ended from the start where their caller has given up, and nothing listens to the caller after them", async () => {
    const calls = new KeptCalls();
    const gone = { ...aCall(), signal: AbortSignal.abort("gone") };
    assert.equal(await calls.layer(async ({ signal }) => signal.reason)(gone), "gone");
    const call = aCall();
    await calls.layer(async () => "done")(call);
    assert.equal(getEventListeners(call.signal, "abort").length, 0);
  });
});
