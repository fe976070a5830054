import assert from "node:assert/strict";
import type { LaunchPlan, StdioPlan } from "../../../../src/core/config/plan/launchPlan";
import type { ServerConfig } from "../../../../src/core/config/schema/serverConfig";
import { secretKey } from "../../../../src/core/config/secrets/secretKey";
import { defined, live, world } from "../../../support/planFixture";

/** What cannot be run as it is written → the sentence that says so. */
const mistakes: [what: string, config: ServerConfig, sentence: string][] = [
  [
    "a variable that is not set",
    { command: "x", args: ["${env:NO_SUCH}"] },
    'Server "files": the environment variable "NO_SUCH" is not set. Set it in your login shell and restart the editor, or use ${input:NO_SUCH} to be asked for it.',
  ],
  [
    "an unknown variable",
    { command: "${cwd}" },
    'Server "files": "${cwd}" is not a variable that the hub knows. Use one of ${workspaceFolder}, ${workspaceFolder:NAME}, ${workspaceFolderBasename}, ${userHome}, ${pathSeparator}, ${env:NAME}, ${env:NAME:-default}, ${input:NAME}, ${secret:NAME}.',
  ],
  [
    "an empty command",
    { command: "${env:EMPTY}" },
    'Server "files": "command" is empty after its variables are filled in. Name a program.',
  ],
  [
    "a null character",
    { command: "x", args: ["y", "a\0b"] },
    'Server "files": "args[1]" contains a null character. Remove it.',
  ],
  [
    "a null character in a command",
    { command: "x\0" },
    'Server "files": "command" contains a null character. Remove it.',
  ],
  [
    "a null character in a folder",
    { command: "x", cwd: "/a\0" },
    'Server "files": "cwd" contains a null character. Remove it.',
  ],
  [
    "a null character in env",
    { command: "x", env: { A: "\0" } },
    'Server "files": "A" contains a null character. Remove it.',
  ],
  [
    "a null character in a path of the sandbox",
    { command: "x", sandbox: { read: ["/a\0"] } },
    'Server "files": "sandbox" contains a null character. Remove it.',
  ],
  [
    "a missing environment file",
    { command: "x", envFile: "none.env" },
    `Server "files": its environment file cannot be read: ENOENT: no such file or directory, open '/w/none.env'. Correct "envFile", or create /w/none.env.`,
  ],
  [
    "an address of another kind",
    { url: "${env:TOKEN}" },
    'Server "files": "url" is not an address. Write one such as "https://example.com/mcp".',
  ],
  [
    "a header with a line break",
    { url: "https://example.com", headers: { "X-A": "a\r\nX-B: b" } },
    'Server "files": the header "X-A" contains a line break or another character that headers must not contain. Correct its value.',
  ],
];

describe("making a definition ready to run", () => {
  it("gives a sandbox full paths, from the workspace folder like the program's own folder", async () => {
    const { plan } = world();
    const sandbox = { read: ["~/docs", "data", "${workspaceFolder}/x"], write: ["/srv/${env:TOKEN}"] };
    const of = async (config: ServerConfig) => ((await plan(defined(config), live)) as StdioPlan).sandbox;
    const nothing = { read: [], write: [], network: false };
    assert.deepEqual(await of({ command: "x", sandbox }), {
      read: ["/home/me/docs", "/w/data", "/w/x"],
      write: ["/srv/t0ken"],
      network: false,
    });
    assert.deepEqual(await of({ command: "x", sandbox: true }), nothing);
    assert.deepEqual(await of({ command: "x", sandbox: { network: true } }), { ...nothing, network: true });
    for (const config of [{ command: "x" }, { command: "x", sandbox: false }])
      assert.equal(await of(config), undefined);
  });

  it("fills in the variables of a program, wherever they stand", async () => {
    const { plan, files } = world();
    files["/w/.env"] = '# names\nA=file\nexport B="two words"\nC=${userHome}\n';
    const config = {
      command: "${userHome}/bin/x",
      args: ["--root=${workspaceFolder}", "${env:TOKEN}-${env:TOKEN}"],
      cwd: "sub",
      envFile: ".env",
      env: { A: "over ${env:TOKEN}", D: 8, E: null },
    };
    assert.deepEqual(await plan(defined(config), live), {
      kind: "stdio",
      server: "files",
      command: "/home/me/bin/x",
      args: ["--root=/w", "t0ken-t0ken"],
      cwd: "/w/sub",
      env: { A: "over t0ken", B: "two words", C: "${userHome}", D: "8", E: undefined },
    });
  });

  it("knows the person's home in a command and its arguments, where it is written", async () => {
    const { plan, env } = world();
    env.TILDE = "~/x";
    const config = {
      command: "~/bin/x",
      args: ["~", "~/a b", "~other/x", "a~/b", "--root=~/x", "${env:TILDE}", "~\\c"],
    };
    const { command, args } = stdio(await plan(defined(config), live));
    assert.deepEqual(
      [command, args],
      ["/home/me/bin/x", ["/home/me", "/home/me/a b", "~other/x", "a~/b", "--root=~/x", "~/x", "/home/me/c"]],
    );
  });

  it("knows the last name of a folder, and the separator of the system in both forms", async () => {
    const args = ["${workspaceFolderBasename}", "${workspaceFolderBasename:app}", "a${pathSeparator}b${/}c"];
    const { plan } = world({ folder: "/w/app" });
    assert.deepEqual(stdio(await plan(defined({ command: "x", args }), live)).args, ["app", "app", "a/b/c"]);
    await assert.rejects(world({ folder: null }).plan(defined({ command: "x", args }), live), {
      message:
        'Server "files": it uses ${workspaceFolderBasename}, but no folder is open. Open one, or write a full path.',
    });
    const restricted = defined({ command: "x", args: ["${workspaceFolderBasename}"], restricted: true });
    await assert.rejects(world({ folder: "/w/app" }).plan(restricted, live), { code: "untrusted" });
  });

  it("uses the separator of Windows there", async () => {
    const { plan } = world({ pathSeparator: "\\" });
    assert.deepEqual(stdio(await plan(defined({ command: "x", args: ["a${/}b"] }), live)).args, ["a\\b"]);
  });

  it("knows an open folder by its name, and refuses a name that none has", async () => {
    const args = ["${workspaceFolder:app}/src"];
    assert.deepEqual(stdio(await world({ folder: "/w/app" }).plan(defined({ command: "x", args }), live)).args, [
      "/w/app/src",
    ]);
    await assert.rejects(world().plan(defined({ command: "x", args }), live), {
      code: "bad-config",
      message: 'Server "files": it uses ${workspaceFolder:app}, but no open folder is named "app". Correct the name.',
    });
    const restricted = defined({ command: "x", args, restricted: true });
    await assert.rejects(world({ folder: "/w/app" }).plan(restricted, live), { code: "untrusted" });
  });

  it("fills in the variables of an address and its headers", async () => {
    const config = { url: " https://example.com/${env:TOKEN} ", headers: { Authorization: "Bearer ${env:TOKEN}\n" } };
    assert.deepEqual(await world().plan(defined(config), live), {
      kind: "http",
      server: "files",
      url: "https://example.com/t0ken",
      headers: { Authorization: "Bearer t0ken" },
      secrets: ["Bearer t0ken"],
    });
  });

  it("names the values that nobody may print: what was asked for, what is stored, and credentials in headers", async () => {
    const answers = { one: "asked-for", short: "abc" };
    const program = { command: "x", args: ["--a=${input:one}${input:short}", "${env:NESTED}"], env: { A: "literal" } };
    assert.deepEqual((await world({ answers }).plan(defined(program), live)).secrets, ["asked-for"]);
    assert.equal((await world().plan(defined({ command: "x", args: ["literal"] }), live)).secrets, undefined);
    const named = defined({ command: "x", env: { API_KEY: "literal-key", MODE: "production" } });
    assert.deepEqual((await world().plan(named, live)).secrets, ["literal-key"]);

    const { plan, stored } = world({ answers });
    const headers = { Authorization: "Bearer ${secret:key}", Accept: "application/json", "X-Region": "eu-west-1" };
    const address = defined({ url: "https://example.com/${input:one}", headers });
    stored.set(secretKey(address, "key"), "stored-key");
    assert.deepEqual((await plan(address, live)).secrets, ["asked-for", "stored-key", "Bearer stored-key"]);
  });

  it("does not look for variables in values", async () => {
    const { plan } = world({ answers: { one: "${env:TOKEN}" } });
    const { args } = stdio(await plan(defined({ command: "x", args: ["${env:NESTED}", "${input:one}"] }), live));
    assert.deepEqual(args, ["${userHome}", "${env:TOKEN}"]);
  });

  it("starts a program in the workspace folder of its entry, or at home without one", async () => {
    const config = { command: "x" };
    assert.equal(stdio(await world().plan(defined(config, { source: "/w/b" }), live)).cwd, "/w/b");
    assert.equal(stdio(await world().plan(defined(config), live)).cwd, "/w");
    assert.equal(stdio(await world({ folder: null }).plan(defined(config), live)).cwd, "/home/me");
  });

  const folders: [folder: string, cwd: string, expected: string][] = [
    ["/w", "/abs", "/abs"],
    ["/w", "~/x", "/home/me/x"],
    ["/w", "~", "/home/me"],
    ["/w", "./x", "/w/x"],
    ["/w", "../x", "/w/../x"],
    ["C:\\w", "x", "C:\\w\\x"],
    ["C:\\w", "D:\\x", "D:\\x"],
    ["C:\\w", "c:/x", "c:/x"],
    ["C:\\w", "\\\\server\\share", "\\\\server\\share"],
    ["\\\\server\\share", "x", "\\\\server\\share\\x"],
  ];
  for (const [folder, cwd, expected] of folders)
    it(`${cwd} in ${folder} → ${expected}`, async () =>
      assert.equal(stdio(await world({ folder }).plan(defined({ command: "x", cwd }), live)).cwd, expected));

  it("says that a folder is needed", async () => {
    const { plan } = world({ folder: null });
    await assert.rejects(plan(defined({ command: "${workspaceFolder}/x" }), live), {
      code: "bad-config",
      message: 'Server "files": it uses ${workspaceFolder}, but no folder is open. Open one, or write a full path.',
    });
    await assert.rejects(plan(defined({ command: "x", cwd: "sub" }), live), {
      code: "bad-config",
      message: 'Server "files": "cwd" is a relative path, but no folder is open. Open one, or write a full path.',
    });
  });

  for (const [what, config, message] of mistakes)
    it(`refuses ${what}`, () =>
      assert.rejects(world().plan(defined(config), live), { name: "HubError", code: "bad-config", message }));

  it("never puts a value into the sentence", async () => {
    const { plan } = world({ answers: { host: "not an address hunter2", line: "hunter2\nX: y" } });
    for (const config of [{ url: "${input:host}" }, { url: "https://x.y", headers: { A: "${input:line}" } }])
      await assert.rejects(plan(defined(config), live), ({ message }: Error) => !message.includes("hunter2"));
  });

  it("refuses an entry that is wrong with its own sentence", async () => {
    const entry = { kind: "invalid", error: { code: "bad-config", message: "It is wrong." } } as const;
    await assert.rejects(world().plan({ ...defined({ command: "x" }), entry }, live), {
      code: "bad-config",
      message: "It is wrong.",
    });
  });

  it("reads no environment file of more than a megabyte, and skips a byte order mark", async () => {
    const { plan, files } = world();
    files["/w/.env"] = `\ufeffA=1`;
    assert.deepEqual(stdio(await plan(defined({ command: "x", envFile: ".env" }), live)).env, { A: "1" });
    files["/w/.env"] = "A=2".padEnd(1_000_000);
    assert.deepEqual(stdio(await plan(defined({ command: "x", envFile: ".env" }), live)).env, { A: "2" });
    files["/w/.env"] = `A=${"x".repeat(1_000_000)}`;
    await assert.rejects(plan(defined({ command: "x", envFile: ".env" }), live), { code: "bad-config" });
  });
});

function stdio(plan: LaunchPlan): StdioPlan {
  if (plan.kind !== "stdio") throw new assert.AssertionError({ message: `It is ${plan.kind}.` });
  return plan;
}
