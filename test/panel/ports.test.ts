import assert from "node:assert/strict";
import { openCallPort } from "../../webview-ui/call/callPort";
import { openHostPort, type Told } from "../../webview-ui/hostPort";
import type { PageWindow } from "../../webview-ui/pagePort";

/** A window of a page that runs no timer by itself. */
function fakePage() {
  let hear = (_: { data: unknown }) => {};
  const timers = new Map<number, { run: () => void; ms: number }>();
  const page: PageWindow = {
    addEventListener(type, listener) {
      if (type === "message") hear = listener;
    },
    setTimeout: (run, ms) => timers.set(timers.size + 1, { run, ms }).size,
    clearTimeout: (id) => timers.delete(id),
  };
  return {
    page,
    timers,
    runTimers: () => [...timers.values()].forEach(({ run }) => void run()),
    say: (data: unknown) => hear({ data }),
  };
}

function hostPort() {
  const posted: unknown[] = [];
  const fake = fakePage();
  const api = { postMessage: (one: unknown) => posted.push(one), getState: () => undefined, setState: () => {} };
  return { ...fake, posted, port: openHostPort(api, fake.page) };
}

describe("the panel's connection to the host", () => {
  it("numbers its requests and gives each its own reply", async () => {
    const { port, posted, say, timers } = hostPort();
    const [first, second] = [port.request("restart", "documents"), port.request("content", "call-1")];
    assert.deepEqual(posted, [
      { id: 1, method: "restart", params: ["documents"] },
      { id: 2, method: "content", params: ["call-1"] },
    ]);
    say({ type: "reply", id: 2, ok: true, value: { parts: [], more: 0 } });
    say({ type: "reply", id: 1, ok: false, error: { code: "exited", message: "It ended." } });
    assert.deepEqual(await second, { parts: [], more: 0 });
    await assert.rejects(first, /^Error: It ended\.$/);
    assert.equal(timers.size, 0, "no request waits for its time limit");
  });

  it("takes no reply for another request, nor what only looks like a reply", async () => {
    const { port, say } = hostPort();
    const asked = port.request("content", "call-1");
    for (const data of [
      undefined,
      null,
      "reply",
      { type: "reply", id: "1", ok: true },
      { type: "event", id: 1, ok: true },
    ])
      say(data);
    say({ type: "reply", id: 7, ok: true, value: "of another" });
    say({ type: "reply", id: 1, ok: true, value: "its own" });
    say({ type: "reply", id: 1, ok: true, value: "a second one" });
    assert.equal(await asked, "its own");
  });

  it("gives up after five minutes, and passes over a reply that comes later", async () => {
    const { port, say, timers, runTimers } = hostPort();
    const asked = port.request("unread");
    assert.deepEqual(
      [...timers.values()].map(({ ms }) => ms),
      [300_000],
    );
    runTimers();
    say({ type: "reply", id: 1, ok: true, value: 3 });
    await assert.rejects(asked, /^Error: VS Code did not respond\. Close the panel/);
  });

  it("tells what the host says unasked, as long as somebody listens", () => {
    const { port, say } = hostPort();
    const [heard, other]: Told[][] = [[], []];
    const stop = port.listen((message) => heard?.push(message));
    port.listen((message) => other?.push(message));
    const told = { type: "history", events: [] } as const;
    say(told);
    stop();
    say(told);
    assert.deepEqual([heard, other], [[told], [told, told]]);
  });

  const told: [isHeard: boolean, data: unknown][] = [
    [true, { type: "events", events: [] }],
    [true, { type: "history", events: [] }],
    [true, { type: "snapshot", view: {}, events: [] }],
    [false, { type: "snapshot", view: 7, events: [] }],
    [false, { type: "snapshot", view: {} }],
    [false, { type: "events", events: "none" }],
    [false, { type: "other", events: [] }],
    [false, { type: "reply", events: [] }],
    [false, "events"],
  ];
  for (const [isHeard, data] of told)
    it(`${isHeard ? "hears" : "ignores"} ${JSON.stringify(data)}`, () => {
      const { port, say } = hostPort();
      const heard: unknown[] = [];
      port.listen((message) => heard.push(message));
      say(data);
      assert.deepEqual(heard, isHeard ? [data] : []);
    });
});

describe("the call page's connection to the host", () => {
  function callPort() {
    const posted: unknown[] = [];
    const fake = fakePage();
    const api = { postMessage: (one: unknown) => posted.push(one), getState: () => undefined, setState: () => {} };
    return { ...fake, posted, port: openCallPort(api, fake.page) };
  }
  const target = { kind: "tool", server: "documents", name: "outline" };
  const lists = { type: "entries", entries: [], servers: [], recent: [], more: 0 };

  const told: [isHeard: boolean, data: unknown][] = [
    [true, lists],
    [false, { ...lists, entries: {} }],
    [false, { ...lists, servers: undefined }],
    [false, { ...lists, recent: "none" }],
    [true, { type: "show", target }],
    [true, { type: "show", target, opened: { target } }],
    [false, { type: "show", target: { ...target, kind: "other" } }],
    [false, { type: "show", target, opened: 7 }],
    [false, { type: "show", target, opened: {} }],
    [true, { type: "run", run: { target } }],
    [false, { type: "run", run: {} }],
    [false, { type: "run", target }],
    [false, { type: "other", target, run: { target } }],
  ];
  for (const [isHeard, data] of told)
    it(`${isHeard ? "hears" : "ignores"} ${JSON.stringify(data)}`, () => {
      const { port, say } = callPort();
      const heard: unknown[] = [];
      port.listen((message) => heard.push(message));
      say(data);
      assert.deepEqual(heard, isHeard ? [data] : []);
    });

  it("gives up after a minute, since the end of a call is told apart from the reply", async () => {
    const { port, posted, timers, runTimers } = callPort();
    const asked = port.request("ready");
    assert.deepEqual(posted, [{ id: 1, method: "ready", params: [] }]);
    assert.deepEqual(
      [...timers.values()].map(({ ms }) => ms),
      [60_000],
    );
    runTimers();
    await assert.rejects(asked, /^Error: VS Code did not respond\. Close the page/);
  });
});
