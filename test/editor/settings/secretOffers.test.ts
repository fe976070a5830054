import assert from "node:assert/strict";
import { secretOffers } from "../../../src/editor/settings/secretOffers";
import { defined } from "../../support/planFixture";

describe("offers to move secrets", () => {
  it("stand where each secret stands, name it and its server, and never show it", () => {
    const definition = defined(
      { command: "s", args: ["--token=hunter2"], env: { API_KEY: "hunter22", HOME: "/home" } },
      { id: "files-b", key: "files", scope: "folder", source: "/w/b" },
    );
    const offers = secretOffers([definition, defined({ url: "https://a.example" })]);
    assert.deepEqual(
      offers.map(({ scope, source, path, fix }) => [scope, source, path, fix.command, fix.target]),
      [
        ["folder", "/w/b", ["mcpHub.servers", "files", "env", "API_KEY"], "mcpHub.moveSecrets", target("env.API_KEY")],
        ["folder", "/w/b", ["mcpHub.servers", "files", "args", 0], "mcpHub.moveSecrets", target("args.0")],
      ],
    );
    assert.match(offers[0]?.message ?? "", /^Server "files-b": "API_KEY" looks like a secret in plain text\./);
    assert.doesNotMatch(JSON.stringify(offers), /hunter2/);
  });

  it("are not made for an entry that is wrong", () => {
    const error = { code: "bad-config", message: "no" } as const;
    assert.deepEqual(secretOffers([{ ...defined({ command: "s" }), entry: { kind: "invalid", error } }]), []);
  });
});

const target = (name: string) => ({ server: "files-b", name });
