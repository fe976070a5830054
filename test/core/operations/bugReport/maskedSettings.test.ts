import assert from "node:assert/strict";
import { defaultOptions } from "../../../../src/core/config/schema/settings";
import { cleanText, maskedEntry, maskedOptions } from "../../../../src/core/operations/bugReport/maskedSettings";

describe("an entry for the eyes of others", () => {
  it("shows what runs, and of secrets only where they come from", () => {
    assert.deepEqual(
      maskedEntry({
        command: "npx",
        args: ["-y", "server", "--token", "hunter2-hunter2", "--key=abcd1234", "postgres://ada:geheim@db/app"],
        env: { LEVEL: "debug", PORT: 8080, GONE: null, TOKEN: "${secret:TOKEN}", BEARER: "Bearer ${env:A:-fallback}" },
        cwd: "${workspaceFolder}/tools",
        callTimeoutSeconds: 5,
        logLevel: "debug",
        tools: { find: { alias: "seek", readOnly: true, defaults: { limit: 10, account: "A-1" } } },
      }),
      {
        command: "npx",
        args: ["-y", "server", "--token", "•••", "--key=•••", "postgres://•••@db/app"],
        env: { LEVEL: "•••", PORT: "•••", GONE: null, TOKEN: "${secret:TOKEN}", BEARER: "Bearer ${env:A:-•••}" },
        cwd: "${workspaceFolder}/tools",
        callTimeoutSeconds: 5,
        logLevel: "debug",
        tools: { find: { alias: "•••", readOnly: true, defaults: { limit: "•••", account: "•••" } } },
      },
    );
  });

  it("shows the address of a server without what stands in it, and how somebody signs in", () => {
    assert.deepEqual(
      maskedEntry({
        url: "https://ada:geheim@a.example/s/Zx81kk20aaQ72hhPPq1/mcp?key=abc&room=${input:room}#at=1",
        headers: { "X-Api-Key": "geheim", "X-Room": "${input:room}" },
        auth: { type: "basic", username: "ada", password: "geheim" },
        tls: { caFile: "/etc/ca.pem", passphrase: "geheim" },
        replicas: [{ url: "https://b.example/mcp", headers: { "X-Api-Key": "geheim" } }],
      }),
      {
        url: "https://•••@a.example/s/•••/mcp?key=•••&room=${input:room}#at=•••",
        headers: { "X-Api-Key": "•••", "X-Room": "${input:room}" },
        auth: { type: "basic", username: "•••", password: "•••" },
        tls: { caFile: "/etc/ca.pem", passphrase: "•••" },
        replicas: [{ url: "https://b.example/mcp", headers: { "X-Api-Key": "•••" } }],
      },
    );
  });

  it("shows which algorithm signs somebody in, and variables that hold no secret as they are", () => {
    const auth = { type: "oauth", provider: "corp", scopes: ["read"], algorithm: "ES256", clientId: "geheim" };
    assert.deepEqual(maskedEntry({ command: "${userHome}${/}bin", auth } as never), {
      command: "${userHome}${pathSeparator}bin",
      auth: { ...auth, clientId: "•••" },
    });
  });

  it("gives no text of a setting away that it does not know", () => {
    const strange = { command: "node", future: "geheim", nested: { other: ["geheim", 3, true] } };
    assert.deepEqual(maskedEntry(strange as never), {
      command: "node",
      future: "•••",
      nested: { other: ["•••", 3, true] },
    });
  });
});

describe("the settings for the eyes of others", () => {
  it("are those that are not the defaults, without texts to mask and arguments", () => {
    assert.deepEqual(maskedOptions(defaultOptions), {});
    const alerts = { ...defaultOptions.alerts, webhook: "https://hooks.example/geheim" };
    const shown = maskedOptions({
      ...defaultOptions,
      approval: "never",
      retries: 0,
      redact: ["Project Nightfall"],
      policy: [{ do: "deny", tool: "write_*", args: { path: "/secret/*" }, reason: "Ask Ada." }],
      workspacePolicies: [{ policy: { "files/*": "ask" }, source: "/w" }],
      otlpEndpoint: "http://user:geheim@localhost:4318",
      alerts,
    });
    assert.deepEqual(
      { ...shown, alerts: undefined },
      {
        approval: "never",
        retries: 0,
        redact: ["•••"],
        policy: [{ do: "deny", tool: "write_*", args: { path: "•••" }, reason: "•••" }],
        workspacePolicies: [{ policy: { "files/*": "ask" }, source: "/w" }],
        otlpEndpoint: "http://•••@localhost:4318",
        alerts: undefined,
      },
    );
    assert.deepEqual(shown.alerts, { ...alerts, webhook: "•••", webhookForm: "•••" });
  });
});

describe("the rules for the eyes of others", () => {
  it("show whom and what they are about, in both forms, and nothing else", () => {
    const rule = { do: "ask", client: "c", server: "s", tool: "t", method: "m", source: "/w", note: "geheim" };
    const short = { "files/*": "deny" };
    const shown = maskedOptions({
      ...defaultOptions,
      ...{ policy: [rule], workspacePolicies: [{ policy: short, source: "/w" }] },
    } as never);
    assert.deepEqual(shown, {
      policy: [{ ...rule, note: "•••" }],
      workspacePolicies: [{ policy: short, source: "/w" }],
    });
    const own = maskedOptions({ ...defaultOptions, policy: short, workspacePolicies: [{ policy: [rule] }] } as never);
    assert.deepEqual(own, { policy: short, workspacePolicies: [{ policy: [{ ...rule, note: "•••" }] }] });
  });
});

describe("a text for the eyes of others", () => {
  it("has no keys, and keeps words and paths", () => {
    for (const kept of ["/usr/lib/node_modules/server/index.js", "@modelcontextprotocol/server-filesystem", "node"])
      assert.equal(cleanText(kept), kept);
    assert.equal(cleanText("key a1b2c3d4e5f6a7b8c9d0e1f2 there"), "key ••• there");
    assert.equal(cleanText("Bearer abcdefgh1234"), "•••");
    assert.ok(cleanText("x ".repeat(1000)).length < 600);
  });
});
