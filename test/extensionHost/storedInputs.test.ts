import assert from "node:assert/strict";
import type { ServerDefinition } from "../../src/core/config/schema/serverDefinition";
import { secretKey } from "../../src/core/config/secrets/secretKey";
import { Secrets } from "../../src/editor/settings/secrets";
import { storedInputs } from "../../src/editor/settings/storedInputs";

const defined = (change: Partial<ServerDefinition>): ServerDefinition => ({
  id: "tickets",
  label: "tickets",
  scope: "user",
  enabled: true,
  entry: { kind: "valid", config: { url: "https://a.example/mcp" } },
  ...change,
});

const own = defined({});
const moved = defined({ entry: { kind: "valid", config: { url: "https://b.example/mcp" } } });
const here = defined({ id: "tickets-b", key: "tickets", scope: "folder", source: "/w/b" });
const elsewhere = defined({ scope: "workspace", source: "/elsewhere" });
const other = defined({ id: "tickets-c", scope: "folder", source: "/w/b" });

describe("Forget Stored Inputs", () => {
  const rows: [what: string, server: string, forgotten: readonly ServerDefinition[]][] = [
    ["a user entry, including those of an earlier address", "tickets", [own, moved]],
    ["a folder entry with a longer id", "tickets-b", [here]],
  ];
  for (const [what, server, forgotten] of rows)
    it(`forgets those of ${what}, and no others`, async () => {
      const values = new Map<string, string>();
      const secrets = new Secrets(storage(values), memory());
      const all = [own, moved, here, elsewhere, other];
      for (const definition of all) await secrets.set(secretKey(definition, "token"), "hunter2");
      await storedInputs(secrets, () => [own, here]).forget(server);
      const kept = all.filter((definition) => !forgotten.includes(definition));
      assert.deepEqual([...values.keys()].sort(), kept.map((definition) => secretKey(definition, "token")).sort());
    });

  it("rejects for a server that no longer exists", () =>
    assert.rejects(storedInputs(new Secrets(storage(new Map()), memory()), () => []).forget("tickets"), {
      code: "unknown-server",
    }));
});

const storage = (values: Map<string, string>) => ({
  get: async (key: string) => values.get(key),
  store: async (key: string, value: string) => void values.set(key, value),
  delete: async (key: string) => void values.delete(key),
  keys: async () => [...values.keys()],
  onDidChange: () => ({ dispose: () => undefined }),
});

function memory() {
  const state = new Map<string, unknown>();
  return {
    get: (key: string) => state.get(key),
    set: async (key: string, value: unknown) => void state.set(key, value),
  };
}
