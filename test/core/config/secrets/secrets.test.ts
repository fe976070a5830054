import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import type { SecretStorage } from "vscode";
import { secretKey } from "../../../../src/core/config/secrets/secretKey";
import { Secrets } from "../../../../src/editor/settings/secrets";
import { defined } from "../../../support/planFixture";

/** A secret storage and a state, kept in memory, with what is in them. */
function memory() {
  const values = new Map<string, string>();
  const state = new Map<string, unknown>();
  const storage: SecretStorage = {
    get: async (key) => values.get(key),
    store: async (key, value) => void values.set(key, value),
    delete: async (key) => void values.delete(key),
    onDidChange: () => ({ dispose: () => {} }),
  };
  const store = {
    get: (key: string) => state.get(key),
    set: async (key: string, value: unknown) => {
      await setImmediate(); // as the editor's own: a change is not there at once
      state.set(key, value);
    },
  };
  return { values, state, open: () => new Secrets(storage, store) };
}

const files = defined({ command: "files" });
const key = (name: string, server = files) => secretKey(server, name);

describe("the values that are kept", () => {
  it("are listed by name, also by the next session, and their values are not in the list", async () => {
    const { state, open } = memory();
    await open().set(key("token"), "hunter2");
    await open().set(key("region"), "eu");
    assert.deepEqual(
      open()
        .list()
        .map(({ scope, source, server, name }) => [scope, source, server, name]),
      [
        ["user", "", "files", "token"],
        ["user", "", "files", "region"],
      ],
    );
    assert.equal(await open().get(key("token")), "hunter2");
    assert.equal(JSON.stringify([...state]).includes("hunter2"), false);
  });

  it("are all in the list when several are stored at once, each once", async () => {
    const secrets = memory().open();
    await Promise.all(["a", "b", "c", "a"].map((name) => secrets.set(key(name), name)));
    assert.deepEqual(
      secrets
        .list()
        .map(({ name }) => name)
        .sort(),
      ["a", "b", "c"],
    );
  });

  it("are forgotten for one server, in one place", async () => {
    const { values, open } = memory();
    const others = [
      defined({ command: "files" }, { id: "other" }),
      defined({ command: "files" }, { scope: "workspace", source: "/w" }),
      defined({ command: "files" }, { source: "/elsewhere" }),
    ];
    const secrets = open();
    for (const server of [files, ...others]) await secrets.set(key("token", server), "x");
    await secrets.set(key("region"), "x");
    await secrets.forget(files);
    assert.deepEqual(
      [...values.keys()],
      others.map((server) => key("token", server)),
    );
    assert.equal(secrets.list().length, others.length);
  });

  it("are at most 500; the oldest goes", async () => {
    const { values, open } = memory();
    const secrets = open();
    for (let i = 0; i <= 500; i++) await secrets.set(key(`n${i}`), "x");
    assert.equal(values.size, 500);
    assert.equal(await secrets.get(key("n0")), undefined);
    assert.equal(secrets.list().at(-1)?.name, "n500");
  });

  it("survive a list that cannot be read", () => {
    const { state, open } = memory();
    state.set("secrets.index", [key("token"), 7, "another:key"]);
    assert.deepEqual(
      open()
        .list()
        .map(({ name }) => name),
      ["token"],
    );
    state.set("secrets.index", "nonsense");
    assert.deepEqual(open().list(), []);
  });
});
