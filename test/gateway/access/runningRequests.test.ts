import assert from "node:assert/strict";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { defaultClientLimits } from "../../../src/gateway/access/gatewayClient";
import { RunningRequests } from "../../../src/gateway/access/runningRequests";
import { FakeClock } from "../../support/fakeClock";

const client = { id: "a", name: "a", scopes: [], limits: { ...defaultClientLimits, concurrent: 1 } };

const exchange = () => {
  const request = new IncomingMessage(new Socket());
  return { request, response: new ServerResponse(request) };
};

describe("the requests that run for a client", () => {
  it("are counted until their response is over, and not at all for a client that had left before", () => {
    const running = new RunningRequests(new FakeClock(), () => {});
    const gone = exchange();
    gone.response.destroy();
    assert.equal(running.begin(client, gone), undefined);
    const first = exchange();
    assert.equal(running.begin(client, first), undefined);
    assert.equal(running.begin(client, exchange())?.status, 429);
    first.response.emit("close");
    assert.equal(running.begin(client, exchange()), undefined);
  });

  it("end with their token, each with its own", () => {
    const clock = new FakeClock();
    const running = new RunningRequests(clock, () => {});
    const two = { ...client, limits: defaultClientLimits };
    const [short, long, endless] = [exchange(), exchange(), exchange()];
    running.begin(two, short, 1000);
    running.begin(two, long, 2000);
    running.begin(two, endless);
    const open = () => [short, long, endless].map(({ response }) => !response.destroyed);
    clock.pass(999);
    running.expire();
    assert.deepEqual(open(), [true, true, true]);
    clock.pass(1);
    running.expire();
    assert.deepEqual(open(), [false, true, true]);
    clock.pass(1e9);
    running.expire();
    assert.deepEqual(open(), [false, false, true]);
  });
});
