import assert from "node:assert/strict";
import type { AddressState } from "../../../src/core/access/clientTokens";
import { HubError } from "../../../src/core/kernel/hubError";
import type { Discovery } from "../../../src/gateway/access/discoveryFile";
import { AddressHolder } from "../../../src/gateway/http/addressHolder";
import type { Listener } from "../../../src/gateway/http/listen";
import { StableAddress } from "../../../src/gateway/http/stableAddress";
import { FakeClock } from "../../support/fakeClock";
import { noDefect } from "../../support/noDefect";

const settled = () => new Promise((resolve) => setImmediate(resolve));

const hub = (more: Partial<Discovery>): Discovery => ({
  pid: process.pid + 1,
  url: "http://127.0.0.1:1",
  address: "http://127.0.0.1:4319",
  version: "1",
  startedAt: 0,
  ...more,
});

describe("the state of the stable address", () => {
  let clock: FakeClock;
  let stable: StableAddress;
  /** The hubs that are found, and how often they were looked for. */
  let hubs: readonly Discovery[];
  let looks: number;
  let heard: AddressState[];
  /** Why the port cannot be had; missing: it is free. */
  let refusal: Error | undefined;
  let closed: number[];
  beforeEach(() => {
    clock = new FakeClock();
    [hubs, looks, heard, refusal, closed] = [[], 0, [], taken(), []];
    stable = new StableAddress({
      clock,
      report: noDefect,
      hubs: async () => {
        looks++;
        return hubs;
      },
    });
    stable.onChange(() => heard.push(stable.state));
  });
  afterEach(() => stable.dispose());

  /** A gateway whose holder gets the port where nothing refuses it. */
  const gateway = {
    hold(port: number, failed: (error: unknown) => void = noDefect) {
      const listener: Listener = { url: "", port, close: async () => void closed.push(port) };
      const listen = async () => {
        if (refusal) throw refusal;
        return listener;
      };
      return new AddressHolder({ listen, clock, report: failed, random: () => 0.5 });
    },
  };
  const second = async () => {
    clock.pass(1000);
    await settled();
  };
  const kinds = () => heard.map(({ kind }) => kind);

  it("is off until a port is followed, and once it is followed no more", async () => {
    assert.deepEqual(stable.state, { kind: "off" });
    refusal = undefined;
    await stable.follow(gateway, 4319);
    await stable.follow(undefined, 4319);
    assert.deepEqual(kinds(), ["opening", "here", "off"]);
    assert.deepEqual(closed, [4319]);
    await second();
    assert.equal(looks, 0);
    assert.equal(clock.background, 0);
  });

  it("is here where this process has the port, without a look at the other hubs", async () => {
    refusal = undefined;
    await stable.follow(gateway, 4319);
    assert.deepEqual(stable.state, { kind: "here" });
    await second();
    assert.equal(looks, 0);
  });

  it("is elsewhere where another hub says that it has this very port", async () => {
    hubs = [
      hub({ pid: process.pid, workspace: "/mine" }),
      hub({ address: "http://127.0.0.1:4320", workspace: "/other-port" }),
      hub({ workspace: "/work" }),
    ];
    await stable.follow(gateway, 4319);
    assert.deepEqual(stable.state, { kind: "elsewhere", workspace: "/work" });
    hubs = [hub({})];
    await second();
    assert.deepEqual(stable.state, { kind: "elsewhere" });
  });

  it("is with another program after the second look at which no hub has the port, and not before", async () => {
    await stable.follow(gateway, 4319);
    assert.deepEqual(kinds(), ["opening"]);
    clock.pass(999);
    await settled();
    assert.equal(looks, 1);
    clock.pass(1);
    await settled();
    assert.equal(looks, 2);
    assert.deepEqual(kinds(), ["opening"]);
    await second();
    assert.deepEqual(kinds(), ["opening", "failed"]);
    assert.match(JSON.stringify(stable.state), /port 4319 is used by another program/);
    await second();
    assert.equal(heard.length, 2);
  });

  it("counts looks in a row: a hub that has the port meanwhile begins the count again", async () => {
    await stable.follow(gateway, 4319);
    await second();
    hubs = [hub({})];
    await second();
    hubs = [];
    await second();
    assert.deepEqual(kinds(), ["opening", "elsewhere"]);
    await second();
    assert.deepEqual(kinds(), ["opening", "elsewhere", "failed"]);
  });

  it("says why the port cannot be had at all, and keeps to that", async () => {
    refusal = new Error("no such address");
    await stable.follow(gateway, 4319);
    for (let n = 0; n < 3; n++) await second();
    assert.deepEqual(heard.slice(1), [{ kind: "failed", message: "no such address" }]);
  });

  it("is here as soon as the other process has let the port go", async () => {
    hubs = [hub({})];
    await stable.follow(gateway, 4319);
    refusal = undefined;
    clock.pass(500);
    await settled();
    assert.deepEqual(kinds(), ["opening", "elsewhere", "here"]);
  });

  it("stays as it is for the same gateway and port, and closes the old port before it opens another", async () => {
    refusal = undefined;
    await stable.follow(gateway, 4319);
    await stable.follow(gateway, 4319);
    assert.deepEqual(closed, []);
    await stable.follow(gateway, 4320);
    assert.deepEqual(closed, [4319]);
    await stable.follow({ hold: gateway.hold }, 4320);
    assert.deepEqual(closed, [4319, 4320]);
    assert.deepEqual(kinds(), ["opening", "here", "opening", "here", "opening", "here"]);
  });

  it("looks no more once it is disposed of", async () => {
    await stable.follow(gateway, 4319);
    stable.dispose();
    await second();
    assert.equal(looks, 1);
  });
});

/** What `listen` rejects with where another program has the port. */
function taken(): Error {
  const cause = Object.assign(new Error("in use"), { code: "EADDRINUSE" });
  return new HubError("bad-config", "in use", { cause });
}
