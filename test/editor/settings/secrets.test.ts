import assert from "node:assert/strict";
import { secretKey } from "../../../src/core/config/secrets/secretKey";
import { Secrets } from "../../../src/editor/settings/secrets";
import { definition } from "../../support/fakeLink";
import { MapStore } from "../../support/mapStore";

/** Stands for VS Code's storage, and notes what is done in which order. */
function world(failing?: string) {
  const values = new Map<string, string>();
  const listeners = new Set<(event: { key: string }) => void>();
  const done: string[] = [];
  const storage = {
    get: async (key: string) => values.get(key),
    store: async (key: string, value: string) => {
      if (key === failing) throw new Error("no");
      done.push(`store ${state.values.size > 0 ? "after" : "before"} the index`);
      values.set(key, value);
    },
    delete: async (key: string) => void values.delete(key),
    keys: async () => [...values.keys()],
    onDidChange: (listener: (event: { key: string }) => void) => {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
  const state = new MapStore();
  const secrets = new Secrets(storage as ConstructorParameters<typeof Secrets>[0], state);
  return { secrets, values, state, done, listeners };
}

const keyOf = (name: string, server = "files") => secretKey(definition(server), name);
const names = (secrets: Secrets) => secrets.list().map(({ name }) => name);

describe("the secret storage of the editor", () => {
  it("keeps values, and their addresses in the order in which they came, in the index first", async () => {
    const { secrets, done, state } = world();
    await secrets.set(keyOf("a"), "1");
    await secrets.set(keyOf("b"), "2");
    assert.deepEqual([names(secrets), await secrets.get(keyOf("a"))], [["a", "b"], "1"]);
    assert.equal(done[0], "store after the index");
    await secrets.set(keyOf("a"), "3");
    assert.deepEqual([names(secrets), await secrets.get(keyOf("a")), state.writes], [["a", "b"], "3", 2]);
    await secrets.delete(keyOf("a"));
    assert.deepEqual([names(secrets), await secrets.get(keyOf("a"))], [["b"], undefined]);
    await secrets.delete(keyOf("gone"));
    assert.equal(state.writes, 3, "nothing has changed");
  });

  it("loses no change of several at the same time, nor the one after a failure", async () => {
    const { secrets } = world();
    await Promise.all(["a", "b", "c"].map((name) => secrets.set(keyOf(name), name)));
    assert.deepEqual(names(secrets), ["a", "b", "c"]);
    const broken = world(keyOf("b"));
    const all = await Promise.allSettled(["a", "b", "c"].map((name) => broken.secrets.set(keyOf(name), name)));
    assert.deepEqual(
      all.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"],
    );
    assert.equal(await broken.secrets.get(keyOf("c")), "c");
  });

  it("forgets what was entered for one server", async () => {
    const { secrets } = world();
    for (const server of ["files", "mail"]) await secrets.set(keyOf("a", server), "1");
    const files = definition("files");
    assert.deepEqual(
      secrets.of(files).map(({ server, name }) => [server, name]),
      [["files", "a"]],
    );
    assert.deepEqual(secrets.of({ ...files, scope: "workspace" }), []);
    assert.deepEqual(secrets.of({ ...files, source: "/other" }), []);
    assert.deepEqual(secrets.of({ ...files, id: "files 2", key: "files" }).length, 1);
    await secrets.forget(files);
    assert.deepEqual(
      secrets.list().map(({ server }) => server),
      ["mail"],
    );
  });

  it("keeps five hundred values, and deletes the oldest beyond", async () => {
    const { secrets, values } = world();
    for (let at = 0; at < 500; at++) await secrets.set(keyOf(`n${at}`), "x");
    assert.deepEqual([values.size, names(secrets).length], [500, 500]);
    await secrets.set(keyOf("new"), "x");
    assert.deepEqual([values.size, names(secrets)[0], names(secrets).at(-1)], [500, "n1", "new"]);
    assert.equal(await secrets.get(keyOf("n0")), undefined);
  });

  it("reads of an index only what are keys", async () => {
    const { secrets, state } = world();
    for (const index of [undefined, "x", { a: 1 }]) {
      await state.set("secrets.index", index);
      assert.deepEqual(secrets.list(), []);
    }
    await state.set("secrets.index", [5, "no key", keyOf("a")]);
    assert.deepEqual(names(secrets), ["a"]);
  });

  it("tells of each key that changes, also in another window", () => {
    const { secrets, listeners } = world();
    const heard: string[] = [];
    const subscription = secrets.onChange((key) => heard.push(key));
    for (const listener of listeners) listener({ key: "k" });
    subscription.dispose();
    assert.deepEqual([heard, listeners.size], [["k"], 0]);
  });
});
