import assert from "node:assert/strict";
import { OutputLog } from "../../../src/mcp/stdio/outputLog";
import { FakeClock } from "../../support/fakeClock";

const perSecond = 64 * 1024;

function logging(mask?: (text: string) => string) {
  const said: string[] = [];
  const clock = new FakeClock();
  const log = new OutputLog((line) => said.push(line), clock, mask);
  const write = (text: string) => log.write(Buffer.from(text));
  /** So many bytes of which nothing is logged. */
  const blank = (bytes: number) => write("\n".repeat(bytes));
  return { said, clock, log, write, blank };
}

describe("the bounds of a program's output", () => {
  it("take 64 KB per second, whatever is logged of it", () => {
    const { said, write, blank } = logging();
    blank(perSecond - 1);
    write("one\n");
    write("two\n");
    assert.deepEqual(said, ["one"]);
  });

  it("take a hundred lines per second, also of one piece", () => {
    const { said, clock, write } = logging();
    write("x\n".repeat(101));
    write("\n\n\n");
    assert.equal(said.length, 100);
    clock.pass(1000);
    assert.match(String(said[100]), /^\(5 bytes of output was dropped/);
  });

  const sizes: [bytes: number, words: string][] = [
    [9999, "9999 bytes"],
    [10_000, "10 kB"],
    [9_999_499, "9999 kB"],
    [10_000_000, "10 MB"],
  ];
  for (const [bytes, words] of sizes)
    it(`say how much was dropped: ${words}`, () => {
      const { said, clock, blank } = logging();
      blank(perSecond);
      blank(bytes);
      clock.pass(1000);
      assert.deepEqual(said, [`(${words} of output was dropped: more than the log takes per second)`]);
    });

  it("begin again each second, and say each time what was dropped", () => {
    const { said, clock, write, blank } = logging();
    for (const dropped of [1, 2]) {
      blank(perSecond);
      blank(dropped);
      clock.pass(1000);
      assert.match(String(said.pop()), new RegExp(`^\\(${dropped} bytes`));
    }
    write("x\n");
    clock.pass(1000);
    assert.deepEqual(said, ["x"], "Nothing was dropped.");
  });

  it("drop an unfinished line with what follows it", () => {
    const { said, clock, log, write, blank } = logging();
    blank(perSecond - 3);
    write("abc");
    write("0123456789");
    clock.pass(1000);
    assert.match(String(said.pop()), /^\(13 bytes/);
    write("still the same line");
    write(" and its end\nwhole\n");
    write("next\n");
    log.dispose();
    assert.deepEqual(said, ["whole", "next"]);
  });

  it("log the end of a line where its beginning was logged, once", () => {
    const { said, log, write, blank } = logging();
    blank(perSecond - 2);
    write("\n\n");
    write("dropped\n");
    log.dispose();
    log.dispose();
    assert.equal(said.length, 1);
  });

  it("keep 8000 characters of a line without end for the mask", () => {
    const seen: string[] = [];
    const { said, write } = logging((text) => {
      seen.push(text);
      return text;
    });
    write("x".repeat(9000));
    write("y\n");
    write(`${"z".repeat(2000)}\n`);
    assert.deepEqual(seen, [`${"x".repeat(8000)}y`, "z".repeat(2000)]);
    assert.equal(said[1], "z".repeat(2000));
  });

  it("keep the first 16 KB and the last 16 KB, without lines that are cut", () => {
    const kept = (count: number) => {
      const { log, write } = logging();
      for (let n = 0; n < count; n++) write(`${String(n).padEnd(1023)}\n`);
      return log.kept().map(Number);
    };
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
    assert.deepEqual(kept(31), range(0, 30));
    assert.deepEqual(kept(32), range(0, 31));
    assert.deepEqual(kept(33), [...range(0, 15), ...range(18, 32)]);
    assert.deepEqual(kept(40), [...range(0, 15), ...range(25, 39)]);
  });

  it("keep lines that are masked, trimmed and not too long", () => {
    const { log, write } = logging((text) => text.replaceAll("key", "•"));
    write(`  the key \n\n${"x".repeat(3000)}`);
    assert.deepEqual(log.kept(), ["the •", "x".repeat(2000)]);
  });
});
