import assert from "node:assert/strict";
import { boundedState } from "../../../src/core/hub/serverEvents";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import { info } from "../../support/fakeLink";

describe("a state that enters the stream", () => {
  const ready = (capabilities: readonly string[]): ConnectionState =>
    boundedState({ kind: "ready", since: 0, losses: 0, info: { ...info, capabilities } });
  const capabilitiesOf = (state: ConnectionState) => (state.kind === "ready" ? state.info.capabilities : undefined);

  it("has what the server declared, cleaned and within bounds", () => {
    assert.deepEqual(capabilitiesOf(ready(["tools", "odd\nname\u0007"])), ["tools", "odd name\ufffd"]);
    const many = capabilitiesOf(ready(Array.from({ length: 5000 }, (_, n) => `${n}${"x".repeat(1000)}`)));
    assert.equal(many?.length, 50);
    assert.ok(many?.every(({ length }) => length < 150));
  });

  it("says nothing of capabilities where there are none", () =>
    assert.deepEqual(boundedState({ kind: "ready", since: 0, losses: 0, info }), {
      ...{ kind: "ready", since: 0, losses: 0 },
      info,
    }));
});
