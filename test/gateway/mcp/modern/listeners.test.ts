import assert from "node:assert/strict";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { HttpExchange } from "../../../../src/gateway/http/httpExchange";
import type { McpParts } from "../../../../src/gateway/mcp/mcpParts";
import { followed } from "../../../../src/gateway/mcp/modern/listen";
import { Listeners } from "../../../../src/gateway/mcp/modern/listeners";
import { FakeClock } from "../../../support/fakeClock";
import { aClient } from "../../../support/restServer";

describe("the streams of changes of clients without a handshake", () => {
  const clock = new FakeClock();
  let follows: number;
  let listeners: Listeners;
  beforeEach(() => {
    follows = 0;
    const follow = () => {
      follows++;
      return { dispose: () => void follows-- };
    };
    listeners = new Listeners({ clock, hub: {} } as unknown as McpParts, { follow } as never);
  });
  afterEach(() => {
    listeners.dispose();
    assert.deepEqual([follows, clock.waiting], [0, 0]);
  });

  const open = async (client: string) => {
    const request = new IncomingMessage(new Socket());
    const response = new ServerResponse(request);
    const exchange = new HttpExchange(request, response, "/mcp", "", "r", 0);
    const view = { list: () => "[]" } as never;
    await listeners.add(
      exchange,
      { client: aClient(client), view },
      { id: 1, method: "subscriptions/listen", params: {} },
    );
    /** The client closes its connection. */
    const leave = () => {
      exchange.end();
      response.emit("close");
    };
    return { leave, isOpen: () => !response.writableEnded };
  };

  it("are at most a hundred of one client: the oldest ends for a new one", async () => {
    const other = await open("b");
    const streams = [];
    for (let n = 0; n < 100; n++) streams.push(await open("a"));
    assert.ok(streams.every(({ isOpen }) => isOpen()));
    streams.push(await open("a"));
    assert.deepEqual(
      streams.flatMap(({ isOpen }, index) => (isOpen() ? [] : [index])),
      [0],
    );
    assert.equal(other.isOpen(), true);
  });

  it("end with their client, and no others", async () => {
    const [one, two] = [await open("a"), await open("b")];
    listeners.endOf("a");
    assert.deepEqual([one.isOpen(), two.isOpen()], [false, true]);
  });

  it("make room when their client closes them", async () => {
    const first = await open("a");
    first.leave();
    const streams = [];
    for (let n = 0; n < 100; n++) streams.push(await open("a"));
    assert.ok(streams.every(({ isOpen }) => isOpen()));
    listeners.endOf("a");
    assert.ok(streams.every(({ isOpen }) => !isOpen()));
  });

  it("follow at most 200 resources each", () => {
    const of = (resourceSubscriptions: unknown) => followed({ params: { notifications: { resourceSubscriptions } } });
    assert.equal(of(Array(200).fill("a:b")).length, 200);
    assert.deepEqual(
      [of([]), of(undefined), followed({ params: {} }), followed({ params: { notifications: 1 } })],
      [[], [], [], []],
    );
    for (const wrong of [Array(201).fill("a:b"), "a:b", [1], {}]) assert.throws(() => of(wrong), { code: -32602 });
  });
});
