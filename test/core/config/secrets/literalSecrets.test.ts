import assert from "node:assert/strict";
import { replaceTexts } from "../../../../src/core/config/editing/replaceTexts";
import type { LaunchConfig } from "../../../../src/core/config/schema/serverDefinition";
import { liftSecrets } from "../../../../src/core/config/secrets/liftSecrets";
import { literalSecrets } from "../../../../src/core/config/secrets/literalSecrets";
import { secretKey } from "../../../../src/core/config/secrets/secretKey";
import { storedNames } from "../../../../src/core/config/secrets/storedNames";
import { defined } from "../../../support/planFixture";

const at = "https://a.example/mcp";
const github = `ghp_${"x".repeat(36)}`;

describe("secrets in plain text", () => {
  const rows: [what: string, config: LaunchConfig, found: Readonly<Record<string, string>>][] = [
    [
      "a bearer header",
      { url: at, headers: { Authorization: "Bearer hunter22" } },
      { "headers.Authorization": "hunter22" },
    ],
    ["a key in a header", { url: at, headers: { "X-Api-Key": "hunter22" } }, { "headers.X-Api-Key": "hunter22" }],
    ["a cookie", { url: at, headers: { cookie: "sid=hunter22" } }, { "headers.cookie": "sid=hunter22" }],
    ["a variable named so", { command: "s", env: { GITHUB_TOKEN: "hunter22" } }, { "env.GITHUB_TOKEN": "hunter22" }],
    ["a variable in one word", { command: "s", env: { DBPASSWORD: "hunter22" } }, { "env.DBPASSWORD": "hunter22" }],
    ["a known shape under any name", { command: "s", env: { EXTRA: github } }, { "env.EXTRA": github }],
    ["an option", { command: "s", args: ["-v", "--api-key=hunter22"] }, { "args.1": "hunter22" }],
    ["an option's value", { command: "s", args: ["--token", "hunter22"] }, { "args.1": "hunter22" }],
    ["a known shape in an argument", { command: "s", args: [`--header=X: ${github}`] }, { "args.0": github }],
    ["a key in the address", { url: `${at}?tenant=main&api_key=hunter22#x` }, { url: "hunter22" }],
    ["a key in the address before what is none", { url: `${at}?api_key=hunter22&tenant=main` }, { url: "hunter22" }],
    ["a variable in capitals within", { command: "s", env: { myKey: "hunter22" } }, { "env.myKey": "hunter22" }],
    ["four characters", { command: "s", env: { TOKEN: "abcd" } }, { "env.TOKEN": "abcd" }],
    ["three characters", { command: "s", env: { TOKEN: "abc" } }, {}],
    ["a key in an address with a variable", { url: `${at}?api_key=hunter22&user=\${env:USER}` }, {}],
    ["a sign-in", { url: at, auth: { type: "bearer", token: "hunter22" } }, { "auth.token": "hunter22" }],
    [
      "a parameter of a sign-in",
      { url: at, auth: { type: "oauth", parameters: { api_key: "hunter22", audience: "everyone" } } },
      { "auth.parameters.api_key": "hunter22" },
    ],
    ["a passphrase", { url: at, tls: { keyFile: "/k.pem", passphrase: "hunter22" } }, { "tls.passphrase": "hunter22" }],
    ["a variable that stands for one", { url: at, headers: { Authorization: "Bearer ${secret:token}" } }, {}],
    ["the environment's own", { command: "s", env: { TOKEN: "${env:TOKEN}" } }, {}],
    ["the name of one", { command: "s", env: { TOKEN_FILE: "secret.txt", KEY_ID: "hunter22" } }, {}],
    ["a public key", { command: "s", env: { PUBLIC_KEY: "hunter22" } }, {}],
    ["a path", { command: "s", env: { PRIVATE_KEY: "~/.ssh/id", KEY: "/etc/ssl/key.pem" } }, {}],
    ["a switch", { command: "s", env: { USE_TOKEN: "true", MAX_TOKENS: "100" } }, {}],
    ["a word that only ends so", { command: "s", env: { MONKEY: "hunter22" } }, {}],
    ["an option that follows one", { command: "s", args: ["--token", "--verbose"] }, {}],
    ["what is no secret", { command: "s", args: ["-y", "server"], env: { HOME: "/home/ada" } }, {}],
  ];
  for (const [what, config, found] of rows)
    it(`${Object.keys(found).length > 0 ? "are" : "are not"} ${what}`, () => {
      const lifted = liftSecrets(defined(config));
      const values = lifted.values.map(({ value }) => value);
      const paths = literalSecrets(config).map(({ path }) => path.join("."));
      assert.deepEqual(Object.fromEntries(paths.map((path, index) => [path, values[index]])), found);
    });
});

describe("lifting secrets out of an entry", () => {
  const config: LaunchConfig = {
    command: "server",
    args: ["--token=first-value"],
    env: { TOKEN: "second-value", OLD: "${secret:token}", API_KEY: "third-value" },
  };

  it("names each one again, keeps what is around it, and stores it where the changed entry looks", () => {
    const definition = defined(config);
    const { changes, values } = liftSecrets(definition);
    assert.deepEqual(
      changes.map(({ path, after }) => [path.join("."), after]),
      [
        ["env.TOKEN", "${secret:TOKEN}"],
        ["env.API_KEY", "${secret:API_KEY}"],
        ["args.0", "--token=${secret:token-2}"],
      ],
    );
    const after = defined({
      command: "server",
      args: ["--token=${secret:token-2}"],
      env: { TOKEN: "${secret:TOKEN}", OLD: "${secret:token}", API_KEY: "${secret:API_KEY}" },
    });
    assert.deepEqual(
      values.map(({ key, value }) => [key, value]),
      [
        [secretKey(after, "TOKEN"), "second-value"],
        [secretKey(after, "API_KEY"), "third-value"],
        [secretKey(after, "token-2"), "first-value"],
      ],
    );
  });

  it("carries what was stored for the entry along, since its key holds what is run", () => {
    const definition = defined(config);
    const { carried } = liftSecrets(definition, ({ label }) => label === "TOKEN");
    const after = defined({ ...config, env: { ...config.env, TOKEN: "${secret:TOKEN}" } });
    assert.deepEqual(carried, [{ from: secretKey(definition, "token"), to: secretKey(after, "token") }]);
  });

  it("takes several out of one text", () => {
    const { changes, values } = liftSecrets(defined({ url: `${at}?token=abcdef&q=1&key=ghijkl` }));
    assert.deepEqual(
      changes.map(({ after }) => after),
      [`${at}?token=\${secret:token}&q=1&key=\${secret:key}`],
    );
    assert.deepEqual(
      values.map(({ value }) => value),
      ["abcdef", "ghijkl"],
    );
  });

  const names: [what: string, config: LaunchConfig, ...names: string[]][] = [
    ["the option before it", { command: "s", args: ["--token", "hunter22"] }, "token"],
    ["its header, without what no name may have", { url: at, headers: { "X!~Token": "hunter22" } }, "X-Token"],
    ["60 characters of its variable", { command: "s", env: { [`${"A".repeat(60)}_TOKEN`]: "abcd" } }, "A".repeat(60)],
    ["what it is, without another name", { command: "s", env: { "": github } }, "secret"],
    [
      "a number, where others have the name",
      { command: "s", args: ["--token=aaaa", "--token=bbbb", "--token=cccc"] },
      "token-3",
      "token-2",
      "token",
    ],
  ];
  for (const [what, config, ...expected] of names)
    it(`names a secret after ${what}`, () => {
      const { values, changed } = liftSecrets(defined(config));
      assert.deepEqual(
        values.map(({ name }) => name),
        expected,
      );
      assert.deepEqual([...storedNames(changed)].sort(), [...expected].sort());
    });

  it("leaves an entry that cannot be read as it is", () => {
    const unread = defined(config, { entry: { kind: "invalid", error: { code: "bad-config", message: "" } } });
    assert.deepEqual(liftSecrets(unread), { changed: unread, changes: [], values: [], carried: [] });
    assert.deepEqual(storedNames(unread), []);
  });

  it("changes only those texts of the file, with its comments", () => {
    const file = [
      "{",
      "\t// mine",
      '\t"mcpHub.servers": {',
      '\t\t"files": { "command": "s", /* here */ "env": { "TOKEN": "hunter\\u0032", "A": "b", }, },',
      "\t},",
      "}",
    ].join("\r\n");
    const changes = [{ path: ["env", "TOKEN"], before: "hunter2", after: "${secret:TOKEN}" }];
    const edits = replaceTexts(file, ["mcpHub.servers", "files"], changes) ?? [];
    const line = file.split("\r\n")[3] ?? "";
    assert.deepEqual(
      edits.map(({ start, end, json }) => [start.line, line.slice(start.character, end.character), end.line, json]),
      [[3, '"hunter\\u0032"', 3, '"${secret:TOKEN}"']],
    );
    assert.equal(replaceTexts(file, ["mcpHub.servers", "other"], changes), undefined);
    assert.equal(replaceTexts(file.replace("u0032", "u0033"), ["mcpHub.servers", "files"], changes), undefined);
  });
});
