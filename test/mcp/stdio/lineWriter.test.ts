import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Writable } from "node:stream";
import { HubError } from "../../../src/core/kernel/hubError";
import { LineWriter } from "../../../src/mcp/stdio/lineWriter";

const failure = (error: Error, unsent: boolean) =>
  new HubError("transport", error.message, { cause: error, ...(unsent && { sent: "no" }) });

/** A pipe that takes what it is given when a test says so. */
function slowPipe() {
  const taken: string[] = [];
  let answer: (error?: Error) => void = () => {};
  const to = new Writable({
    decodeStrings: false,
    write(text, _, done) {
      taken.push(String(text));
      answer = done;
    },
  });
  to.on("error", () => {}); // each line says it
  return { to, taken, answer: (error?: Error) => answer(error) };
}

const brokenPipe = () => Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
const nextTurn = () => new Promise(setImmediate);
const sentOf = (line: Promise<void>) =>
  line.then(
    () => "whole",
    (error: HubError) => error.sent ?? "perhaps",
  );

describe("LineWriter", () => {
  it("writes a line at once, and the lines that come meanwhile together after it", async () => {
    const { to, taken, answer } = slowPipe();
    const writer = new LineWriter(to, failure);
    const lines = [writer.write("one")];
    assert.deepEqual(taken, ["one\n"]);
    lines.push(writer.write("two"), writer.write("three"));
    await nextTurn();
    assert.deepEqual(taken, ["one\n"]);
    assert.equal(writer.waiting, 4 + 10);
    answer();
    await nextTurn();
    assert.deepEqual(taken, ["one\n", "two\nthree\n"]);
    answer();
    await Promise.all(lines);
    assert.equal(writer.waiting, 0);
  });

  it("writes the first line of a turn of the event loop at once, and all that follow in it together at its end", async () => {
    const taken: string[] = [];
    const to = new Writable({
      decodeStrings: false,
      write(text, _, done) {
        taken.push(String(text));
        done();
      },
    });
    const writer = new LineWriter(to, failure);
    const lines: Promise<void>[] = [];
    for (const line of ["one", "two", "three"]) {
      lines.push(writer.write(line));
      await new Promise<void>((resolve) => void process.nextTick(resolve)); // the next socket of the same turn is read
    }
    assert.deepEqual(taken, ["one\n"]);
    await nextTurn();
    assert.deepEqual(taken, ["one\n", "two\nthree\n"]);
    await nextTurn();
    lines.push(writer.write("four"));
    assert.deepEqual(taken, ["one\n", "two\nthree\n", "four\n"]);
    await Promise.all(lines);
  });

  it("knows that a single broken line was not read, and of several only that one was not", async () => {
    const alone = slowPipe();
    const line = new LineWriter(alone.to, failure).write("one");
    await nextTurn();
    alone.answer(brokenPipe());
    assert.equal(await sentOf(line), "no");

    const several = slowPipe();
    const writer = new LineWriter(several.to, failure);
    const lines = ["one", "two", "three"].map((text) => writer.write(text));
    several.answer();
    await nextTurn();
    lines.push(writer.write("four"));
    several.answer(brokenPipe());
    assert.deepEqual(await Promise.all(lines.map(sentOf)), ["whole", "perhaps", "perhaps", "no"]);
  });

  it("knows that nothing was sent where the other end is closed", async function () {
    if (process.platform === "win32") this.skip(); // there, a write is refused later
    const child = spawn("sh", ["-c", "exec 0<&-; echo deaf; exec sleep 60"]);
    try {
      child.stdin.on("error", () => {});
      await once(child.stdout, "data");
      const writer = new LineWriter(child.stdin, failure);
      const lines = ["one", "two", "three"].map((line) => writer.write(line));
      assert.deepEqual(await Promise.all(lines.map(sentOf)), ["no", "no", "no"]);
    } finally {
      child.kill("SIGKILL");
    }
  });
});
