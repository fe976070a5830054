import assert from "node:assert/strict";
import { watchNetwork } from "../../../../src/mcp/http/client/networkWatch";
import { FakeClock } from "../../../support/fakeClock";

describe("watching the network", () => {
  const watched = () => {
    const clock = new FakeClock();
    const net = { addresses: "wlan0 10.0.0.2/24", changes: 0 };
    const watch = watchNetwork(clock, () => net.addresses)(() => net.changes++);
    return { clock, net, watch };
  };

  it("reports each change once", () => {
    const { clock, net } = watched();
    clock.pass(60_000);
    assert.equal(net.changes, 0);
    net.addresses = "wlan0 192.168.1.7/24";
    clock.pass(60_000);
    assert.equal(net.changes, 1);
    net.addresses = "";
    clock.pass(60_000);
    assert.equal(net.changes, 2);
  });

  it("is silent after its end", () => {
    const { clock, net, watch } = watched();
    watch.dispose();
    net.addresses = "";
    clock.pass(60_000);
    assert.equal(net.changes, 0);
  });
});
