import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { processesWith } from "../support/processesWith";
import { startSignInServer } from "../support/signInServer";
import { everythingOnStdio } from "../support/startEverything";

/** The command as people run it: the built file, in a process of its own. */
describe("mcp-client-hub on the command line", () => {
  const mark = `command-${process.pid}`;
  let folder: string;
  let config: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-command-"));
    const fixture = resolve("test/support/fixtureServer.mjs");
    const server = { command: "node", args: [fixture], env: { HUB_TEST_MARK: mark } };
    config = await file("servers.json", `{ // as in mcp.json\n "servers": ${JSON.stringify({ fixture: server })}, }`);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it("lists tools, for people and for programs", async () => {
    const plain = await run("tools", "--config", config);
    assert.deepEqual([plain.code, plain.stderr], [0, ""]);
    assert.match(plain.stdout, /^fixture +echo +Says it again\.$/m);
    const { tools, failures } = JSON.parse((await run("tools", "--json", "--config", config)).stdout);
    assert.deepEqual(failures, []);
    assert.ok(tools.some(({ name }: { name: string }) => name === "fixture__echo"));
  });

  it("prints which features are used in which revision, for people and for programs", async () => {
    const plain = await run("compatibility");
    assert.deepEqual([plain.code, plain.stderr], [0, ""]);
    assert.match(plain.stdout, /^\| tasks +\| – +\| – +\| – +\| yes +\| yes +\|$/m);
    const { revisions } = JSON.parse((await run("compatibility", "--json")).stdout);
    assert.equal(revisions.at(-1), "2026-07-28");
  });

  it("calls a tool", async () => {
    const plain = await run("call", "fixture", "echo", "--args", '{"text":"hello"}', "--config", config);
    assert.deepEqual(plain, { code: 0, stdout: "hello\n", stderr: "" });
    const json = await run("call", "fixture", "echo", "--args", '{"text":"hello"}', "--config", config, "--json");
    assert.deepEqual(JSON.parse(json.stdout), { content: [{ type: "text", text: "hello" }], isError: false });
  });

  it("tells servers which folders they may work in", async () => {
    const { command, args } = everythingOnStdio;
    const everything = await file("roots.json", JSON.stringify({ servers: { everything: { command, args } } }));
    const asked = ["call", "everything", "get-roots-list", "--config", everything];
    const { code, stdout } = await run(...asked, "--root", folder, "--root", "src");
    assert.equal(code, 0);
    for (const root of [folder, resolve("src")]) assert.ok(stdout.includes(pathToFileURL(root).href), stdout);
    const missing = await run(...asked, "--root", join(folder, "nowhere"));
    assert.deepEqual([missing.code, missing.stdout], [2, ""]);
    assert.match(missing.stderr, /There is no folder .*nowhere\. Correct --root\./);
  }).timeout(30_000);

  it("tells a server only of the folders that its entry names", async () => {
    const { command, args } = everythingOnStdio;
    const servers = { everything: { command, args, roots: ["/srv/data"] } };
    const named = await file("named.json", JSON.stringify({ servers }));
    const asked = ["call", "everything", "get-roots-list", "--config", named];
    for (const more of [[], ["--root", folder]]) {
      const { code, stdout } = await run(...asked, ...more);
      assert.equal(code, 0);
      assert.ok(stdout.includes("file:///srv/data"), stdout);
      assert.ok(!stdout.includes(folder), stdout);
    }
  }).timeout(30_000);

  it("says what to write where a server lets nobody in, in the server's words, and names no command of the editor", async () => {
    const server = await startSignInServer();
    try {
      const web = await file("web.json", JSON.stringify({ servers: { web: { url: server.url } } }));
      const offered = await run("tools", "--config", web);
      assert.equal(offered.code, 3);
      assert.match(
        offered.stderr,
        /^"web" needs a sign-in: .*Run mcp-client-hub sign-in web, with the same --config\.\n$/,
      );
      server.behavior.answers["/mcp"] = (response) => void response.writeHead(403).end("Only at localhost:8931");
      const refused = await run("status", "--config", web);
      assert.match(refused.stdout, /refused access \(HTTP 403\): Only at localhost:8931\. .*"auth" or "headers"/);
      assert.doesNotMatch(offered.stderr + refused.stdout, /MCP Hub/);
    } finally {
      await server.stop();
    }
  });

  it("shows the status", async () => {
    const { code, stdout } = await run("status", "--config", config, "--json");
    const { phase, servers } = JSON.parse(stdout);
    assert.deepEqual([code, phase, servers[0].state.kind], [0, "ready", "ready"]);
  });

  it("ends quietly when nobody reads on, as after head", async () => {
    const child = start(["call", "fixture", "big", "--args", '{"bytes":5000000}', "--config", config]);
    const ended = once(child, "exit");
    const said = text(child.stderr ?? assert.fail());
    child.stdout?.once("data", () => child.stdout?.destroy());
    assert.deepEqual([(await ended)[0], await said], [0, ""]);
  });

  it("brings a large result through a pipe whole", async () => {
    const { code, stdout } = await run("call", "fixture", "big", "--args", '{"bytes":5000000}', "--config", config);
    assert.deepEqual([code, stdout.length], [0, 5_000_001]);
  });

  const endings: [what: string, line: string[], code: number, says: RegExp][] = [
    ["the tool said no", ["call", "fixture", "refuse"], 1, /no such file/],
    ["an unknown tool", ["call", "fixture", "nope"], 2, /has no tool "nope"/],
    ["an unknown server", ["call", "nope", "echo"], 2, /There is no server "nope"\. Known servers: fixture/],
    ["wrong arguments", ["call", "fixture", "echo"], 2, /"text" is missing/],
    ["wrong usage", ["call", "fixture"], 2, /call needs a server and a tool/],
    ["a server that crashes", ["call", "fixture", "crash"], 3, /out of cheese/],
  ];
  for (const [what, line, code, says] of endings)
    it(`ends with ${code} for ${what}, with --json too`, async () => {
      const plain = await run(...line, "--config", config);
      assert.equal(plain.code, code);
      assert.match(plain.stdout + plain.stderr, says);
      const json = await run(...line, "--config", config, "--json");
      assert.deepEqual([json.code, json.stderr], [code, ""]);
      assert.match(JSON.stringify(JSON.parse(json.stdout)).replaceAll('\\"', '"'), says);
    });

  const unreadable: [what: string, content: string | undefined, says: RegExp][] = [
    ["is missing", undefined, /cannot be read: there is no such file/],
    ["is not JSON", '{"servers": {', /is not JSON: line 1/],
    ["does not define servers", "{}", /The file does not define servers\./],
  ];
  for (const [what, content, says] of unreadable)
    it(`ends with 2 when the configuration ${what}`, async () => {
      const path = content === undefined ? join(folder, "none.json") : await file("bad.json", content);
      const { code, stdout, stderr } = await run("tools", "--config", path);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, says);
    });

  const entries: [what: string, servers: object, code: number][] = [
    ["every entry is wrong", { typo: { cmd: "node" }, number: 7 }, 2],
    ["one entry is wrong and one server fails", { typo: { cmd: "node" }, gone: { command: "no-such-program" } }, 3],
  ];
  for (const [what, servers, code] of entries)
    it(`ends with ${code} for tools when ${what}`, async () => {
      const path = await file("entries.json", JSON.stringify({ servers }));
      assert.equal((await run("tools", "--config", path)).code, code);
      assert.equal((await run("tools", "--config", path, "--json")).code, code);
    });

  it("keeps nobody waiting for a server that hangs", async () => {
    const good = { command: "node", args: [resolve("test/support/fixtureServer.mjs")] };
    const hung = { command: "node", args: [resolve("test/support/fixtureServer.mjs"), "--silent"] };
    const path = await file("hung.json", JSON.stringify({ servers: { good, hung } }));
    const { code, stdout } = await run("tools", "--config", path, "--timeout", "5", "--json");
    const { tools, failures } = JSON.parse(stdout);
    assert.equal(code, 0);
    assert.ok(tools.some(({ name }: { name: string }) => name === "good__echo"));
    assert.deepEqual([failures.length, failures[0].server, failures[0].code], [1, "hung", "timeout"]);
    assert.match(failures[0].message, /^"hung" was not ready within 5 seconds\. Connecting.* or raise --timeout\.$/);
    assert.match((await run("status", "--config", path, "--timeout", "5")).stdout, /^hung +Connecting/m);
  }).timeout(60_000);

  it("ends with 2 for status too when every entry is wrong, and shows what is wrong with each", async () => {
    const path = await file("wrong.json", JSON.stringify({ servers: { typo: { cmd: "node" } } }));
    const plain = await run("status", "--config", path);
    assert.deepEqual([plain.code, plain.stderr], [2, ""]);
    assert.match(plain.stdout, /^typo +Failed/m);
    assert.equal((await run("status", "--config", path, "--json")).code, 2);
  });

  for (const [option, key] of [
    ["--help", "usage"],
    ["--version", "version"],
  ] as const)
    it(`prints one JSON document for ${option} --json`, async () => {
      const { code, stdout } = await run(option, "--json");
      assert.deepEqual([code, Object.keys(JSON.parse(stdout))], [0, [key]]);
    });

  // `script` gives the command a terminal; elsewhere it takes other arguments.
  (process.platform === "linux" ? it : it.skip)("shows a terminal no control character of a server", async () => {
    const args = JSON.stringify({ text: "a\u001b]0;title\u0007b" });
    const line = ["call", "fixture", "echo", "--args", args, "--config", config];
    assert.equal((await run(...line)).stdout, "a\u001b]0;title\u0007b\n");
    const quoted = [process.execPath, "dist/headless.js", ...line].map((part) => `'${part}'`).join(" ");
    const terminal = spawn("script", ["-qec", quoted, "/dev/null"], {
      env: { ...process.env, MCP_HUB_SHELL_ENV: "0" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    assert.match(await text(terminal.stdout), /^a\ufffd\]0;title\ufffdb\r?$/m);
    const c1 = JSON.stringify({ text: "a\u009b31m\u202eb" });
    for (const json of [[], ["--json"]]) {
      const asked = [process.execPath, "dist/headless.js", "call", "fixture", "echo", "--args", c1, "--config", config];
      const line = [...asked, ...json].map((part) => `'${part}'`).join(" ");
      const shown = await text(
        spawn("script", ["-qec", line, "/dev/null"], { stdio: ["ignore", "pipe", "inherit"] }).stdout,
      );
      assert.match(shown, /a.*31m.*b/);
      assert.doesNotMatch(shown, /[\u0080-\u009f\u202e]/);
    }
  });

  const values: [variable: string, name: string, missing: string][] = [
    [
      "${input:token}",
      "MCP_HUB_INPUT_token",
      'Server "fixture" needs a value for "token". Set the environment variable MCP_HUB_INPUT_token.\n',
    ],
    [
      "${secret:api-key}",
      "MCP_HUB_INPUT_api_key",
      'Server "fixture" needs the secret "api-key". Set the environment variable MCP_HUB_INPUT_api_key.\n',
    ],
  ];
  for (const [variable, name, missing] of values)
    it(`takes ${variable} from the environment, and names ${name} where it is not set`, async () => {
      const env = { TOKEN: variable, HUB_TEST_MARK: mark };
      const servers = { fixture: { command: "node", args: [resolve("test/support/fixtureServer.mjs")], env } };
      const path = await file("input.json", JSON.stringify({ servers }));
      const line = ["call", "fixture", "env", "--args", '{"name":"TOKEN"}', "--config", path];
      assert.deepEqual(await run(...line), { code: 3, stdout: "", stderr: missing });
      assert.deepEqual(await run(...line, { [name]: "s3cret" }), { code: 0, stdout: "s3cret\n", stderr: "" });
    });

  it("gives a server no secret of another, and of the environment what it needs and what its entry names", async () => {
    const server = (more: object) => ({
      command: "node",
      args: [resolve("test/support/fixtureServer.mjs")],
      ...more,
      env: { HUB_TEST_MARK: mark },
    });
    const servers = {
      plain: server({}),
      named: server({ inheritEnv: ["GITHUB_TOKEN"] }),
      all: server({ inheritEnv: ["*"] }),
    };
    const path = await file("inherit.json", JSON.stringify({ servers }));
    const env = { MCP_HUB_INPUT_other: "secret", GITHUB_TOKEN: "token", NODE_OPTIONS: "--no-warnings" };
    const read = async (id: string, name: string) =>
      (await run("call", id, "env", "--args", JSON.stringify({ name }), "--config", path, env)).stdout.trim();
    const unset = await read("plain", "NO_SUCH_NAME");
    for (const name of Object.keys(env)) assert.equal(await read("plain", name), unset, name);
    assert.equal(await read("plain", "PATH"), process.env.PATH);
    assert.equal(await read("named", "GITHUB_TOKEN"), "token");
    assert.equal(await read("all", "NODE_OPTIONS"), "--no-warnings");
    assert.equal(await read("all", "MCP_HUB_INPUT_other"), unset);
  }).timeout(60_000);

  it("names no command of the editor for a variable that is not set", async () => {
    const servers = { fixture: { command: "node", args: ["${env:NO_SUCH_NAME}"] } };
    const { stderr } = await run("tools", "--config", await file("env.json", JSON.stringify({ servers })));
    assert.match(stderr, /"NO_SUCH_NAME" is not set\. Set it, or use \$\{input:NO_SUCH_NAME\} and set MCP_HUB_INPUT_/);
  });

  it("leaves no process behind when it is told to stop in the middle of a call", async () => {
    const child = start(["call", "fixture", "hang", "--config", config]);
    const ended = once(child, "exit");
    while (processesWith("HUB_TEST_MARK", mark).length === 0) await delay(20);
    await delay(300); // into the call
    child.kill("SIGTERM");
    assert.deepEqual((await ended)[0], 3);
    assert.deepEqual(processesWith("HUB_TEST_MARK", mark), []);
  });

  async function file(name: string, content: string): Promise<string> {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  }

  function start(line: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    return spawn(process.execPath, ["dist/headless.js", ...line], {
      env: { ...process.env, MCP_HUB_SHELL_ENV: "0", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  async function run(...line: (string | Readonly<Record<string, string>>)[]) {
    const env = line.find((part) => typeof part === "object");
    const child = start(
      line.filter((part) => typeof part === "string"),
      env,
    );
    assert.ok(child.stdout && child.stderr);
    const [[code], stdout, stderr] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
    return { code: Number(code), stdout, stderr };
  }
});
