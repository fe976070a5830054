import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import {
  applyChange,
  type SettingsChange,
  type WrittenSettings,
} from "../../../../src/core/config/editing/applyChange";

function world(write: () => "written" | "changed" = () => "written") {
  const values = new Map([
    ["old", "1"],
    ["other", "2"],
  ]);
  const log: string[] = [];
  let undone: "undone" | "changed" = "undone";
  const written: WrittenSettings = {
    undo: async (first) => {
      if (undone === "changed") return "changed";
      await first();
      log.push(`put back with ${[...values.keys()].sort().join()}`);
      return "undone";
    },
  };
  const change: SettingsChange = {
    secrets: [
      { key: "old", value: undefined },
      { key: "new", value: "1" },
    ],
    following: [
      async () => {
        log.push("follow");
        return async () => void log.push("unfollow");
      },
    ],
    write: async () => {
      log.push(`write with ${[...values.keys()].join()}`);
      return write() === "changed" ? "changed" : written;
    },
  };
  const secrets = {
    get: async (key: string) => values.get(key),
    set: async (key: string, value: string) => {
      await setImmediate(); // as the editor's own: what is stored is not there at once
      values.set(key, value);
      log.push(`set ${key}`);
    },
    delete: async (key: string) => {
      await setImmediate();
      values.delete(key);
      log.push(`delete ${key}`);
    },
  };
  return { values, log, apply: () => applyChange(change, secrets), settingsChanged: () => (undone = "changed") };
}

describe("a change of the settings", () => {
  it("stores before it is written, and deletes after", async () => {
    const { values, log, apply } = world();
    assert.notEqual(await apply(), "changed");
    assert.deepEqual(log, ["set new", "follow", "write with old,other,new", "delete old"]);
    assert.deepEqual(
      [...values],
      [
        ["other", "2"],
        ["new", "1"],
      ],
    );
  });

  it("is undone as a whole: what was stored is there before the server is", async () => {
    const { values, log, apply } = world();
    const applied = await apply();
    assert.ok(applied !== "changed");
    assert.equal(await applied.undo(), "undone");
    assert.deepEqual(log.slice(4), ["set old", "unfollow", "delete new", "put back with old,other"]);
    assert.deepEqual([...values].sort(), [
      ["old", "1"],
      ["other", "2"],
    ]);
  });

  it("stays, with what it stored, where the settings are other ones by now", async () => {
    const { values, log, apply, settingsChanged } = world();
    const applied = await apply();
    settingsChanged();
    assert.ok(applied !== "changed");
    assert.equal(await applied.undo(), "changed");
    assert.deepEqual([...values.keys()], ["other", "new"]);
    assert.equal(log.length, 4);
  });

  it("leaves nothing behind where nothing was written", async () => {
    for (const broken of [false, true]) {
      const { values, log, apply } = world(() => {
        if (broken) throw new Error("disk");
        return "changed";
      });
      if (broken) await assert.rejects(apply(), /disk/);
      else assert.equal(await apply(), "changed");
      assert.deepEqual([...values.keys()], ["old", "other"]);
      assert.deepEqual(log.slice(-2), ["unfollow", "delete new"]);
    }
  });
});
