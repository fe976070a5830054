import assert from "node:assert/strict";
import { HubError } from "../../src/core/hubError";
import { Ears } from "../../src/mcp/link/ears";
import { HeardEvents } from "../support/heardEvents";

describe("Ears", () => {
  const error = new HubError("transport", "gone");
  const hearing = () => {
    const heard = new HeardEvents();
    const ears = new Ears(heard);
    const sayAll = () => {
      ears.said.changed("tools");
      ears.said.log("info", "server", "text");
      ears.said.notification("a/b", {});
    };
    return { heard, ears, sayAll };
  };

  it("hear everything but a loss while the line opens", () => {
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
    assert.deepEqual([heard.count, heard.losses, ears.lostBecause, ears.isOver], [1, [error], error, true]);
  });

  it("hear nothing after the line was closed, not even that it is", () => {
    const { heard, ears, sayAll } = hearing();
    ears.opened();
    ears.close();
    ears.opened();
    ears.lost(error);
    sayAll();
    assert.deepEqual([heard.count, ears.lostBecause, ears.isOver], [0, undefined, true]);
  });
});
