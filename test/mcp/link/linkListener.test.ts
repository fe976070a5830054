import assert from "node:assert/strict";
import { HubError } from "../../../src/core/kernel/hubError";
import { LinkListener } from "../../../src/mcp/link/linkListener";
import { secretMask } from "../../../src/mcp/wire/secretMask";
import { HeardEvents } from "../../support/heardEvents";

describe("Ears", () => {
  const error = new HubError("transport", "gone");
  const hearing = () => {
    const heard = new HeardEvents();
    const ears = new LinkListener(heard);
    const sayAll = () => {
      ears.events.changed("tools");
      ears.events.log("info", "server", "text");
      ears.events.notification("a/b", {});
    };
    return { heard, ears, sayAll };
  };

  it("gets everything but a loss while the link opens", () => {
    const { heard, ears, sayAll } = hearing();
    sayAll();
    ears.lost(error);
    assert.deepEqual([heard.count, heard.losses.length, ears.isOpening], [3, 0, true]);
  });

  it("hear a loss once, and nothing after it", () => {
    const { heard, ears, sayAll } = hearing();
    ears.opened();
    ears.lost(error);
    ears.lost(new HubError("transport", "again"));
    sayAll();
    assert.deepEqual([heard.count, heard.losses, ears.lossReason, ears.isOver], [1, [error], error, true]);
  });

  it("hear no secret", () => {
    const heard = new HeardEvents();
    const ears = new LinkListener(heard, secretMask(["hunter2"]));
    ears.opened();
    ears.events.log("info", "stderr", "key hunter2");
    ears.events.notification("a/b", { list: ["is hunter2"] });
    ears.lost(new HubError("exited", "stopped: hunter2"));
    assert.deepEqual(heard.logs[0]?.text, "key •••");
    assert.deepEqual(heard.notifications[0]?.params, { list: ["is •••"] });
    assert.deepEqual([heard.losses[0]?.code, heard.losses[0]?.message], ["exited", "stopped: •••"]);
    assert.equal(ears.lossReason, heard.losses[0]);
  });

  it("gets nothing after the link was closed, not even the loss", () => {
    const { heard, ears, sayAll } = hearing();
    ears.opened();
    ears.close();
    ears.opened();
    ears.lost(error);
    sayAll();
    assert.deepEqual([heard.count, ears.lossReason, ears.isOver], [0, undefined, true]);
  });
});
