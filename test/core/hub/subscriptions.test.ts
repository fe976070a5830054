import assert from "node:assert/strict";
import type { RunIfReady } from "../../../src/core/hub/subscriptions";
import { Subscriptions } from "../../../src/core/hub/subscriptions";
import { FakeLink } from "../../support/fakeLink";
import { turn } from "../../support/passing";

const link = () =>
  new FakeLink(
    { kind: "stdio", server: "files", command: "files", args: [], env: {} },
    { lost() {}, changed() {}, log() {}, notification() {} },
  );

describe("what the hub wants to hear from a server", () => {
  const setUp = (first = link()) => {
    const lines = [first];
    const warnings: string[] = [];
    const run: RunIfReady = async (_, work) => {
      const line = lines.at(-1);
      if (line) await work(line);
    };
    const wishes = new Subscriptions(run, (event) =>
      warnings.push(event.type === "server.log" ? event.text : event.type),
    );
    return { lines, warnings, wishes };
  };

  it("is asked for once, however many want it, and no more when the last has enough", async () => {
    const { lines, wishes } = setUp();
    const both = [wishes.subscribe("files", "a://1"), wishes.subscribe("files", "a://1")];
    both[0]?.dispose();
    both[0]?.dispose();
    await turn();
    assert.deepEqual(lines[0]?.wishes, ["subscribe a://1"]);
    both[1]?.dispose();
    await turn();
    assert.deepEqual(lines[0]?.wishes, ["subscribe a://1", "unsubscribe a://1"]);
  });

  it("is asked for again on a new line, and once only", async () => {
    const { lines, wishes } = setUp();
    wishes.subscribe("files", "a://1");
    await wishes.setLevel("files", "debug");
    lines.push(link());
    wishes.ready("files", 5, "error");
    wishes.ready("files", 5, "error"); // the same line, in another state of health
    await turn();
    assert.deepEqual(lines[1]?.wishes, ["level debug", "subscribe a://1"]);
  });

  it("begins with the level of the settings", async () => {
    const { lines, wishes } = setUp();
    wishes.ready("files", 1, "error");
    await turn();
    assert.deepEqual(lines[0]?.wishes, ["level error"]);
  });

  it("is bounded, and says so", () => {
    const { warnings, wishes } = setUp();
    for (let at = 0; at < 201; at++) wishes.subscribe("files", `a://${at}`);
    assert.match(String(warnings), /200 resources/);
  });

  it("costs a warning where the server refuses", async () => {
    const { lines, warnings, wishes } = setUp();
    if (lines[0]) lines[0].onWish = () => Promise.reject(new Error("No."));
    wishes.subscribe("files", "a://1");
    await turn();
    assert.match(String(warnings), /No\./);
    await assert.rejects(wishes.setLevel("files", "debug"), /No\./);
  });
});
