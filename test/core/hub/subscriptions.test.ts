import assert from "node:assert/strict";
import type { RunIfReady } from "../../../src/core/hub/subscriptions";
import { Subscriptions } from "../../../src/core/hub/subscriptions";
import type { ServerLogLevel } from "../../../src/protocol/serverLogLevel";
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
    const settings: { level?: ServerLogLevel } = {};
    const wishes = new Subscriptions(
      run,
      (event) => warnings.push(event.type === "server.log" ? event.text : event.type),
      () => settings.level,
    );
    return { lines, warnings, wishes, settings };
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
    const { lines, wishes, settings } = setUp();
    settings.level = "error";
    wishes.subscribe("files", "a://1");
    await wishes.setLevel("files", "debug");
    lines.push(link());
    wishes.ready("files", 5);
    wishes.ready("files", 5); // the same line, in another state of health
    await turn();
    assert.deepEqual(lines[1]?.wishes, ["level debug", "subscribe a://1"]);
  });

  it("begins with the level of the settings", async () => {
    const { lines, wishes, settings } = setUp();
    settings.level = "error";
    wishes.ready("files", 1);
    await turn();
    assert.deepEqual(lines[0]?.wishes, ["level error"]);
  });

  it("follows the level of the settings, and asks for nothing where they want none", async () => {
    const { lines, wishes, settings } = setUp();
    wishes.ready("files", 1);
    settings.level = "warning";
    wishes.levelChanged("files");
    settings.level = "debug";
    wishes.levelChanged("files");
    delete settings.level;
    wishes.levelChanged("files");
    await turn();
    assert.deepEqual(lines[0]?.wishes, ["level warning", "level debug"]);
  });

  it("is asked from the level on that gives everybody what they want: the settings, and the clients of the gateway", async () => {
    const { lines, wishes, settings } = setUp();
    settings.level = "debug";
    await wishes.setLevel("files", "error");
    assert.equal(wishes.levelOf("files"), "debug");
    settings.level = "emergency";
    wishes.levelChanged("files");
    await turn();
    assert.deepEqual(lines[0]?.wishes, ["level debug", "level error"]);
  });

  it("is at most 200 resources of a server, and says so", async () => {
    const { lines, warnings, wishes } = setUp();
    for (let at = 0; at < 200; at++) wishes.subscribe("files", `a://${at}`);
    wishes.subscribe("files", "a://0").dispose();
    wishes.subscribe("web", "a://201");
    assert.deepEqual(warnings, []);
    wishes.subscribe("files", "a://200").dispose();
    await turn();
    assert.match(warnings.join(), /^The hub already follows the changes of 200 resources of "files"\.$/);
    assert.equal(lines[0]?.wishes.length, 201);
    assert.ok(!lines[0]?.wishes.includes("subscribe a://200"));
  });

  it("is forgotten with its server, whose next line starts over", async () => {
    const { lines, wishes, settings } = setUp();
    settings.level = "error";
    wishes.subscribe("files", "a://1");
    await wishes.setLevel("files", "debug");
    wishes.ready("files", 5);
    assert.deepEqual([wishes.follows("files"), wishes.follows("web")], [true, false]);
    wishes.forget("files");
    assert.deepEqual([wishes.follows("files"), wishes.levelOf("files")], [false, "error"]);
    lines.push(link());
    wishes.ready("files", 5);
    await turn();
    assert.deepEqual(lines[1]?.wishes, ["level error"]);
  });

  it("follows a resource until the last has enough of it", () => {
    const { wishes } = setUp();
    const both = [wishes.subscribe("files", "a://1"), wishes.subscribe("files", "a://1")];
    both[0]?.dispose();
    assert.equal(wishes.follows("files"), true);
    both[1]?.dispose();
    assert.equal(wishes.follows("files"), false);
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
