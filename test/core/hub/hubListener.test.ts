import assert from "node:assert/strict";
import { type Catalog, emptyCatalog } from "../../../src/core/catalog/catalog";
import { hubListener } from "../../../src/core/hub/hubListener";
import { Notifications } from "../../../src/core/hub/notifications";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import { FakeClock } from "../../support/fakeClock";
import { aTool, definition, info } from "../../support/fakeLink";

/** What a listener makes of a connection, in order. */
function setUp(isThere = true) {
  const done: string[] = [];
  const listener = hubListener("files", {
    publish: (event) => done.push(event.type),
    notifications: new Notifications(new FakeClock(), (error) => assert.fail(String(error))),
    subscriptions: { ready: (server, since) => done.push(`subscriptions of ${server} since ${since}`) },
    tasks: { ready: (server, since) => done.push(`tasks of ${server} since ${since}`) },
    remembered: { keep: ({ id }, { tools }) => done.push(`${tools.length} tools of ${id} kept`) },
    definition: (server) => (isThere ? definition(server, { entry }) : undefined),
    ready: (server) => done.push(`${server} ready`),
    stateChanged: () => done.push("phase"),
    catalogChanged: () => done.push("merged"),
  });
  return { done, listener };
}

const entry = { kind: "valid", config: { command: "files", tools: { a: { alias: "b" } } } } as const;
const catalog: Catalog = { ...emptyCatalog, tools: [aTool("a"), aTool("b")] };
const ready: ConnectionState = { kind: "ready", since: 7, info, losses: 0 };

describe("what the hub does with news of a connection", () => {
  it("tells of each state, and gives what waits for it to a server that is ready", () => {
    const { done, listener } = setUp();
    listener.state({ kind: "starting", attempt: 1, losses: 0 });
    assert.deepEqual(done.splice(0), ["server.state", "phase"]);
    listener.state(ready);
    const given = ["subscriptions of files since 7", "tasks of files since 7", "files ready"];
    assert.deepEqual(done, ["server.state", "phase", ...given]);
  });

  it("tells of each catalog, keeps what a connected server offers, and warns of an alias that is taken", () => {
    const { done, listener } = setUp();
    listener.catalog(catalog, false);
    assert.deepEqual(done, ["merged", "2 tools of files kept", "server.catalog", "server.log"]);
  });

  it("keeps nothing of a catalog that is old or empty, or whose server is gone", () => {
    for (const [offered, stale, isThere] of [
      [catalog, true, true],
      [emptyCatalog, false, true],
      [catalog, false, false],
    ] as const) {
      const { done, listener } = setUp(isThere);
      listener.catalog(offered, stale);
      assert.deepEqual(done, ["merged", "server.catalog"]);
    }
  });
});
