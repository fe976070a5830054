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

  it("count each call of a batch, and all of them or none", () => {
    const clock = new FakeClock();
    const refused: string[] = [];
    const running = new RunningRequests(clock, (reason) => refused.push(reason));
    const ten = { ...client, limits: { ...defaultClientLimits, perMinute: 10 } };
    assert.equal(running.begin(ten, exchange()), undefined);
    assert.equal(running.charge(ten, 9), undefined);
    assert.equal(running.begin(ten, exchange())?.status, 429);
    clock.pass(60_000);
    running.begin(ten, exchange());
    clock.pass(20_000);
    running.begin(ten, exchange());
    assert.deepEqual([running.charge(ten, 9)?.status, running.charge(ten, 9)?.retryAfterSeconds], [429, 40]);
    assert.equal(running.charge(ten, 8), undefined, "nothing was counted for those");
    clock.pass(120_000);
    running.begin(ten, exchange());
    const never = running.charge(ten, 10);
    assert.match(never?.message ?? "", /10 calls in a minute/);
    assert.equal(never?.retryAfterSeconds, undefined, "no wait helps");
    assert.deepEqual(refused, ["per-minute", "per-minute", "per-minute", "per-minute"]);
  });

  it("end with their token, each with its own", () => {
    const clock = new FakeClock(0);
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

  it("count the calls of a batch: all of them, or none where they are too many", () => {
    const clock = new FakeClock();
    const refused: string[] = [];
    const running = new RunningRequests(clock, (reason) => refused.push(reason));
    const ten = { ...client, limits: { ...defaultClientLimits, perMinute: 10 } };
    assert.equal(running.begin(ten, exchange()), undefined);
    assert.equal(running.charge(ten, 7), undefined);
    const refusal = running.charge(ten, 3);
    assert.equal(refusal?.status, 429);
    assert.equal(refusal?.retryAfterSeconds, 60);
    assert.deepEqual(refused, ["per-minute"]);
    assert.equal(running.charge(ten, 2), undefined, "the three did not count");
    assert.equal(running.begin(ten, exchange())?.status, 429);
    clock.pass(61_000);
    assert.equal(running.charge(ten, 10), undefined);
  });

  it("may have a body of just as many bytes as the client may send", () => {
    const refused: string[] = [];
    const running = new RunningRequests(new FakeClock(), (reason) => refused.push(reason));
    const small = { ...client, limits: { ...defaultClientLimits, bodyBytes: 10 } };
    const sized = (bytes: string) => {
      const one = exchange();
      one.request.headers["content-length"] = bytes;
      return running.begin(small, one)?.status;
    };
    assert.deepEqual([sized("10"), sized("11")], [undefined, 413]);
    assert.deepEqual(refused, ["body-bytes"]);
  });

  it("come as often in a minute as the client may send them, and say when there is room again", () => {
    const clock = new FakeClock();
    const running = new RunningRequests(clock, () => {});
    const two = { ...client, limits: { ...defaultClientLimits, perMinute: 2 } };
    assert.equal(running.begin(two, exchange()), undefined);
    clock.pass(15_000);
    assert.equal(running.begin(two, exchange()), undefined);
    const refusal = running.begin(two, exchange());
    assert.deepEqual([refusal?.status, refusal?.retryAfterSeconds], [429, 45]);
    clock.pass(45_000);
    assert.equal(running.begin(two, exchange()), undefined);
  });

  it("say how soon there may be another one where too many run", () => {
    const running = new RunningRequests(new FakeClock(), () => {});
    running.begin(client, exchange());
    const refusal = running.begin(client, exchange());
    assert.deepEqual([refusal?.status, refusal?.retryAfterSeconds], [429, 1]);
  });

  it("end with their client, and no other ones", () => {
    const running = new RunningRequests(new FakeClock(), () => {});
    const [mine, other] = [exchange(), exchange()];
    running.begin(client, mine);
    running.begin({ ...client, id: "b" }, other);
    running.cut("unknown");
    running.cut("a");
    assert.deepEqual([mine.response.destroyed, other.response.destroyed], [true, false]);
  });

  it("are not forgotten for a thousand other clients, nor is what came in the last minute", () => {
    const clock = new FakeClock();
    const running = new RunningRequests(clock, () => {});
    const once = { ...client, id: "once", limits: { ...defaultClientLimits, perMinute: 1 } };
    const over = exchange();
    running.begin(client, exchange());
    clock.pass(60_000);
    running.begin(once, over);
    over.response.emit("close");
    for (let n = 0; n < 1001; n++) {
      const other = exchange();
      running.begin({ ...client, id: `other ${n}` }, other);
      other.response.emit("close");
    }
    assert.equal(running.begin(client, exchange())?.status, 429);
    assert.equal(running.begin(once, exchange())?.status, 429);
  });
});
