import assert from "node:assert/strict";
import { OutputLog } from "../../../src/mcp/stdio/outputLog";
import { FakeClock } from "../../support/fakeClock";

function logging() {
  const said: string[] = [];
  const clock = new FakeClock();
  const log = new OutputLog((line) => said.push(line), clock);
  return { said, clock, log, write: (text: string) => log.write(Buffer.from(text)) };
}

describe("OutputLog", () => {
  it("logs line by line, wherever the chunks are cut", () => {
    const { said, write } = logging();
    write("one\nt");
    write("wo\r\n\n  three\nopen");
    assert.deepEqual(said, ["one", "two", "  three"]);
  });

  it("logs an unfinished line at the end", () => {
    const { said, log, write } = logging();
    write("last words");
    log.dispose();
    assert.deepEqual(said, ["last words"]);
  });

  it("cuts a long line", () => {
    const { said, write } = logging();
    write(`${"x".repeat(5000)}\n`);
    assert.deepEqual(said, [`${"x".repeat(2000)}…`]);
  });

  it("logs a hundred lines per second, then how much it dropped", () => {
    const { said, clock, write } = logging();
    for (let n = 1; n <= 250; n++) write(`line ${n}\n`);
    assert.deepEqual([said.length, said.at(-1)], [100, "line 100"]);
    clock.pass(1000);
    assert.equal(said.at(-1), "(1350 bytes of output was dropped: more than the log takes per second)");
    write("and on\n");
    assert.equal(said.at(-1), "and on");
  });

  it("does not log the rest of a line whose beginning it dropped", () => {
    const { said, clock, write } = logging();
    write(`${"x".repeat(99)}\n`.repeat(1000));
    write("dropped half");
    clock.pass(1000);
    write(" of a line\nwhole\n");
    assert.equal(said.at(-1), "whole");
    assert.ok(!said.some((line) => line.includes("of a line")));
  });

  it("keeps no more than it must of a line without end", () => {
    const { said, clock, log, write } = logging();
    for (let n = 0; n < 100; n++) {
      write("x".repeat(10_000));
      clock.pass(1000);
    }
    log.dispose();
    assert.ok(said.join("").length < 10_000, `${said.join("").length} characters`);
  });

  it("keeps the first and the last lines, also of what it did not log", () => {
    const { log, write } = logging();
    for (let n = 1; n <= 5000; n++) write(`line ${n}\n`);
    const kept = log.kept();
    assert.deepEqual([kept[0], kept.at(-1)], ["line 1", "line 5000"]);
    assert.ok(kept.length < 4000, `${kept.length} lines`);
    assert.ok(
      kept.every((line) => /^line \d+$/.test(line)),
      "no line is cut",
    );
  });

  it("keeps each line once while there are few", () => {
    const { log, write } = logging();
    for (let n = 1; n <= 2000; n++) write(`line ${n}\n`);
    assert.equal(new Set(log.kept()).size, 2000);
    assert.equal(log.kept().length, 2000);
  });

  it("logs without the codes for a terminal, and without what is left of them", () => {
    const { said, write } = logging();
    write("\u001b[31mERROR\u001b[0m no key\n[31mERROR[0m no key\n\u001b]0;title\u0007plain [3m] and [1] stay\n");
    assert.deepEqual(said, ["ERROR no key", "ERROR no key", "plain [3m] and [1] stay"]);
  });

  it("leaves no timer behind", () => {
    const { clock, log, write } = logging();
    write("one\n");
    log.dispose();
    assert.equal(clock.waiting, 0);
  });
});
