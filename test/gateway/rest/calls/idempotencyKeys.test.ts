import assert from "node:assert/strict";
import type { Answer } from "../../../../src/gateway/rest/answers/answer";
import { IdempotencyKeys } from "../../../../src/gateway/rest/calls/idempotencyKeys";
import { FakeClock } from "../../../support/fakeClock";

const limits = { keptMs: 1000, keys: 3, characters: 100, allCharacters: 150, clients: 3 };
const answer = (json: string, more: Partial<Answer> = {}): Answer => ({ status: 200, json, ...more });
const never = () => assert.fail("A second request was made.");

describe("the keys of a client", () => {
  let clock: FakeClock;
  let keys: IdempotencyKeys;

  beforeEach(() => {
    clock = new FakeClock();
    keys = new IdempotencyKeys(clock, limits);
  });

  /** Makes a request with an answer of so many characters. */
  const make = async (key: string, characters: number, client = "c") => {
    const keyed = keys.answer(client, key, "d", async () => answer("x".repeat(characters)));
    if ("answer" in keyed) await keyed.answer;
    return keyed.kind;
  };
  const kindOf = (key: string, client = "c") => keys.answer(client, key, "d", never).kind;

  it("are kept without their answers where there is no room for those", async () => {
    await make("a", 60);
    await make("b", 60);
    assert.equal(kindOf("a"), "gone");
    assert.equal(kindOf("b"), "same");
  });

  it("are kept where one answer alone is too large", async () => {
    await make("a", 101);
    assert.equal(kindOf("a"), "gone");
  });

  it("go, the oldest first, where there are too many", async () => {
    for (const key of ["a", "b", "c", "d"]) await make(key, 1);
    for (const key of ["b", "c", "d"]) assert.notEqual(await make(key, 1), undefined);
    assert.equal(await make("a", 1), "first");
  });

  it("give back their room when they go", async () => {
    await make("a", 90);
    clock.pass(1000);
    await make("b", 90);
    assert.equal(kindOf("b"), "same");
    assert.equal(await make("a", 1), "first");
  });

  it("share the room of all clients: the client that asked longest ago loses its answers first", async () => {
    await make("a", 80, "one");
    await make("a", 80, "two");
    assert.deepEqual([kindOf("a", "one"), kindOf("a", "two")], ["gone", "same"]);
    await make("b", 60, "one");
    assert.deepEqual([kindOf("b", "one"), kindOf("a", "two")], ["same", "same"]);
  });

  it("are those of a bounded number of clients, and the room of one that is forgotten is free", async () => {
    for (const client of ["one", "two", "three"]) await make("a", 50, client);
    let end: (answer: Answer) => void = () => {};
    const running = keys.answer("one", "b", "d", () => new Promise((resolve) => (end = resolve)));
    await make("a", 50, "four");
    assert.equal(await make("a", 50, "two"), "first");
    assert.equal(kindOf("a", "one"), "same");
    for (const client of ["five", "six", "seven"]) await make("a", 50, client);
    end(answer("x".repeat(50)));
    if ("answer" in running) await running.answer;
    assert.deepEqual(
      ["five", "six", "seven"].map((client) => kindOf("a", client)),
      ["same", "same", "same"],
    );
  });

  it("stay while their request runs, however long that takes", async () => {
    let end: (answer: Answer) => void = () => {};
    keys.answer("c", "a", "d", () => new Promise((resolve) => (end = resolve)));
    clock.pass(5000);
    assert.equal(kindOf("a"), "same");
    end(answer("{}"));
  });
});
