import assert from "node:assert/strict";
import { Notifications } from "../../../src/core/hub/notifications";
import { boundedState, serverEvents, unknownServer } from "../../../src/core/hub/serverEvents";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { FakeClock } from "../../support/fakeClock";
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

describe("what a server reports", () => {
  const error = { code: "exited", message: "x".repeat(4001) } as const;

  it("is cut at 4,000 characters in its state, also where it waits or failed", () => {
    const cut = `${"x".repeat(4000)}… (1 more character)`;
    const failed = boundedState({ kind: "failed", error });
    assert.equal(failed.kind === "failed" && failed.error.message, cut);
    const ready = boundedState({ kind: "ready", since: 0, losses: 0, info: { ...info, instructions: error.message } });
    assert.equal(ready.kind === "ready" && ready.info.instructions, cut);
    const whole = boundedState({ kind: "failed", error: { ...error, message: "x".repeat(4000) } });
    assert.equal(whole.kind === "failed" && whole.error.message.length, 4000);
  });

  it("is one clean line of what its program says while it starts", () => {
    const starting = { kind: "starting", attempt: 1, losses: 0 } as const;
    const progress = { step: "probe", leftMs: 1 } as const;
    assert.deepEqual(boundedState({ ...starting, progress: { ...progress, said: "a\nb\u0007" } }), {
      ...starting,
      progress: { ...progress, said: "a b\ufffd" },
    });
    assert.deepEqual(boundedState({ ...starting, progress }), { ...starting, progress });
    assert.deepEqual(boundedState(starting), starting);
  });

  it("is published, cut and without secrets", () => {
    const events: HubEvent[] = [];
    const notifications = new Notifications(new FakeClock(), (one) => assert.fail(String(one)));
    const heard = serverEvents("files", (event) => events.push(event), notifications);
    heard.log("info", "stderr", "x".repeat(4001));
    heard.notification("a\nb", { password: "x" });
    heard.checked({ at: 0, ms: 7, means: "ping" });
    heard.checked({ at: 0, ms: 7, means: "ping", error });
    assert.deepEqual(events, [
      {
        ...{ type: "server.log", server: "files", level: "info", from: "stderr" },
        text: `${"x".repeat(4000)}… (1 more character)`,
      },
      { type: "server.notification", server: "files", method: "a b", params: '{"password":"•••"}' },
      { type: "server.ping", server: "files", ok: true, ms: 7 },
      { type: "server.ping", server: "files", ok: false },
    ]);
    assert.equal(notifications.history({ server: "files" }).length, 1);
  });

  it("says which servers there are, where a name is wrong", () => {
    assert.match(unknownServer("x", ["a", "b"]).message, /Known servers: a, b\./);
    assert.match(unknownServer("x", []).message, /No server is configured/);
  });
});
