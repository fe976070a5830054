import assert from "node:assert/strict";
import { systemClock } from "../../../src/core/kernel/clock";
import { startGateway } from "../../../src/gateway/http/gatewayServer";
import { sendJson } from "../../../src/gateway/http/respond";
import { noDefect } from "../../support/noDefect";

const options = {
  host: "127.0.0.1",
  port: 0,
  clock: systemClock,
  report: noDefect,
  access: { admit: () => assert.fail() },
  paths: [],
  open(exchange: Parameters<typeof sendJson>[0]) {
    sendJson(exchange, 200, {});
    return true;
  },
  routes: () => undefined,
};

describe("a gateway that holds the stable address", () => {
  it("answers there as on its own, and gives it up with itself", async () => {
    const free = await startGateway(options);
    await free.close();
    const gateway = await startGateway(options);
    const holder = gateway.hold(free.port);
    await holder.tried;
    assert.equal(holder.held?.port, free.port);
    assert.notEqual(gateway.port, free.port);
    for (const port of [gateway.port, free.port]) {
      const response = await fetch(`http://127.0.0.1:${port}/health`);
      assert.equal(response.status, 200);
      await response.arrayBuffer();
    }
    await gateway.close();
    for (const port of [gateway.port, free.port]) await assert.rejects(fetch(`http://127.0.0.1:${port}/health`));
  });

  it("closes a holder that still waits", async () => {
    const first = await startGateway(options);
    const second = await startGateway(options);
    const waiting = second.hold(first.port);
    await waiting.tried;
    assert.equal(waiting.held, undefined);
    await second.close();
    await first.close();
    assert.equal(await startGateway({ ...options, port: first.port }).then((next) => next.close()), undefined);
  });
});
