import assert from "node:assert/strict";
import type { PinMode } from "../../../src/core/config/schema/callSettings";
import type { ServerDefinition } from "../../../src/core/config/schema/serverDefinition";
import { isOwnCall, pinModeOf } from "../../../src/core/pins/pinMode";
import { definition } from "../../support/fakeLink";

describe("what happens after a change of what was agreed to", () => {
  it("is that it is withheld from models and other extensions, and that it is only warned of where a person or a script calls", () => {
    const doors = ["chat", "agent", "extension", "command", "panel", "command-line", "module", "gateway"] as const;
    const withheld = doors.filter((door) => !isOwnCall({ caller: { door } }));
    assert.deepEqual(withheld, ["chat", "agent", "extension"]);
    assert.ok(isOwnCall({ caller: { door: "chat" }, byHand: true }));
  });

  const rows: [scope: ServerDefinition["scope"], setting: PinMode, own: PinMode | undefined, mode: PinMode][] = [
    ["user", "withhold", "off", "off"],
    ["user", "off", "withhold", "withhold"],
    ["user", "warn", undefined, "warn"],
    ["workspace", "withhold", "off", "withhold"],
    ["workspace", "withhold", "warn", "withhold"],
    ["workspace", "warn", "off", "warn"],
    ["workspace", "off", "warn", "warn"],
    ["workspace", "warn", "withhold", "withhold"],
    ["folder", "warn", "withhold", "withhold"],
    ["folder", "warn", "off", "warn"],
  ];
  for (const [scope, pin, own, mode] of rows)
    it(`is ${mode} where the setting is ${pin} and an entry of the ${scope} says ${own ?? "nothing"}`, () => {
      const config = { command: "a", ...(own && { pin: own }) };
      assert.equal(pinModeOf({ pin }, definition("files", { scope, entry: { kind: "valid", config } })), mode);
    });
});
