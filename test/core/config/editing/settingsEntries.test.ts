import assert from "node:assert/strict";
import { settingsEntries } from "../../../../src/core/config/editing/settingsEntries";

describe("the entries in the text of a settings file", () => {
  const found = (text: string, prefix: readonly string[] = []) =>
    settingsEntries(text, prefix).map(({ path }) => path.join(" "));

  it("are there with a dot or nested, in settings or below a key", () => {
    assert.deepEqual(found('{ /* x */ "mcpHub.servers": {"a b": {}, "c": 7,}, }'), [
      "mcpHub.servers a b",
      "mcpHub.servers c",
    ]);
    assert.deepEqual(found('{"settings": {"mcpHub": {"servers": {"a": {}}}}}', ["settings"]), [
      "settings mcpHub servers a",
    ]);
    assert.deepEqual(found('{"mcpHub.servers": {"a": {}}}', ["settings"]), []);
  });

  it("are each there once, also while they are being written", () => {
    assert.deepEqual(found('{"mcpHub.servers": {"a": {}, "a": {"command": "x"}, "b'), [
      "mcpHub.servers a",
      "mcpHub.servers b",
    ]);
  });

  it("are none in anything else", () => {
    for (const text of ["", "[]", '{"mcpHub.servers": []}', `{"mcpHub.servers": ${"[".repeat(100_000)}`])
      assert.deepEqual(found(text), []);
  });
});
