import assert from "node:assert/strict";
import type { ServerConfig } from "../../../../src/core/config/schema/serverConfig";
import type { ServerDefinition } from "../../../../src/core/config/schema/serverDefinition";
import type { Fix, FixCommand } from "../../../../src/core/diagnosis/finding";
import { applyFix } from "../../../../src/editor/commands/diagnose/applyFix";
import { definition } from "../../../support/fakeLink";
import { ScriptedScreen } from "../../../support/scriptedScreen";

async function fixed(fix: Fix, config: ServerConfig = { url: "https://x.example/mcp" }, agrees = true) {
  const screen = new ScriptedScreen();
  screen.agrees = agrees;
  const did: unknown[] = [];
  const carried: ServerDefinition[] = [];
  const ports = {
    screen,
    hub: {
      definition: () => definition("one", { entry: { kind: "valid", config } }),
      connect: async (server: string) => void did.push(["connected", server]),
    },
    settings: {
      setEnabled: async (server: string, enabled: boolean) => void did.push(["enabled", server, enabled]),
      change: async (...all: unknown[]) => void did.push(all),
    },
    launches: { consent: { carry: async (_: unknown, after: ServerDefinition) => void carried.push(after) } },
    certificates: { keep: async () => "/kept.pem" },
  } as unknown as Parameters<typeof applyFix>[0];
  await applyFix(ports, "one", fix);
  const entries = carried.map(({ entry }) => entry.kind === "valid" && entry.config);
  return { screen, did, entries };
}

const change = (...changes: Extract<Fix, { kind: "change" }>["changes"]): Fix => ({
  ...{ kind: "change", label: "Change it", changes },
});
const certificate: Fix = {
  kind: "trust-certificate",
  label: "Trust",
  certificate: { subject: "x.example", fingerprint: "AA:BB", pem: "" } as never,
};

describe("the fix of a finding", () => {
  const commands: [of: FixCommand, ran: readonly string[]][] = [
    ["sign-in", ["mcpHub.signIn", "one"]],
    ["trust-workspace", ["workbench.trust.manage"]],
    ["review", ["mcpHub.reviewServers", "one"]],
    ["set-secret", ["mcpHub.setSecret", "one"]],
    ["restart", ["mcpHub.restartServer", "one"]],
    ["settings", ["mcpHub.openServerSettings", "one"]],
    ["log", ["mcpHub.showServerLog", "one"]],
    ["proxy-settings", ["workbench.action.openSettings", "http.proxy"]],
  ];
  for (const [command, ran] of commands)
    it(`runs a command: ${command}`, async () => {
      const { screen, did } = await fixed({ kind: "command", label: "Do it", command });
      assert.deepEqual([screen.ran, did], [[ran], []]);
    });

  it("changes the entry, connects, and says that the server works", async () => {
    const changes = [{ path: ["type"], value: "sse" }] as const;
    const { did, entries, screen } = await fixed(change(...changes));
    assert.deepEqual(did, [
      ["one", [...changes]],
      ["connected", "one"],
    ]);
    assert.deepEqual(entries, [{ url: "https://x.example/mcp", type: "sse" }], "what was allowed holds for it");
    assert.deepEqual(screen.said, ["one works now"]);
  });

  it("asks again where the address is another one", async () => {
    const { entries, did } = await fixed(change({ path: ["url"], value: "https://y.example/mcp" }));
    assert.deepEqual([entries.length, did.length], [0, 2]);
  });

  it("takes a key out", async () => {
    const config = { url: "https://x.example/mcp", headers: { A: "1", B: "2" }, cwd: "/x" } as ServerConfig;
    const { entries } = await fixed(
      change({ path: ["cwd"], value: undefined }, { path: ["headers", "A"], value: undefined }),
      config,
    );
    assert.deepEqual(entries, [{ url: "https://x.example/mcp", headers: { B: "2" } }]);
    assert.ok(entries[0] && !("cwd" in entries[0]));
  });

  it("enables a server in its own way", async () => {
    const { did } = await fixed(change({ path: ["enabled"], value: true }));
    assert.deepEqual(did, [
      ["enabled", "one", true],
      ["connected", "one"],
    ]);
  });

  it("names a certificate that the person trusts, beside what the entry says of TLS", async () => {
    const { did, screen } = await fixed(certificate);
    assert.deepEqual(screen.dialogs, ['Trust this certificate for "one"? [Trust]']);
    assert.deepEqual(did[0], ["one", [{ path: ["tls"], value: { caFile: "/kept.pem" } }]]);
    const tls = { url: "https://x.example/mcp", tls: { serverName: "x" } } as ServerConfig;
    assert.deepEqual((await fixed(certificate, tls)).did[0], [
      "one",
      [{ path: ["tls", "caFile"], value: "/kept.pem" }],
    ]);
  });

  it("does nothing with a certificate that the person does not trust", async () => {
    assert.deepEqual((await fixed(certificate, undefined, false)).did, []);
  });
});
