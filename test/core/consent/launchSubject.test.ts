import assert from "node:assert/strict";
import type { AuthOf } from "../../../src/core/config/schema/authConfig";
import type { LaunchConfig, ServerDefinition } from "../../../src/core/config/schema/serverDefinition";
import { replicaDefinitions } from "../../../src/core/connection/replicas";
import { launchFacts } from "../../../src/core/consent/launchFacts";
import { launchSubject } from "../../../src/core/consent/launchSubject";
import { defined } from "../../support/planFixture";

const ours = (config: LaunchConfig, change: Partial<ServerDefinition> = {}) =>
  defined(config, { scope: "workspace", source: "/w/one", ...change });

const program: LaunchConfig = {
  command: "node",
  args: ["server.js"],
  cwd: "${workspaceFolder}",
  env: { A: "1" },
  envFile: ".env",
  replicas: [{ command: "node", args: ["second.js"] }],
};
const account: AuthOf<"editor"> = { type: "editor", provider: "github", scopes: ["repo"] };
const address: LaunchConfig = { url: "https://a.example/mcp", headers: { "X-A": "1" }, auth: account };

describe("what a person agrees to before a server runs", () => {
  /** The entry with one thing changed, and the same for every kind of change. */
  const changed: readonly [what: string, before: LaunchConfig, after: LaunchConfig][] = [
    ["its program", program, { ...program, command: "deno" }],
    ["an argument", program, { ...program, args: ["other.js"] }],
    ["the order of arguments", { ...program, args: ["a", "b"] }, { ...program, args: ["b", "a"] }],
    ["its folder", program, { ...program, cwd: "/tmp" }],
    ["the value of a variable", program, { ...program, env: { A: "2" } }],
    ["the environment file", program, { ...program, envFile: "other.env" }],
    ["what it inherits", program, { ...program, inheritEnv: ["CI"] }],
    ["a replica", program, { ...program, replicas: [{ command: "node", args: ["third.js"] }] }],
    ["its label", program, { ...program, label: "Trusted" }],
    ["how its tools are called", program, { ...program, pin: "off" }],
    ["its address", address, { ...address, url: "https://a.example/other" }],
    ["a header", address, { ...address, headers: { "X-A": "2" } }],
    ["the account", address, { ...address, auth: { ...account, provider: "microsoft" } }],
    ["the account's scopes", address, { ...address, auth: { ...account, scopes: ["repo", "admin:org"] } }],
    ["the sign-in program", address, { ...address, auth: { type: "command", command: "token" } }],
    ["the certificates", address, { ...address, tls: { caFile: "/tmp/ca.pem" } }],
  ];
  for (const [what, before, after] of changed)
    it(`is something else with another value of ${what}`, () => {
      assert.notEqual(launchSubject(ours(before))?.digest, launchSubject(ours(after))?.digest);
    });

  it("is something else in another workspace, folder or under another name", () => {
    const all = [
      ours(program),
      ours(program, { source: "/w/two" }),
      ours(program, { scope: "folder" }),
      ours(program, { id: "x" }),
    ];
    assert.equal(new Set(all.map((one) => launchSubject(one)?.digest)).size, all.length);
  });

  it("is the same with the keys in another order, switched off or on, with another log level, and for each replica", () => {
    const digest = launchSubject(ours(program))?.digest;
    assert.ok(digest);
    const reversed = Object.fromEntries(Object.entries(program).reverse()) as LaunchConfig;
    assert.equal(launchSubject(ours(reversed))?.digest, digest);
    assert.equal(launchSubject(ours({ ...program, enabled: true }))?.digest, digest);
    assert.equal(launchSubject(ours({ ...program, logLevel: "debug" }))?.digest, digest);
    const replicas = replicaDefinitions(ours(program)).flat();
    assert.equal(replicas.length, 2);
    for (const one of replicas) assert.equal(launchSubject(one)?.digest, digest);
  });

  it("is the whole entry of a followed file, and which file has it", () => {
    const followed = (config: LaunchConfig, change: Partial<ServerDefinition> = {}) =>
      defined(config, { scope: "followed", source: "/home/ann/.cursor/mcp.json", ...change });
    const subject = launchSubject(followed(program));
    assert.equal(subject?.why, "followed");
    for (const other of [
      followed({ ...program, command: "deno" }),
      followed({ ...program, env: { A: "2" } }),
      followed(program, { source: "/home/ann/.codeium/mcp.json" }),
      defined(program, { scope: "workspace", source: "/home/ann/.cursor/mcp.json" }),
    ])
      assert.notEqual(launchSubject(other)?.digest, subject.digest);
    assert.deepEqual(launchFacts(followed(program))[0], { name: "From the file", text: "/home/ann/.cursor/mcp.json" });
  });

  it("is nothing for a person's own server, but the account whose token it sends", () => {
    for (const scope of ["user", "remote"] as const) {
      assert.equal(launchSubject(defined(program, { scope })), undefined);
      assert.equal(launchSubject(defined(address, { scope }))?.why, "account");
    }
    assert.equal(launchSubject(defined(address, { scope: "file" })), undefined);
    const same = { ...address, label: "Mine", headers: {} };
    assert.equal(launchSubject(defined(same))?.digest, launchSubject(defined(address))?.digest);
    const elsewhere = { ...address, url: "https://evil.example/mcp" };
    assert.notEqual(launchSubject(defined(elsewhere))?.digest, launchSubject(defined(address))?.digest);
    const replicas = { url: "https://a.example/", replicas: [{ url: "https://evil.example/", auth: account }] };
    assert.equal(launchSubject(defined(replicas))?.why, "account");
  });
});

describe("what a person is shown of a server", () => {
  const facts = (config: LaunchConfig) =>
    Object.fromEntries(launchFacts(ours(config)).map(({ name, text }) => [name, text]));

  it("is the program, its arguments, its folder and the names of its variables, as written", () => {
    assert.deepEqual(
      facts({ ...program, env: { TOKEN: "${secret:api}", B: "${env:HOME}", C: "hunter2" }, pin: "off" }),
      {
        Program: "node",
        Arguments: "server.js",
        "Starts in": "${workspaceFolder}",
        "Sets the variables": "TOKEN, B, C",
        "Sets the variables in": ".env",
        "Replica 1, Program": "node",
        "Replica 1, Arguments": "second.js",
        "Replica 1, Starts in": "the workspace folder",
        "Gets what you store as": "api",
        "Reads your variables": "HOME",
        pin: '"off"',
      },
    );
  });

  it("is the address, and the account with its scopes and where its token goes", () => {
    assert.deepEqual(facts(address), {
      Address: "https://a.example/mcp",
      "Sends the headers": "X-A",
      "Signs in": 'type editor, provider github, scopes ["repo"]',
      "Gets the token of your account": "github (repo), sent to https://a.example/mcp",
    });
  });

  it("is the program that signs in, and never a secret that stands in the entry", () => {
    const auth: AuthOf<"command"> = { type: "command", command: "gh", args: ["auth", "token x"] };
    assert.equal(facts({ ...address, auth })["Runs to sign in"], 'gh auth "token x"');
    const basic = facts({ ...address, auth: { type: "basic", username: "ada", password: "hunter2" } });
    assert.equal(basic["Signs in"], "type basic, username ada");
  });

  it("hides nothing: what cannot be seen, and where an argument ends", () => {
    const { Arguments } = facts({ ...program, args: ["a b", "c\n", "\u202e\u200b", ""] });
    assert.equal(Arguments, '"a b" "c\\n" \ufffd ""');
  });
});
