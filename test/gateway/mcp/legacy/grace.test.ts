import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { whileWanted } from "../../../../src/gateway/mcp/legacy/grace";
import { FakeClock } from "../../../support/fakeClock";

describe("a request whose client lost its connection", () => {
  const begin = (client: { canResume?: boolean; isConnected?: boolean }, destroyed = false) => {
    const clock = new FakeClock();
    const response = Object.assign(new EventEmitter(), { destroyed });
    let gone = 0;
    const following = whileWanted(clock, client, response as never, () => gone++);
    const goneAfter = (ms: number) => {
      clock.pass(ms);
      return gone;
    };
    return { clock, response, following, goneAfter };
  };

  it("goes on for 5 seconds, and for 30 where the client can come back", () => {
    for (const [canResume, ms] of [
      [false, 5000],
      [true, 30_000],
    ] as const) {
      const { response, goneAfter } = begin({ canResume, isConnected: false });
      assert.equal(goneAfter(60_000), 0, "it has not left yet");
      response.emit("close");
      assert.deepEqual([goneAfter(ms - 1), goneAfter(1), goneAfter(60_000)], [0, 1, 1]);
    }
  });

  it("is looked for at once where the client had left before", () => {
    const { goneAfter } = begin({}, true);
    assert.deepEqual([goneAfter(4999), goneAfter(1)], [0, 1]);
  });

  it("goes on while the client is there again, and for as long as before once it is lost again", () => {
    const client = { canResume: true, isConnected: false };
    const { response, goneAfter } = begin(client);
    response.emit("close");
    client.isConnected = true;
    assert.equal(goneAfter(120_000), 0);
    client.isConnected = false;
    assert.equal(goneAfter(5000), 0, "it was there when it was last looked at");
    assert.deepEqual([goneAfter(29_999), goneAfter(1)], [0, 1]);
  });

  it("is followed no more once it has ended", () => {
    const { clock, response, following, goneAfter } = begin({});
    response.emit("close");
    following.dispose();
    assert.equal(clock.background, 0);
    response.emit("close");
    assert.deepEqual([goneAfter(60_000), clock.background], [0, 0]);
  });
});
