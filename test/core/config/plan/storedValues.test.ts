import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import type { ServerConfig } from "../../../../src/core/config/schema/serverConfig";
import type { ServerDefinition } from "../../../../src/core/config/schema/serverDefinition";
import { isSecretName } from "../../../../src/core/config/secrets/literalSecrets";
import { secretAddress, secretKey } from "../../../../src/core/config/secrets/secretKey";
import { replicaDefinitions } from "../../../../src/core/connection/replicas";
import { defined, live, world } from "../../../support/planFixture";

const http = (token = "${input:token}"): ServerConfig => ({
  url: "https://a.example/mcp",
  headers: { "X-Token": token },
});

/** A sign-in of an organization, whose identity token is the secret that goes to the token endpoint. */
const idp = (idpTokenEndpoint: string) =>
  ({ type: "enterprise", clientId: "a", idpClientId: "b", idToken: "${secret:token}", idpTokenEndpoint }) as const;

describe("values that only the person can give", () => {
  it("are asked for once, however often an entry uses them, and kept", async () => {
    const { plan, asked, stored } = world({ answers: { token: "hunter2", region: "eu" } });
    const config = { command: "x", args: ["${input:token}", "${input:token}"], env: { R: "${input:region}" } };
    for (let i = 0; i < 2; i++) {
      const made = await plan(defined(config), live);
      assert.ok(made.kind === "stdio");
      assert.deepEqual(made.args, ["hunter2", "hunter2"]);
      assert.deepEqual(made.env, { R: "eu" });
    }
    assert.deepEqual(asked, ["files token hidden", "files region"]);
    assert.deepEqual([...stored.values()], ["hunter2", "eu"]);
  });

  it("leave the server waiting for them when the person closes the question", async () => {
    const { plan, stored } = world();
    await assert.rejects(plan(defined(http()), live), {
      code: "needs-input",
      message: 'Server "files" needs a value for "token". Run "MCP Hub: Connect Server" to enter it.',
    });
    assert.equal(stored.size, 0);
  });

  it("are never asked for where the entry says ${secret:…}", async () => {
    const { plan, asked, stored } = world({ answers: { token: "hunter2" } });
    const definition = defined(http("${secret:token}"));
    await assert.rejects(plan(definition, live), {
      code: "needs-input",
      message: 'Server "files" needs the secret "token". Run "MCP Hub: Set Secret" to store it.',
    });
    stored.set(secretKey(definition, "token"), "stored");
    const made = await plan(definition, live);
    assert.ok(made.kind === "http");
    assert.deepEqual(made.headers, { "X-Token": "stored" });
    assert.deepEqual(asked, []);
  });

  it("are asked for one at a time, and not once nobody waits for them", async () => {
    const open: { name: string; answer: (value: string) => void }[] = [];
    const { plan } = world({
      ask: ({ server }) => new Promise((answer) => open.push({ name: server, answer })),
    });
    const gone = new AbortController();
    const first = plan(defined(http(), { id: "first" }), live);
    const second = plan(defined(http(), { id: "second" }), gone.signal);
    const third = plan(defined(http(), { id: "third" }), live);
    await setImmediate();
    assert.deepEqual(
      open.map(({ name }) => name),
      ["first"],
    );

    gone.abort();
    open[0]?.answer("1");
    await assert.rejects(second, { code: "cancelled" });
    await first;
    await setImmediate();
    assert.deepEqual(
      open.map(({ name }) => name),
      ["first", "third"],
    );
    open[1]?.answer("3");
    const made = await third;
    assert.ok(made.kind === "http" && made.headers["X-Token"] === "3");
  });

  it("go on being asked for when a question has failed", async () => {
    let calls = 0;
    const { plan } = world({
      ask: async () => {
        if (++calls === 1) throw new Error("no window");
        return "value";
      },
    });
    await assert.rejects(plan(defined(http()), live), { message: "no window" });
    await plan(defined(http()), live);
    assert.equal(calls, 2);
  });
});

describe("the key of a stored value", () => {
  const mine = defined(http());
  const workspace = (config: ServerConfig, change: Partial<ServerDefinition> = {}) =>
    defined(config, { scope: "workspace", source: "/w/one", ...change });

  /** Every one of these is another place, server, name or target, and so another value. */
  const strangers: [what: string, definition: ServerDefinition, name: string][] = [
    ["a workspace's entry of the same name", workspace(http()), "token"],
    ["another workspace's", workspace(http(), { source: "/w/two" }), "token"],
    ["a folder's", workspace(http(), { scope: "folder" }), "token"],
    ["the remote machine's", defined(http(), { scope: "remote" }), "token"],
    ["a file's", defined(http(), { scope: "file", source: "/etc/mcp.json" }), "token"],
    ["another server's", defined(http(), { id: "other" }), "token"],
    ["another name's", mine, "token2"],
    ["a workspace's entry that now names another host", workspace({ url: "https://evil.example/mcp" }), "token"],
    ["… or another port", workspace({ url: "https://a.example:8443/mcp" }), "token"],
    ["… or now runs a program", workspace({ command: "curl" }), "token"],
    ["… or that program with other arguments", workspace({ command: "curl", args: ["evil"] }), "token"],
    ["… or in another environment", workspace({ command: "curl", env: { A: "1" } }), "token"],
    ["… or starts it with other variables of the person", defined({ command: "curl", inheritEnv: ["A"] }), "token"],
    ["their own entry that now names another path", defined({ url: "https://a.example/collect" }), "token"],
    ["… or signs in at one service", defined({ ...http(), auth: idp("https://a.example/token") }), "token"],
    ["… or at another", defined({ ...http(), auth: idp("https://evil.example/token") }), "token"],
    ["… or has a replica elsewhere", defined({ ...http(), replicas: [{ url: "https://evil.example/" }] }), "token"],
    ["their own entry that now names another host", defined({ url: "https://b.example/mcp" }), "token"],
    ["… or now runs a program", defined({ command: "curl" }), "token"],
    ["… or another program", defined({ command: "wget" }), "token"],
  ];

  it("is another one for every other place, server, name and target", () => {
    const keys = [secretKey(mine, "token"), ...strangers.map(([, definition, name]) => secretKey(definition, name))];
    assert.equal(new Set(keys).size, keys.length);
  });

  it("is another one where the value goes in another header", () => {
    const renamed = defined({ url: "https://a.example/mcp", headers: { "X-Other": "${input:token}" } });
    assert.notEqual(secretKey(renamed, "token"), secretKey(mine, "token"));
  });

  for (const [what, definition, name] of strangers)
    it(`keeps what the person entered for an entry of their own from ${what}`, async () => {
      const { stored, plan, asked } = world();
      stored.set(secretKey(mine, "token"), "hunter2");
      const config = definition.entry.kind === "valid" ? definition.entry.config : http();
      const used = { ...definition, entry: { kind: "valid", config: withInput(config, name) } } as const;
      await assert.rejects(plan(used, live), { code: "needs-input" });
      assert.equal(asked.length, 1);
    });

  it("stays the same under another label, and with other limits of calls and connections", () => {
    const key = secretKey(workspace(http()), "token");
    assert.equal(secretKey(workspace({ ...http(), label: "New" }, { label: "New" }), "token"), key);
    assert.equal(secretKey(workspace({ ...http(), enabled: false }), "token"), key);
    const limits = { callTimeoutSeconds: 5, connectTimeoutSeconds: 5, logLevel: "error", start: "lazy" } as const;
    assert.equal(secretKey(workspace({ ...http(), ...limits }), "token"), key);
  });

  it("is that of the whole entry for each of its replicas", () => {
    const whole = defined({ ...http(), replicas: [{ url: "https://b.example/mcp" }] });
    const keys = replicaDefinitions(whole).map(([one]) => one && secretKey(one, "token"));
    assert.deepEqual(keys, [secretKey(whole, "token"), secretKey(whole, "token")]);
  });

  it("stays the same in Restricted Mode", () =>
    assert.equal(secretKey(defined({ ...http(), restricted: true }), "token"), secretKey(mine, "token")));

  it("is that of the name in the settings, even where two folders share it", () => {
    const renamed = workspace(http(), { id: "files-b", key: "files", scope: "folder", source: "/w/b" });
    assert.deepEqual(secretAddress(secretKey(renamed, "token")), {
      scope: "folder",
      source: "/w/b",
      server: "files",
      name: "token",
    });
    assert.equal(secretAddress("another:key"), undefined);
  });
});

describe("what is hidden while it is typed", () => {
  for (const name of ["token", "API_KEY", "githubToken", "password", "secret_id", "anything", "pin"])
    it(`${name} is`, () => assert.equal(isSecretName(name), true));
  for (const name of ["region", "user", "PROJECT_ID", "projectId", "base-url", "home.path"])
    it(`${name} is not`, () => assert.equal(isSecretName(name), false));
});

const withInput = (config: ServerConfig, name: string): ServerConfig =>
  "command" in config
    ? { ...config, cwd: `\${input:${name}}` }
    : { ...config, headers: { "X-Token": `\${input:${name}}` } };
