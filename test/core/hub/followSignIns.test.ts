import assert from "node:assert/strict";
import { followSignIns } from "../../../src/core/hub/followSignIns";
import { HubError } from "../../../src/core/kernel/hubError";
import { apply, emptyView } from "../../../src/protocol/hubView";
import { turns } from "../../support/callFixture";
import { added, changed, states } from "../../support/operationEvents";

function following(failure?: Error) {
  const view = [
    ...["in", "out", "off"].map((server) => added(server)),
    ...[changed(states.needsAuth, "in"), changed(states.ready, "out"), changed(states.stopped, "off")],
  ].reduce(apply, emptyView);
  const done: string[] = [];
  const reported: unknown[] = [];
  let tell: (key: string) => void = () => {};
  let gone = 0;
  let signal: AbortSignal | undefined;
  const act = (what: string) => async (server: string) => {
    done.push(`${what} ${server}`);
    if (failure) throw failure;
  };
  const follow = followSignIns({
    onChange: (listener) => {
      tell = listener;
      return { dispose: () => void gone++ };
    },
    signIns: {
      secretChanged: async (key, given) => {
        signal = given;
        return key.split(" ").map((server) => ({ server: server.slice(1), signedIn: server.startsWith("+") })) as never;
      },
    },
    stream: { view },
    hub: { connect: act("connect"), restart: act("restart") } as never,
    report: (error) => reported.push(error),
  });
  const change = async (key: string) => {
    tell(key);
    for (let n = 0; n < 5; n++) await turns();
    return done.splice(0);
  };
  return { follow, change, reported, gone: () => gone, signal: () => signal };
}

describe("sign-ins that are made elsewhere", () => {
  it("connect a server that waits for one, and end the session of one that was signed out", async () => {
    const { change } = following();
    assert.deepEqual(await change("+in -out"), ["connect in", "restart out"]);
    assert.deepEqual(await change("-in +out +off -off +unknown -unknown"), []);
  });

  it("report a defect, and not what a server lacks", async () => {
    const lacking = following(new HubError("needs-auth", "No."));
    await lacking.change("+in");
    assert.deepEqual(lacking.reported, []);
    const defect = new TypeError("x is undefined");
    const broken = following(defect);
    await broken.change("-out");
    assert.deepEqual(broken.reported, [defect]);
  });

  it("are followed until the end", async () => {
    const { follow, change, gone, signal } = following();
    await change("+in");
    assert.equal(signal()?.aborted, false);
    follow.dispose();
    assert.deepEqual([signal()?.aborted, gone()], [true, 1]);
  });
});
