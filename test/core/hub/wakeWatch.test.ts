import assert from "node:assert/strict";
import { watchForWake } from "../../../src/core/hub/wakeWatch";
import { FakeClock } from "../../support/fakeClock";

function watching() {
  const clock = new FakeClock();
  let woken = 0;
  let changeNetwork = () => {};
  let gone = 0;
  const onNetworkChange = (listener: () => void) => {
    changeNetwork = listener;
    return { dispose: () => void gone++ };
  };
  const watch = watchForWake({ clock, onNetworkChange }, () => void woken++);
  return { clock, watch, woken: () => woken, gone: () => gone, changeNetwork: () => changeNetwork() };
}

describe("the watch for a machine that slept", () => {
  it("says nothing while time passes as usual, or a little late", () => {
    const { clock, woken } = watching();
    clock.pass(60_000);
    clock.sleep(20_000);
    assert.equal(woken(), 0);
  });

  it("says so once where a look comes more than ten seconds late, and looks on", () => {
    const { clock, woken } = watching();
    clock.sleep(20_001);
    assert.equal(woken(), 1);
    clock.pass(60_000);
    assert.equal(woken(), 1);
    clock.sleep(3_600_000);
    assert.equal(woken(), 2);
  });

  it("counts from each look, every ten seconds", () => {
    const { clock, woken } = watching();
    clock.pass(10_000);
    clock.sleep(20_000);
    assert.equal(woken(), 0);
    clock.sleep(20_001);
    assert.equal(woken(), 1);
  });

  it("says so when the network changes, until it ends", () => {
    const { clock, watch, woken, gone, changeNetwork } = watching();
    changeNetwork();
    assert.equal(woken(), 1);
    watch.dispose();
    assert.deepEqual([clock.waiting, gone()], [0, 1]);
  });
});
