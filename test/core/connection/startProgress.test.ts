import assert from "node:assert/strict";
import { isLauncher } from "../../../src/core/connection/launchers";
import { AttemptProgress, busyLimitMs, showsWork } from "../../../src/core/connection/startProgress";
import { timedOut } from "../../../src/core/connection/timedOut";
import type { StartProgress } from "../../../src/protocol/connectionState";
import { FakeClock } from "../../support/fakeClock";

function begun(idleMs: number, totalMs: number) {
  const clock = new FakeClock();
  clock.pass(1000);
  const told: StartProgress[] = [];
  const progress = new AttemptProgress(clock, idleMs, totalMs, (one) => told.push(one));
  return { clock, told, progress };
}

describe("the progress of an attempt to connect", () => {
  it("is told every five seconds until the attempt is over, and has no negative time left", () => {
    const { clock, told, progress } = begun(12_000, 60_000);
    clock.pass(4999);
    assert.deepEqual(told, []);
    clock.pass(10_001);
    assert.deepEqual(
      told.map(({ leftMs }) => leftMs),
      [7000, 2000, 0],
    );
    progress.dispose();
    clock.pass(10_000);
    assert.deepEqual([told.length, clock.waiting], [3, 0]);
  });

  it("says what it waits for, and what the program said last", () => {
    const { clock, told, progress } = begun(60_000, 60_000);
    assert.deepEqual([progress.waitsFor, progress.said], ["program", undefined]);
    clock.pass(5000);
    progress.at("handshake");
    progress.heard("x".repeat(500));
    progress.heard("");
    clock.pass(5000);
    assert.deepEqual(told[0], { step: "program", leftMs: 55_000 });
    assert.deepEqual([told[1]?.step, told[1]?.leftMs, progress.waitsFor], ["handshake", 50_000, "handshake"]);
    assert.match(told[1]?.said ?? "", /^x{200}… \(300 more characters\)$/);
    assert.equal(progress.said, told[1]?.said);
  });

  it("starts again when the program shows work, up to the whole limit", () => {
    const { clock, told, progress } = begun(20_000, 30_000);
    clock.pass(4000);
    progress.extended();
    clock.pass(1000);
    assert.equal(told.at(-1)?.leftMs, 19_000);
    clock.pass(14_000);
    progress.extended();
    clock.pass(1000);
    assert.equal(told.at(-1)?.leftMs, 10_000);
  });

  it("is five minutes at most by default", () => assert.equal(busyLimitMs, 5 * 60_000));
});

describe("a line of standard error", () => {
  for (const [line, isWork] of [
    ["Downloading numpy", true],
    ["Resolving packages", true],
    ["Error: no such host", false],
    ["connect ECONNREFUSED 127.0.0.1", false],
    ["Retrying in 5 s", false],
    ["request timed out", false],
    ["permission denied", false],
  ] as const)
    it(`"${line}" ${isWork ? "shows" : "does not show"} work`, () => assert.equal(showsWork(line), isWork));
});

describe("a program that fetches what it runs", () => {
  for (const [command, expected] of [
    ["npx", true],
    ["/usr/local/bin/uvx", true],
    ["C:\\Program Files\\nodejs\\NPX.CMD", true],
    ["bunx.exe", true],
    ["node", false],
    ["npx/server", false],
    ["my-npx", false],
    ["", false],
  ] as const)
    it(`is ${expected ? "" : "not "}"${command}"`, () => assert.equal(isLauncher(command), expected));
});

describe("an attempt that took too long", () => {
  const says = (ms: number, said?: string) => timedOut("files", { waitsFor: "lists", said }, ms).message;

  it("says after how many whole seconds, what was missing, and what the program said last", () => {
    const start = 'Connecting to "files" took longer than';
    const advice = "See its log, or raise mcpHub.connectTimeoutSeconds.";
    assert.equal(says(30_499), `${start} 30 seconds. It did not list its tools. ${advice}`);
    assert.match(says(400), /longer than 400 ms\./);
    assert.equal(
      says(1000, "Loading"),
      `${start} 1 second. It did not list its tools. Its last output: Loading. ${advice}`,
    );
    for (const end of [".", "!", "?", "…"]) assert.ok(says(1000, `Done${end}`).includes(`Done${end} See`), end);
  });

  for (const [waitsFor, sentence] of [
    ["turn", "It waited for its turn to start."],
    ["program", "Its program had not started."],
    ["probe", 'It did not answer anything, not even "server/discover".'],
    ["handshake", 'It did not answer "initialize".'],
  ] as const)
    it(`names what it waited for: ${waitsFor}`, () => {
      const error = timedOut("files", { waitsFor, said: undefined }, 1000);
      assert.equal(error.code, "timeout");
      assert.ok(error.message.includes(`. ${sentence} See its log`), error.message);
    });
});
