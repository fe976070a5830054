import assert from "node:assert/strict";
import { audited } from "../../../src/core/calls/audited";
import { aCall, done } from "../../support/callFixture";

describe("a call that is recorded before it is sent", () => {
  const silent = { isOn: () => true, returned: () => {} };
  const never = () => new Promise<void>(() => {});

  it("is not sent, and waits no longer, when its caller gives up", async () => {
    const abort = new AbortController();
    const send = audited({ ...silent, begin: never })(async () => assert.fail("sent"));
    const sent = send(aCall({ signal: abort.signal }));
    abort.abort();
    await assert.rejects(sent, { code: "cancelled" });
    await assert.rejects(send(aCall({ signal: abort.signal })), { code: "cancelled" });
  });

  it("goes on when it is recorded, and tells what came back", async () => {
    const told: unknown[] = [];
    const audit = { ...silent, begin: async () => {}, returned: (...all: unknown[]) => void told.push(all) };
    const call = aCall();
    assert.equal(await audited(audit)(async () => done)(call), done);
    assert.deepEqual(told, [[call.id, done]]);
  });

  it("is left alone where nothing is recorded", async () => {
    const off = { isOn: () => false, begin: () => assert.fail("begun"), returned: () => assert.fail("returned") };
    assert.equal(await audited(off)(async () => done)(aCall()), done);
  });
});
