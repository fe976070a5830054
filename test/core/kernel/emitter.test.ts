import assert from "node:assert/strict";
import { Emitter } from "../../../src/core/kernel/emitter";

function setUp() {
  const errors: unknown[] = [];
  const heard: string[] = [];
  const emitter = new Emitter<number>((error) => errors.push(error));
  return { emitter, errors, heard, listen: (name: string) => emitter.event((value) => heard.push(`${name} ${value}`)) };
}

describe("an emitter", () => {
  it("calls each listener in order with every value, until it leaves", () => {
    const { emitter, heard, listen } = setUp();
    const first = listen("a");
    listen("b");
    emitter.fire(1);
    first.dispose();
    first.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, ["a 1", "b 1", "b 2"]);
  });

  it("knows a function that was added twice as two listeners", () => {
    const { emitter } = setUp();
    let calls = 0;
    const listener = () => calls++;
    const one = emitter.event(listener);
    emitter.event(listener);
    emitter.fire(1);
    one.dispose();
    emitter.fire(2);
    assert.equal(calls, 3);
  });

  it("reports what a listener throws, and calls the others", () => {
    const { emitter, errors, heard, listen } = setUp();
    emitter.event(() => {
      throw "broken";
    });
    listen("b");
    emitter.fire(1);
    assert.deepEqual([errors, heard], [["broken"], ["b 1"]]);
  });

  it("gives a value to those who listened when it came, whoever comes or leaves meanwhile", () => {
    const { emitter, heard, listen } = setUp();
    emitter.event(() => {
      other.dispose();
      listen("late");
    });
    const other = listen("other");
    emitter.fire(1);
    assert.deepEqual(heard, ["other 1"]);
  });

  it("calls nobody after its end", () => {
    const { emitter, heard, listen } = setUp();
    listen("a");
    emitter.dispose();
    emitter.fire(1);
    assert.deepEqual(heard, []);
  });
});
