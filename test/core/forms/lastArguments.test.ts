import assert from "node:assert/strict";
import { LastArguments } from "../../../src/core/forms/lastArguments";

describe("the last arguments of tools", () => {
  it("are those of the last call, for each tool of each server", () => {
    const last = new LastArguments();
    last.keep("a", "b", { n: 1 });
    last.keep("a", "b", { n: 2 });
    last.keep('a","b', "c", { n: 3 });
    assert.deepEqual(last.of("a", "b"), { n: 2 });
    assert.equal(last.of("a", 'b","c'), undefined);
    assert.equal(last.of("b", "a"), undefined);
  });

  it("are kept for the 100 tools that were called last", () => {
    const last = new LastArguments();
    for (let at = 0; at < 100; at++) last.keep("s", `t${at}`, { at });
    assert.deepEqual(last.of("s", "t0"), { at: 0 });
    last.keep("s", "t0", { at: 100 });
    last.keep("s", "more", { at: 101 });
    assert.equal(last.of("s", "t1"), undefined);
    assert.deepEqual(last.of("s", "t2"), { at: 2 });
    assert.deepEqual(last.of("s", "t0"), { at: 100 });
  });
});
