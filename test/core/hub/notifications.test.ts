import assert from "node:assert/strict";
import { Notifications } from "../../../src/core/hub/notifications";
import { FakeClock } from "../../support/fakeClock";

describe("notifications", () => {
  const make = (limits?: { count: number; characters: number }) =>
    new Notifications(
      new FakeClock(0),
      (error) => {
        throw error;
      },
      limits,
    );
  const sent: [server: string, method: string][] = [
    ["a", "one"],
    ["a", "two"],
    ["b", "one"],
    ["b", "two"],
  ];
  const rows: [filter: { server?: string; method?: string }, heard: string[]][] = [
    [{}, ["a one", "a two", "b one", "b two"]],
    [{ server: "a" }, ["a one", "a two"]],
    [{ method: "one" }, ["a one", "b one"]],
    [{ server: "b", method: "two" }, ["b two"]],
    [{ server: "c" }, []],
  ];
  for (const [filter, expected] of rows)
    it(`are heard, and kept, by ${JSON.stringify(filter)}`, () => {
      const notifications = make();
      const heard: string[] = [];
      const listening = notifications.on(filter, ({ server, method }) => heard.push(`${server} ${method}`));
      for (const [server, method] of sent) notifications.publish(server, method, {});
      listening.dispose();
      assert.deepEqual(
        notifications.history(filter).map(({ server, method }) => `${server} ${method}`),
        expected,
      );
      notifications.publish("a", "one", {});
      notifications.publish("b", "two", {});
      assert.deepEqual(heard, expected);
    });

  it("come as data, without secrets, not cut", () => {
    const notifications = make();
    const long = "x".repeat(100_000);
    notifications.publish("a", "one", { list: [{ token: "abc", long }], n: 1, none: null });
    const [first] = notifications.history();
    assert.deepEqual(first?.params, { list: [{ token: "•••", long }], n: 1, none: null });
    assert.equal(first?.omitted, undefined);
  });

  it("say when they were too large to be kept", () => {
    const notifications = make();
    notifications.publish("a", "one", { text: "x".repeat(300_000) });
    const [first] = notifications.history();
    assert.deepEqual([first?.params, first?.omitted], [undefined, true]);
  });

  it("may be nested without end", () => {
    const notifications = make();
    let deep: object = {};
    for (let depth = 0; depth < 100_000; depth++) deep = { deep };
    notifications.publish("a", "one", deep);
    assert.equal(notifications.history()[0]?.omitted, true);
  });

  it("are kept up to 1,000 of each server, the latest", () => {
    const notifications = make();
    for (let at = 0; at < 1500; at++) notifications.publish("a", `${at}`, undefined);
    notifications.publish("b", "b", undefined);
    const kept = notifications.history({ server: "a" });
    assert.deepEqual([kept.length, kept[0]?.method, kept.at(-1)?.method], [1000, "500", "1499"]);
    assert.equal(notifications.history({ server: "b" }).length, 1);
  });

  it("are kept up to so many characters, those of their methods included", () => {
    for (const [characters, methods] of [
      [3 * 303, ["7", "8", "9"]],
      [3 * 303 - 1, ["8", "9"]],
    ] as const) {
      const notifications = make({ count: 1000, characters });
      for (let at = 0; at < 10; at++) notifications.publish("a", `${at}`, "x".repeat(300));
      assert.deepEqual(
        notifications.history().map(({ method }) => method),
        methods,
      );
    }
  });

  it("have up to 256,000 characters", () => {
    const notifications = make();
    for (const length of [255_998, 255_999]) notifications.publish("a", "one", "x".repeat(length));
    assert.deepEqual(
      notifications.history().map(({ omitted }) => omitted),
      [undefined, true],
    );
  });

  it("stand in the order of their times, whichever servers they are of", () => {
    const clock = new FakeClock(0);
    const notifications = new Notifications(clock, (error) => assert.fail(String(error)));
    for (const server of ["b", "a", "b"]) {
      notifications.publish(server, "one", {});
      clock.pass(1);
    }
    assert.deepEqual(
      notifications.history().map(({ server, at }) => [server, at]),
      [
        ["b", 0],
        ["a", 1],
        ["b", 2],
      ],
    );
  });

  it("are heard by nobody after the end", () => {
    const notifications = make();
    notifications.on({}, () => assert.fail());
    notifications.dispose();
    notifications.publish("a", "one", {});
    assert.equal(notifications.history().length, 1);
  });

  it("are forgotten with their server", () => {
    const notifications = make();
    notifications.publish("a", "one", {});
    notifications.forget("a");
    assert.deepEqual(notifications.history(), []);
  });
});
