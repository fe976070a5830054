import assert from "node:assert/strict";
import { EventStream } from "../../../../src/core/hub/eventStream";
import { DiskHistory } from "../../../../src/core/operations/history/diskHistory";
import type { HistoryFiles } from "../../../../src/core/operations/history/historyFiles";
import { writeHistoryLine } from "../../../../src/core/operations/history/historyLine";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { log, note } from "../../../panel/panelFixture";
import { FakeClock } from "../../../support/fakeClock";
import { atServer, requestFacts } from "../../../support/requestFacts";

const facts = (id: string) => requestFacts({ call: id, server: "files" });
const started = (id: string): HubEvent => ({ type: "call.started", ...facts(id), args: "{}" });
const ended = (id: string): HubEvent => ({
  type: "call.ended",
  ...facts(id),
  outcome: "ok",
  ms: 5,
  split: atServer(5),
});
const sent = (text: string): HubEvent => ({
  ...{ type: "wire.message", server: "files", direction: "sent", kind: "request", id: 1, call: "1" },
  ...{ text, bytes: text.length, http: { headers: { accept: "*/*" } } },
});

/** A disk in memory, which windows share. */
class FakeDisk implements HistoryFiles {
  readonly files = new Map<string, string>();
  fault: Error | undefined;
  swept = 0;

  async append(server: string, room: string, lines: string) {
    if (this.fault) throw this.fault;
    const name = `${server}/${room}`;
    this.files.set(name, `${this.files.get(name) ?? ""}\n${lines}\n`);
  }
  async *read() {
    yield* this.files.values();
  }
  async sweep() {
    this.swept++;
  }
  async clear() {
    if (this.fault) throw this.fault;
    this.files.clear();
  }
  async removeAll() {
    this.files.clear();
  }
}

function openWindow(disk: FakeDisk, window: string, clock = new FakeClock()) {
  const set = { on: true, days: 7 };
  const args = new Map<string, Record<string, unknown>>();
  const failures: unknown[] = [];
  const stream = new EventStream(
    () => clock.now(),
    (error) => assert.fail(String(error)),
  );
  const history = new DiskHistory({
    ...{ stream, clock, window, files: disk },
    isOn: () => set.on,
    days: () => set.days,
    argsOf: (call) => args.get(call),
    failed: (error) => failures.push(error),
  });
  const turn = (on: boolean) => {
    set.on = on;
    stream.publish({ type: "config.read", problems: [] });
  };
  const pass = async (ms = 1000) => {
    clock.pass(ms);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const earlier = async () => {
    await history.load();
    return history.loaded.events.map(({ type, seq }) => [type, seq]);
  };
  return { history, stream, clock, set, args, failures, turn, pass, earlier };
}

/** A window that made one call, and closed. */
async function closedWindow(disk: FakeDisk, args: Record<string, unknown> = { path: "a.md" }) {
  const window = openWindow(disk, "first");
  window.args.set("1", args);
  for (const event of [started("1"), sent("{}"), ended("1"), log("files", "no"), note("files", 1)])
    window.stream.publish(event);
  await window.history.close();
  return window;
}

describe("the history on disk", () => {
  it("has calls and traffic of an earlier session in their order, before all of this one, and no logs", async () => {
    const disk = new FakeDisk();
    await closedWindow(disk);
    const next = openWindow(disk, "second");
    next.stream.publish(started("2"));
    await next.pass();
    assert.deepEqual(await next.earlier(), [
      ["call.started", -4],
      ["wire.message", -3],
      ["call.ended", -2],
      ["server.notification", -1],
    ]);
    const message = next.history.loaded.events[1];
    assert.deepEqual(message?.type === "wire.message" && message.http, { headers: { accept: "*/*" } });
  });

  it("has the arguments of a call that had no secrets, so that it can be made again", async () => {
    const disk = new FakeDisk();
    await closedWindow(disk, { path: "a.md", size: 3 });
    const next = openWindow(disk, "second");
    assert.equal(next.history.loaded.call("1"), undefined, "not read yet");
    await next.history.load();
    assert.deepEqual(next.history.loaded.call("1"), {
      ...{ server: "files", method: "tools/call", tool: "read", args: { path: "a.md", size: 3 }, isWhole: true },
    });
    assert.equal(next.history.loaded.call("2"), undefined);
  });

  it("never writes a secret, and says that the arguments are not whole", async () => {
    const disk = new FakeDisk();
    await closedWindow(disk, { path: "a.md", password: "open sesame" });
    assert.doesNotMatch([...disk.files.values()].join(), /sesame/);
    const next = openWindow(disk, "second");
    await next.history.load();
    assert.deepEqual(next.history.loaded.call("1")?.args, { path: "a.md" });
    assert.equal(next.history.loaded.call("1")?.isWhole, false);
  });

  it("writes within a second, so that a window that is killed loses no more", async () => {
    const disk = new FakeDisk();
    const window = openWindow(disk, "killed");
    window.stream.publish(started("1"));
    await window.pass(999);
    assert.equal(disk.files.size, 0);
    await window.pass(1);
    assert.match(disk.files.get("files/calls") ?? "", /call\.started/);
  });

  it("skips a line that was cut, and lines that somebody else wrote", async () => {
    const disk = new FakeDisk();
    await closedWindow(disk);
    const whole = disk.files.get("files/calls") ?? "";
    const forged = [
      '{"window":"x","event":{"type":"call.ended","seq":1,"at":1}}',
      '{"window":"x","event":{"type":"server.removed","server":"files","seq":1,"at":1}}',
      '{"window":"x"}',
      "null",
      "not JSON",
    ];
    disk.files.set("files/calls", `${forged.join("\n")}${whole}${whole.trim().slice(0, -20)}`);
    const next = openWindow(disk, "second");
    await next.history.load();
    // The call's start of the copy is whole, its end is cut.
    const types = next.history.loaded.events.map(({ type }) => type).filter((type) => type.startsWith("call."));
    assert.deepEqual(types.toSorted(), ["call.ended", "call.started", "call.started"]);
    assert.deepEqual(next.failures, []);
  });

  it("leaves out what is older than the days of the setting", async () => {
    const disk = new FakeDisk();
    await closedWindow(disk); // at 0
    const clock = new FakeClock();
    clock.pass(2 * 86_400_000);
    const next = openWindow(disk, "second", clock);
    next.set.days = 1;
    assert.deepEqual(await next.earlier(), []);
  });

  it("lets two windows write at once, each of which knows its own lines", async () => {
    const disk = new FakeDisk();
    const [one, two] = [openWindow(disk, "one"), openWindow(disk, "two")];
    one.stream.publish(started("1"));
    two.stream.publish(started("2"));
    await one.pass();
    await two.pass();
    assert.deepEqual(await one.earlier(), [["call.started", -1]]);
    const [other] = one.history.loaded.events;
    assert.ok(other && "call" in other && other.call === "2");
  });

  it("forgets what is cleared, in memory and on disk, but for what came after", async () => {
    const disk = new FakeDisk();
    await closedWindow(disk);
    const window = openWindow(disk, "second");
    await window.history.load();
    window.stream.publish(started("2"));
    const after = { ...started("3"), seq: 2, at: 0 };
    await window.history.clear([after]);
    assert.deepEqual(await window.earlier(), []);
    await window.pass();
    const lines = [...disk.files.values()].join();
    assert.match(lines, /"call":"3"/);
    assert.doesNotMatch(lines, /"call":"[12]"/);
    const next = openWindow(disk, "third");
    assert.deepEqual(await next.earlier(), [["call.started", -1]]);
  });

  it("reads nothing of earlier sessions after it was cleared, and removes what is too old before it reads", async () => {
    const disk = new FakeDisk();
    await closedWindow(disk);
    disk.sweep = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      disk.files.clear();
    };
    assert.deepEqual(await openWindow(disk, "second").earlier(), []);
    const third = openWindow(disk, "third");
    await third.history.clear([]);
    disk.sweep = async () => {};
    await closedWindow(disk);
    assert.deepEqual(await third.earlier(), []);
  });

  it("does not bring back what was cleared while it was being read", async () => {
    const disk = new FakeDisk();
    await closedWindow(disk);
    const window = openWindow(disk, "second");
    const reading = window.history.load();
    await window.history.clear([]);
    await reading;
    assert.deepEqual(window.history.loaded.events, []);
  });

  it("says when its files cannot be cleared", async () => {
    const disk = new FakeDisk();
    const window = openWindow(disk, "first");
    disk.fault = Object.assign(new Error("read-only"), { code: "EROFS" });
    await assert.rejects(window.history.clear([]), { code: "internal", message: /could not be removed \(EROFS\)/ });
  });

  it("writes nothing while it is off, and then removes what is there", async () => {
    const disk = new FakeDisk();
    await closedWindow(disk);
    const window = openWindow(disk, "second");
    await window.history.load();
    window.stream.publish(started("2"));
    window.turn(false);
    await window.pass();
    assert.equal(disk.files.size, 0);
    assert.deepEqual(await window.earlier(), []);
    window.stream.publish(started("3"));
    await window.pass();
    assert.equal(disk.files.size, 0);
    window.turn(true);
    window.stream.publish(started("4"));
    await window.pass();
    assert.equal(disk.files.size, 1);
  });

  it("removes what another window left, where it was turned off meanwhile", async () => {
    const disk = new FakeDisk();
    await closedWindow(disk);
    const window = openWindow(disk, "second");
    window.turn(false);
    disk.files.set("left", "by a killed window");
    await window.pass(5000);
    assert.equal(disk.files.size, 0);
  });

  it("looks for what is too old when a window has started, and every hour", async () => {
    const disk = new FakeDisk();
    const window = openWindow(disk, "first");
    await window.pass(5000);
    assert.equal(disk.swept, 1);
    await window.pass(3_600_000);
    assert.equal(disk.swept, 2);
    await window.history.close();
    assert.equal(window.clock.background, 0);
  });

  it("says once that the disk is full, and tries again", async () => {
    const disk = new FakeDisk();
    const window = openWindow(disk, "first");
    disk.fault = new Error("full");
    for (const id of ["1", "2"]) {
      window.stream.publish(started(id));
      await window.pass();
    }
    assert.equal(window.failures.length, 1);
    for (const isOn of [false, true]) window.turn(isOn);
    window.stream.publish(started("3"));
    await window.pass();
    assert.equal(window.failures.length, 2, "it is said again once the history was turned on again");
    disk.fault = undefined;
    window.stream.publish(started("4"));
    await window.pass();
    assert.match(disk.files.get("files/calls") ?? "", /"call":"4"/);
  });

  it("bounds what waits for the disk, and counts the rest", async () => {
    const disk = new FakeDisk();
    const window = openWindow(disk, "first");
    for (let n = 0; n < 5000; n++) window.stream.publish(note("files", n));
    window.stream.publish(started("1"));
    await window.pass();
    const lines = (disk.files.get("files/streamed") ?? "").trim().split("\n");
    assert.ok(lines.join("").length < 100_000, `${lines.join("").length} characters`);
    assert.equal(disk.files.get("files/calls")?.trim().split("\n").length, 1, "the call is there");
    const next = openWindow(disk, "second");
    await next.history.load();
    assert.equal(next.history.loaded.dropped, 5000 - (lines.length - 1));
  });

  it("does not believe the size of what others wrote", async () => {
    const disk = new FakeDisk();
    disk.files.set("files/calls", writeHistoryLine({ window: "x", at: 0, dropped: 3 }));
    const window = openWindow(disk, "first");
    await window.history.load();
    assert.equal(window.history.loaded.dropped, 3);
  });
});
