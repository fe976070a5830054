import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { FrontDoor } from "../../../src/gateway/http/frontDoor";
import { defaultListenLimits } from "../../../src/gateway/http/listenOptions";
import { FakeClock } from "../../support/fakeClock";
import { noDefect } from "../../support/noDefect";

const bodyMs = 60_000;
const lingerMs = 5000;

describe("the time that a client has for a body, and for its answer", () => {
  let clock: FakeClock;
  let refused: string[];
  let ends: number;
  let door: FrontDoor;
  beforeEach(() => {
    [clock, refused, ends] = [new FakeClock(), [], 0];
    door = new FrontDoor(
      () => {},
      { clock, report: noDefect, refused: (reason) => refused.push(reason) },
      { ...defaultListenLimits, bodyMs, lingerMs },
      () => new Set(["hub"]),
    );
    door.onEnd = () => ends++;
  });

  /** A request whose connection does nothing on its own. */
  const take = ({ complete = false } = {}) => {
    const limits: number[] = [];
    const socket = {
      destroyed: false,
      setTimeout: (ms: number) => limits.push(ms),
      destroy() {
        this.destroyed = true;
      },
    };
    const request = { url: "/mcp", method: "POST", headers: { host: "hub" }, complete, socket };
    const said: { status?: number; text?: string; connection?: unknown } = {};
    const response = Object.assign(new EventEmitter(), {
      ...{ headersSent: false, writableEnded: false, destroyed: false },
      setHeader: () => {},
      writeHead(status: number, headers: Record<string, unknown>) {
        this.headersSent = true;
        Object.assign(said, { status, connection: headers.connection });
      },
      end(text = "") {
        this.writableEnded = true;
        said.text = text;
      },
    });
    door.take(request as unknown as IncomingMessage, response as unknown as ServerResponse);
    return { request, response, socket, said, limits };
  };

  it("ends with 408 exactly when it is over, for a body that has not come", () => {
    const { said } = take();
    clock.pass(bodyMs - 1);
    door.check();
    assert.deepEqual([said.status, refused], [undefined, []]);
    clock.pass(1);
    door.check();
    assert.deepEqual([said.status, said.connection, refused], [408, "close", ["body-time"]]);
    assert.match(said.text ?? "", /within 60 seconds/);
  });

  it("has no end for a call whose request is complete, and for a stream that began before it was", () => {
    const long = take({ complete: true });
    const stream = take();
    stream.response.headersSent = true;
    clock.pass(2 * bodyMs);
    door.check();
    assert.deepEqual([long.said.status, stream.said.status, refused], [undefined, undefined, []]);
    assert.deepEqual([long.limits, stream.limits], [[], []]);
  });

  it("begins for the reading of an answer when that was written, and only once", () => {
    const { response, limits } = take({ complete: true });
    door.check();
    assert.deepEqual(limits, []);
    response.end();
    door.check();
    door.check();
    assert.deepEqual(limits, [bodyMs]);
  });

  it("goes on for a moment after the answer, and then closes a connection that still sends", () => {
    const { response, socket } = take();
    response.emit("close");
    assert.deepEqual([door.running.size, ends], [0, 1]);
    clock.pass(lingerMs - 1);
    assert.equal(socket.destroyed, false);
    clock.pass(1);
    assert.equal(socket.destroyed, true);
  });

  it("leaves alone a connection whose request has come after all", () => {
    const { request, response, socket } = take();
    response.emit("close");
    request.complete = true;
    clock.pass(lingerMs);
    assert.equal(socket.destroyed, false);
  });

  it("waits for nothing where the request is complete or its connection is gone", () => {
    take({ complete: true }).response.emit("close");
    const gone = take();
    gone.socket.destroy();
    gone.response.emit("close");
    assert.equal(clock.background + clock.waiting, 0);
    assert.equal(ends, 2);
  });
});
