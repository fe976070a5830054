import assert from "node:assert/strict";
import { newCall } from "../../../src/core/calls/toolCall";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import type { LinkEvents, LinkOwner, OpenLink } from "../../../src/core/connection/link";
import { LocalHub } from "../../../src/core/hub/localHub";
import type { Notification } from "../../../src/core/hub/notifications";
import type { ClientAnswers } from "../../../src/core/questions/clientAnswers";
import { noSupport, type SupportedFeatures } from "../../../src/core/questions/clientFeatures";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { aClient, turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { aTool, definition, FakeLink, planOf } from "../../support/fakeLink";

const signal = new AbortController().signal;
const minutes = 60_000;
const roots = { server: "one", method: "roots/list", params: {} } as const;

/** A hub that answers `can` itself, before one server; every connection to it is kept, the shared one first. */
async function setUp(can: SupportedFeatures = noSupport) {
  const opened: {
    readonly link: FakeLink;
    readonly told: SupportedFeatures | undefined;
    readonly owner: LinkOwner | undefined;
    readonly events: LinkEvents;
  }[] = [];
  const subscribed: string[] = [];
  const open: OpenLink = async (plan, events, _, owner) => {
    const link = new FakeLink(plan, events);
    const at = opened.length;
    link.subscribe = async (uri) => void subscribed.push(`${at} ${uri}`);
    link.unsubscribe = async (uri) => void subscribed.push(`${at} not ${uri}`);
    opened.push({ link, told: owner?.can, owner, events });
    return link;
  };
  const clock = new FakeClock();
  const published: HubEvent[] = [];
  const publish = (event: HubEvent) => void published.push(event);
  const hub = new LocalHub({ open, plan: planOf, options: () => defaultOptions, clock, publish, can });
  hub.configure([definition("one")]);
  await hub.ready();
  const call = (answers?: ClientAnswers) =>
    hub.servers.callTool(
      newCall({
        server: "one",
        tool: "echo",
        args: {},
        caller: { door: "gateway" },
        signal,
        ...(answers && { answers }),
      }),
    );
  return { hub, clock, opened, subscribed, published, call };
}

/** Lets everything run that does not wait for time, and what comes of it. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await turns();
}

describe("connections of single clients", () => {
  it("tell the server what the client can, beside what the hub can", async () => {
    const { call, opened } = await setUp({ ...noSupport, roots: true });
    await call(aClient("a"));
    assert.deepEqual(
      opened.map(({ told }) => told),
      [undefined, { ...noSupport, roots: true, forms: true }],
    );
  });

  it("are one for each client, and none for one that can no more than the hub", async () => {
    const { call, opened } = await setUp();
    await call();
    await call(aClient("a", { can: noSupport }));
    assert.equal(opened.length, 1);
    await call(aClient("a"));
    await call(aClient("a"));
    assert.equal(opened.length, 2);
    await call(aClient("b"));
    await call(aClient("a", { can: { ...noSupport, sampling: true } }));
    assert.equal(opened.length, 4);
  });

  it("offer what the server has for that client, once they are there", async () => {
    const { hub, opened, clock } = await setUp();
    let changes = 0;
    hub.clients.onChange(() => changes++);
    const names = (answers?: ClientAnswers) => hub.catalog("one", answers).tools.map(({ name }) => name);
    assert.deepEqual(names(aClient("a")), ["echo"]);
    assert.ok(hub.clients.isStarting("one", aClient("a")));
    await settled();
    const own = opened[1]?.link;
    assert.ok(own && changes > 0);
    own.offered = { ...own.offered, tools: [aTool("echo"), aTool("more")] };
    own.changed();
    clock.pass(60_000);
    await settled();
    assert.deepEqual([names(aClient("a")), names(aClient("b")), names()], [["echo", "more"], ["echo"], ["echo"]]);
    assert.ok(!hub.clients.isStarting("one", aClient("a")));
  });

  it("end when their client has not used them for a while, and not while a request runs", async () => {
    const { hub, call, clock, opened } = await setUp();
    await call(aClient("a"));
    clock.pass(4 * minutes);
    await call(aClient("a"));
    clock.pass(4 * minutes);
    assert.equal(opened[1]?.link.disposed, 0);
    let finish = () => {};
    if (opened[1])
      opened[1].link.callTool = () =>
        new Promise((resolve) => {
          finish = () => resolve({ content: [], isError: false });
        });
    const running = call(aClient("a"));
    await settled();
    clock.pass(20 * minutes);
    assert.equal(opened[1]?.link.disposed, 0);
    finish();
    await running;
    clock.pass(5 * minutes - 1);
    assert.equal(opened[1]?.link.disposed, 0);
    clock.pass(1);
    assert.equal(opened[1]?.link.disposed, 1);
    assert.equal(opened[0]?.link.disposed, 0, "the shared one stays");
    await call(aClient("a"));
    assert.equal(opened.length, 3);
    await hub.close();
    assert.equal(opened[2]?.link.disposed, 1);
  });

  it("are bounded: the one that was used longest ago makes room", async () => {
    const { call, opened } = await setUp();
    for (let at = 0; at < 16; at++) await call(aClient(`client ${at}`));
    await call(aClient("client 0"));
    await call(aClient("one more"));
    assert.deepEqual(
      opened.flatMap(({ link }, at) => (link.disposed > 0 ? [at] : [])),
      [2],
    );
  });

  it("ask their client on its latest running request, or between its requests where it can be asked there", async () => {
    const { call, opened } = await setUp();
    const between = async () => ({ said: "between" });
    const asked = async () => opened[1]?.owner?.answers()?.ask(roots, signal);
    await call(aClient("a"));
    assert.equal(opened[1]?.owner?.answers(), undefined);
    await call(aClient("a", { askBetween: between }));
    assert.deepEqual(await asked(), { said: "between" });
    const finish: (() => void)[] = [];
    if (opened[1])
      opened[1].link.callTool = () =>
        new Promise((resolve) => finish.push(() => resolve({ content: [], isError: false })));
    const running = ["first", "second"].map((said) =>
      call(aClient("a", { askBetween: between, ask: async () => ({ said }) })),
    );
    await settled();
    assert.deepEqual(await asked(), { said: "second" });
    finish[1]?.();
    await running[1];
    assert.deepEqual(await asked(), { said: "first" });
    finish[0]?.();
    await running[0];
    assert.deepEqual(await asked(), { said: "between" });
  });

  it("carry completions and tasks as well", async () => {
    const { hub, opened, call } = await setUp();
    await call(aClient("a"));
    const own = opened[1]?.link;
    assert.ok(own);
    const heard: unknown[] = [];
    own.complete = async (_, options) => [String(options?.answers?.key)];
    own.callTool = async (name, _, options) => {
      heard.push(name, options?.answers?.key);
      return { content: [], isError: false };
    };
    const ask = { of: { prompt: "p" }, argument: "x", value: "", others: {} };
    assert.deepEqual(await hub.servers.complete("one", ask, { signal, answers: aClient("a") }), ["a"]);
    const offered = aTool("echo", { task: "optional" });
    const facts = { server: "one", tool: "echo", args: {}, caller: { door: "gateway" }, signal } as const;
    await hub.servers.callTool(newCall({ ...facts, offered, answers: aClient("a") }));
    assert.deepEqual(heard, ["echo", "a"]);
  });

  it("follow resources for their client, also after a reconnect, and live for as long as they do", async () => {
    const { hub, opened, clock, subscribed } = await setUp();
    const following = hub.subscribe("one", "a://b", aClient("a"));
    await settled();
    assert.deepEqual(subscribed, ["1 a://b"], "not over the connection that all share");
    clock.pass(20 * minutes);
    assert.equal(opened[1]?.link.disposed, 0);
    await hub.restart("one");
    await settled();
    assert.equal(opened.length, 4);
    assert.equal(opened[3]?.told?.forms, true);
    following.dispose();
    await settled();
    assert.deepEqual(subscribed.slice(1), ["3 a://b", "3 not a://b"]);
    clock.pass(11 * minutes);
    assert.equal(opened[3]?.link.disposed, 1);
    hub.subscribe("one", "a://c", aClient("b", { can: noSupport }));
    await settled();
    assert.equal(opened.length, 4, "a client that answers no more than the hub has no connection of its own");
  });

  it("end with their server", async () => {
    const { hub, call, opened, clock } = await setUp();
    const timers = clock.background;
    await call(aClient("a"));
    await hub.disconnect("one");
    assert.deepEqual([opened[1]?.link.disposed, clock.background], [1, timers]);
  });

  it("are waited for at the end of the hub", async () => {
    const { hub, call, opened } = await setUp();
    await call(aClient("a"));
    const own = opened[1]?.link ?? assert.fail();
    own.dispose = () => {}; // its program takes long to end
    let isClosed = false;
    const closing = hub.close().then(() => {
      isClosed = true;
    });
    await settled();
    assert.equal(isClosed, false);
    own.lost();
    await closing;
  });

  it("do not come back for what a client followed that is gone", async () => {
    const { hub, opened } = await setUp();
    for (const client of ["a", "b"]) hub.subscribe("one", "a://b", aClient(client));
    await settled();
    hub.clients.endOf("a");
    await hub.restart("one");
    await settled();
    assert.equal(opened.length, 5, "the shared one and that of the other client, again");
  });

  it("end with their client, and leave those of a client whose name begins the same", async () => {
    const { hub, call, opened } = await setUp();
    for (const client of ["a", "ab"]) await call(aClient(client));
    hub.clients.endOf("a");
    assert.deepEqual(
      opened.map(({ link }) => link.disposed),
      [0, 1, 0],
    );
  });

  it("say whose they are with every notification, and send log messages from the level of their server on", async () => {
    const { hub, call, opened } = await setUp();
    const heard: Notification[] = [];
    hub.notifications.on({}, (one) => heard.push(one));
    await hub.setLogLevel("one", "notice");
    await call(aClient("a"));
    await settled();
    assert.deepEqual(opened[1]?.link.wishes, ["level notice"]);
    await hub.setLogLevel("one", "debug");
    await settled();
    assert.deepEqual(opened[1]?.link.wishes, ["level notice", "level debug"]);
    for (const { events } of opened) events.notification("notifications/message", { level: "error" });
    assert.deepEqual(
      heard.map(({ client }) => client),
      [undefined, "a"],
    );
  });

  it("say why one of them sends no log messages", async () => {
    const { hub, call, opened, published } = await setUp();
    await hub.setLogLevel("one", "notice");
    await call(aClient("a"));
    await settled();
    const own = opened[1]?.link ?? assert.fail();
    own.onWish = async () => Promise.reject(new Error("No levels here."));
    await hub.setLogLevel("one", "debug");
    await settled();
    const texts = published.flatMap((event) => (event.type === "server.log" ? [event.text] : []));
    assert.ok(
      texts.some((text) => text.includes("No levels here")),
      texts.join(),
    );
  });
});
