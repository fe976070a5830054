import assert from "node:assert/strict";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway } from "../../support/aGateway";
import { startHttpFixture } from "../../support/fixtures";
import { openSession, toolNames } from "../../support/rawMcp";
import { gate, type ScriptedServer, startScriptedServer } from "../../support/scriptedServer";
import { until } from "../../support/until";

const tool = (name: string) => ({ name, inputSchema: { type: "object" } });

describe("the lists of the MCP endpoint", () => {
  const stops: (() => Promise<void>)[] = [];
  const own = async (starting: Promise<ScriptedServer>): Promise<ScriptedServer> => {
    const server = await starting;
    stops.push(() => server.stop());
    return server;
  };
  withoutLoginShell();
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  it("come in time though a server never answers, and the client hears when that one has answered", async () => {
    const answered = gate<{ tools: object[] }>();
    const slow = await own(startScriptedServer({ "tools/list": () => answered.opened }));
    const quick = await own(startScriptedServer({}, { echo: () => ({ content: [] }) }));
    const gateway = await aGateway({ slow: slow.url, quick: quick.url }, { unready: ["slow"] });
    stops.push(() => gateway.close());

    const began = Date.now();
    const session = await openSession(gateway.url);
    assert.deepEqual(await toolNames(session), ["quick__echo"]);
    assert.ok(Date.now() - began < 9000, "within what a client waits at its start");
    const stream = await session.listen();
    answered.open({ tools: [tool("late")] });
    assert.equal((await stream.next())?.method, "notifications/tools/list_changed");
    assert.deepEqual(await toolNames(session), ["slow__late", "quick__echo"]);
    stream.drop();
  });

  it("start servers that start when they are used, and tell what those have", async () => {
    const one = await own(startScriptedServer({}, { echo: () => ({ content: [] }) }));
    const answered = gate<{ tools: object[] }>();
    const slow = await own(startScriptedServer({ "tools/list": () => answered.opened }));
    const lazy = (url: string) => ({ url, start: "lazy" as const });
    const gateway = await aGateway({ one: lazy(one.url), slow: lazy(slow.url) }, { unready: ["one", "slow"] });
    stops.push(() => gateway.close());
    const session = await openSession(gateway.url);
    const stream = await session.listen();
    assert.deepEqual(await toolNames(session), ["one__echo"]);
    answered.open({ tools: [tool("late")] });
    assert.equal((await stream.next())?.method, "notifications/tools/list_changed");
    assert.deepEqual(await toolNames(session), ["one__echo", "slow__late"]);
    stream.drop();
  });

  it("leave servers alone that a person starts, and those that the client may not use", async () => {
    const manual = await own(startScriptedServer({}, { echo: () => ({ content: [] }) }));
    const other = await own(startScriptedServer({}, { echo: () => ({ content: [] }) }));
    const gateway = await aGateway(
      { manual: { url: manual.url, start: "manual" }, other: { url: other.url, start: "lazy" } },
      { unready: ["manual", "other"], scopes: { one: [{ servers: ["manual"] }] } },
    );
    stops.push(() => gateway.close());
    assert.deepEqual(await toolNames(await openSession(gateway.url)), []);
    assert.deepEqual([manual.heard.length, other.heard.length], [0, 0]);
  });

  it("are one page, however many a server has", async () => {
    const fixture = await startHttpFixture("--pages=3");
    stops.push(() => fixture.stop());
    const gateway = await aGateway({ paged: fixture.url });
    stops.push(() => gateway.close());
    const names = await toolNames(await openSession(gateway.url));
    assert.ok(names.length > 10 && names.includes("paged__garbledResult"), names.join());
  });

  it("change for those alone who see the change, and once for many changes", async () => {
    const offered = [tool("first")];
    const one = await own(startScriptedServer({ "tools/list": () => ({ tools: [...offered] }) }));
    const two = await own(startScriptedServer({}, { echo: () => ({ content: [] }) }));
    const gateway = await aGateway(
      { one: one.url, two: two.url },
      { scopes: { other: [{ servers: ["two"] }], first: [{ tools: ["one/first"] }] } },
    );
    stops.push(() => gateway.close());
    const [all, other, first] = await Promise.all(
      ["all", "other", "first"].map(async (client) => {
        const session = await openSession(gateway.url, { client });
        await toolNames(session);
        return { session, stream: await session.listen() };
      }),
    );
    assert.ok(all && other && first);
    await one.listenedTo();
    for (let at = 0; at < 5; at++) {
      offered.push(tool(`more${at}`));
      one.notify("notifications/tools/list_changed", {});
    }
    assert.equal((await all.stream.next())?.method, "notifications/tools/list_changed");
    await until("the whole list", async () => (await toolNames(all.session)).length === 7);
    // What comes next to each is the end: nothing was in between.
    const ends = Promise.all([other.stream.next(), first.stream.next()]);
    gateway.door.endpoint.endOf("other");
    gateway.door.endpoint.endOf("first");
    assert.deepEqual(await ends, [undefined, undefined]);
    gateway.door.endpoint.endOf("all");
    const rest = await all.stream.all();
    assert.ok(rest.length <= 1, `${rest.length} more notifications`);
  });
});
