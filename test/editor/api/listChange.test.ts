import assert from "node:assert/strict";
import { ListChange } from "../../../src/editor/api/listChange";
import { noDefect } from "../../support/noDefect";

describe("a change of a list", () => {
  function world() {
    let list: readonly number[] = [1];
    let reads = 0;
    const change = new ListChange(
      () => {
        reads++;
        return list;
      },
      (one, other) => one === other,
      noDefect,
    );
    const heard: (readonly number[])[] = [];
    return {
      change,
      heard,
      listen: () => change.on((now) => heard.push(now)),
      become: (...now: number[]) => {
        list = now;
        change.check();
      },
      reads: () => reads,
    };
  }

  it("is told once for all events of a moment, and only where the list is another by then", async () => {
    const { heard, listen, become } = world();
    listen();
    become(1, 2);
    become(2);
    assert.deepEqual(heard, [], "not within the event");
    await Promise.resolve();
    assert.deepEqual(heard.splice(0), [[2]]);
    become(2);
    await Promise.resolve();
    become(3);
    become(2);
    await Promise.resolve();
    assert.deepEqual(heard, []);
    become(2, 2);
    await Promise.resolve();
    become(2);
    await Promise.resolve();
    assert.deepEqual(heard, [[2, 2], [2]]);
  });

  it("costs nothing while nobody listens, and counts from when somebody does", async () => {
    const { heard, listen, become, reads } = world();
    become(5);
    await Promise.resolve();
    assert.equal(reads(), 0);
    const [one, other] = [listen(), listen()];
    assert.equal(reads(), 1);
    become(5);
    await Promise.resolve();
    assert.deepEqual(heard, []);
    one.dispose();
    one.dispose();
    become(6);
    await Promise.resolve();
    assert.deepEqual(heard.splice(0), [[6]], "the other one still listens");
    other.dispose();
    const before = reads();
    become(7);
    await Promise.resolve();
    assert.deepEqual([heard, reads()], [[], before]);
    listen();
    become(7);
    await Promise.resolve();
    assert.deepEqual(heard, [], "it was so before anybody listened");
  });

  it("is not told after its end", async () => {
    const { change, heard, listen, become } = world();
    listen();
    become(9);
    change.dispose();
    await Promise.resolve();
    assert.deepEqual(heard, []);
  });
});
