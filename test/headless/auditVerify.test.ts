import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";

/** The command as people run it: it makes calls, and checks what was recorded of them. */
describe("mcp-client-hub audit verify", function () {
  this.timeout(60_000);
  let folder: string;
  let config: string;
  let state: string;
  let log: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-audit-"));
    config = join(folder, "servers.json");
    state = join(folder, "state");
    log = join(state, "audit", "audit-1.jsonl");
    const server = { command: "node", args: [resolve("test/support/fixtureServer.mjs")] };
    await writeFile(config, JSON.stringify({ servers: { fixture: server } }));
    for (const line of [["echo", "--args", '{"text":"hello"}'], ["refuse"], ["nope"]])
      await run("call", "fixture", ...line, "--config", config);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function run(...line: string[]) {
    const env = { ...process.env, MCP_HUB_SHELL_ENV: "0", MCP_HUB_STATE_FOLDER: state };
    const child = spawn(process.execPath, ["dist/headless.js", ...line], { env });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    return { code, stdout, stderr };
  }
  const records = () =>
    readFileSync(log, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

  it("finds the calls of three commands in one chain, each with who, what and how it ended", async () => {
    const { code, stdout, stderr } = await run("audit", "verify");
    assert.deepEqual([code, stderr], [0, ""], stdout);
    assert.match(
      stdout,
      /^audit-1: \d+ records \(1 to \d+, \d{4}-.*\)\. Nothing was changed\.\n {2}The signatures cover all of it/,
    );
    const calls = records().filter(({ type }) => type === "call.ended");
    assert.deepEqual(
      calls.map(({ door, server, tool, decision, outcome, error }) => [door, server, tool, decision, outcome, error]),
      [
        ["command-line", "fixture", "echo", "setting", "ok", undefined],
        ["command-line", "fixture", "refuse", "setting", "tool-error", undefined],
        ["command-line", "fixture", "nope", undefined, "failed", "unknown-tool"],
      ],
    );
    assert.match(calls[0].entry, /^[\da-f]{64}$/);
    assert.match(calls[0].result, /^[\da-f]{64}$/);
    const types = new Set(records().map(({ type }) => type));
    for (const type of ["audit.opened", "settings", "config.changed", "server.added", "server.connected", "audit.head"])
      assert.ok(types.has(type), type);
  });

  it("prints one JSON document with --json", async () => {
    const { code, stdout } = await run("audit", "verify", "--json");
    const { intact, logs } = JSON.parse(stdout);
    assert.deepEqual([code, intact, logs.length, logs[0].verdict.isCompared], [0, true, 1, true]);
  });

  it("checks one file, and says what it cannot know of it", async () => {
    const { code, stdout } = await run("audit", "verify", log);
    assert.equal(code, 0);
    assert.match(stdout, /^audit-1\.jsonl: .*Nothing was changed\./);
    assert.match(stdout, /The newest signed record is not known from elsewhere/);
  });

  it("ends with 1 and names the record where one was changed, and where the end was cut off", async () => {
    const whole = readFileSync(log, "utf8");
    try {
      writeFileSync(log, whole.replace('"outcome":"tool-error"', '"outcome":"ok"'));
      const changed = await run("audit", "verify");
      assert.equal(changed.code, 1);
      assert.match(
        changed.stdout,
        /^audit-1: CHANGED\..*\n {2}Record \d+ was changed or replaced \(line \d+ of audit-1\.jsonl\)\./,
      );
      writeFileSync(log, `${whole.trimEnd().split("\n").slice(0, -2).join("\n")}\n`);
      const cut = await run("audit", "verify");
      assert.equal(cut.code, 1);
      assert.match(
        cut.stdout,
        /The end was cut off: the log ends with record \d+, but record \d+ was written and signed\./,
      );
    } finally {
      writeFileSync(log, whole);
    }
  });

  it("ends with 2 for what is not there, and for wrong usage", async () => {
    const missing = await run("audit", "verify", join(folder, "none"));
    assert.deepEqual([missing.code, missing.stdout], [2, ""]);
    assert.match(missing.stderr, /^The audit .*none cannot be read: it does not exist\.\n$/);
    const wrong: [string[], RegExp][] = [
      [["audit"], /audit verify \[FILE\]/],
      [["audit", "verify", "a", "b"], /takes one file; remove "b"/],
    ];
    for (const [line, says] of wrong) {
      const { code, stderr } = await run(...line);
      assert.equal(code, 2);
      assert.match(stderr, says);
    }
  });

  it("leaves no lock behind", () =>
    assert.deepEqual(
      readdirSync(join(state, "audit")).filter((name) => name.endsWith(".lock")),
      [],
    ));

  it("refuses every call where a record is required and its folder cannot be written", async () => {
    const blocked = join(folder, "blocked");
    await writeFile(blocked, "");
    const required = join(folder, "required.json");
    const { servers } = JSON.parse(readFileSync(config, "utf8"));
    await writeFile(required, JSON.stringify({ servers, "mcpHub.audit": "required" }));
    const env = { ...process.env, MCP_HUB_SHELL_ENV: "0", MCP_HUB_STATE_FOLDER: blocked };
    const line = ["call", "fixture", "echo", "--args", '{"text":"a"}', "--config", required];
    const child = spawn(process.execPath, ["dist/headless.js", ...line], { env });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    assert.deepEqual([code, stdout], [3, ""]);
    assert.match(stderr, /"echo" of "fixture" was not run: mcpHub\.audit requires a record of each call/);
  });
});
