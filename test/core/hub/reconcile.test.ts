import assert from "node:assert/strict";
import type { ServerConfig } from "../../../src/core/config/schema/serverConfig";
import type { ServerDefinition } from "../../../src/core/config/schema/serverDefinition";
import { reconcile } from "../../../src/core/hub/reconcile";

const config: ServerConfig = { command: "npx", args: ["-y", "files"], env: { A: "1", B: null } };

const defined = (change: Partial<ServerDefinition> = {}, own: ServerConfig = config): ServerDefinition => ({
  id: "files",
  label: "files",
  scope: "user",
  enabled: true,
  entry: { kind: "valid", config: own },
  ...change,
});

const invalid = (message: string) => defined({ entry: { kind: "invalid", error: { code: "bad-config", message } } });

type Outcome = "changed" | "relabeled" | "unchanged";

const rows: [what: string, before: ServerDefinition, after: ServerDefinition, outcome: Outcome][] = [
  ["nothing", defined(), defined(), "unchanged"],
  [
    "the order of keys",
    defined(),
    defined({}, { env: { B: null, A: "1" }, args: ["-y", "files"], command: "npx" }),
    "unchanged",
  ],
  ["a key without a value", defined(), defined({ key: undefined }, { ...config, cwd: undefined }), "unchanged"],
  ["a value taken away", defined({}, { ...config, cwd: undefined }), defined(), "unchanged"],
  ["the command", defined(), defined({}, { ...config, command: "uvx" }), "changed"],
  ["the order of arguments", defined(), defined({}, { ...config, args: ["files", "-y"] }), "changed"],
  ["one argument less", defined(), defined({}, { ...config, args: ["-y"] }), "changed"],
  ["one variable", defined(), defined({}, { ...config, env: { A: "2", B: null } }), "changed"],
  ["null instead of nothing", defined(), defined({}, { ...config, env: { A: "1" } }), "changed"],
  ["a number instead of text", defined(), defined({}, { ...config, env: { A: 1, B: null } }), "changed"],
  ["the kind of server", defined(), defined({}, { url: "https://example.com" }), "changed"],
  ["enabled", defined(), defined({ enabled: false }), "changed"],
  ["the label", defined(), defined({ label: "Files" }, { ...config, label: "Files" }), "relabeled"],
  ["the scope", defined(), defined({ scope: "workspace", source: "/w" }), "relabeled"],
  ["the folders that it is told of", defined(), defined({}, { ...config, roots: ["/srv"] }), "relabeled"],
  ["how much it logs", defined(), defined({}, { ...config, logLevel: "debug" }), "relabeled"],
  ["where enabled stands", defined(), defined({}, { ...config, enabled: true }), "relabeled"],
  ["a mistake", defined(), invalid("a"), "changed"],
  ["the same mistake", invalid("a"), invalid("a"), "unchanged"],
  ["another mistake", invalid("a"), invalid("b"), "changed"],
];

describe("reconciling servers", () => {
  for (const [what, before, after, outcome] of rows)
    it(`${what} → ${outcome}`, () => {
      const result = reconcile([before], [after]);
      const found = (["changed", "relabeled", "unchanged"] as const).filter((key) => result[key].length > 0);
      assert.deepEqual(found, [outcome]);
      assert.equal(result[outcome][0], after);
      assert.deepEqual([result.added, result.removed], [[], []]);
    });

  it("tells what is new, what is gone and what stays, whatever the order", () => {
    const [a, b, c, d] = ["a", "b", "c", "d"].map((id) => defined({ id }));
    assert.ok(a && b && c && d);
    assert.deepEqual(reconcile([a, b, c], [d, c, b]), {
      added: [d],
      removed: [a],
      changed: [],
      relabeled: [],
      unchanged: [c, b],
    });
  });
});
