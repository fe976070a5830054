import assert from "node:assert/strict";
import { secretHints } from "../../../../src/editor/settings/diagnostics/secretHints";
import { defined } from "../../../support/planFixture";

describe("hints about secrets in plain text", () => {
  it("are at the path of each secret, name it and its server, and never show its value", () => {
    const definition = defined(
      { command: "s", args: ["--token=hunter2"], env: { API_KEY: "hunter22", HOME: "/home" } },
      { id: "files-b", key: "files", scope: "folder", source: "/w/b" },
    );
    const hints = secretHints([definition, defined({ url: "https://a.example" })]);
    assert.deepEqual(
      hints.map(({ scope, source, path, fix }) => [scope, source, path, fix.command, fix.target]),
      [
        ["folder", "/w/b", ["mcpHub.servers", "files", "env", "API_KEY"], "mcpHub.moveSecrets", target("env.API_KEY")],
        ["folder", "/w/b", ["mcpHub.servers", "files", "args", 0], "mcpHub.moveSecrets", target("args.0")],
      ],
    );
    assert.match(hints[0]?.message ?? "", /^Server "files-b": "API_KEY" looks like a secret in plain text\./);
    assert.doesNotMatch(JSON.stringify(hints), /hunter2/);
  });

  it("are not made for an invalid entry", () => {
    const error = { code: "bad-config", message: "no" } as const;
    assert.deepEqual(secretHints([{ ...defined({ command: "s" }), entry: { kind: "invalid", error } }]), []);
  });
});

const target = (name: string) => ({ server: "files-b", name });
