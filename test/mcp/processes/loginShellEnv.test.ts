import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loginShellEnv, readMarked, type ShellSource, shellCommand } from "../../../src/mcp/processes/loginShellEnv";

describe("loginShellEnv", function () {
  this.timeout(20_000);
  before(function () {
    if (process.platform === "win32") this.skip(); // there is no login shell
  });
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "hub-shell-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A shell that runs `profile` first, as login shells do. */
  async function shell(profile: string) {
    const file = path.join(folder, "sh");
    await writeFile(file, `#!/bin/sh\necho run >> "${folder}/runs"\n${profile}\nshift 2\nexec /bin/sh "$@"\n`);
    await chmod(file, 0o755);
    return file;
  }

  function reader(SHELL: string, more: Partial<ShellSource> = {}) {
    const reports: string[] = [];
    const { CI: _, MCP_HUB_SHELL_ENV: __, ...env } = process.env;
    const report = (message: string) => reports.push(message);
    return { reports, read: loginShellEnv({ env: { ...env, SHELL, OWN: "1" }, report, ...more }) };
  }

  it("has what the profile sets, whatever it prints", async () => {
    const { read, reports } = reader(await shell("echo Welcome; echo '{}' >&2; export FROM_PROFILE='a b'"));
    const env = await read();
    assert.deepEqual([env.FROM_PROFILE, env.OWN, env.SHLVL, reports], ["a b", "1", undefined, []]);
  });

  it("asks the shell once", async () => {
    const { read } = reader(await shell(`export RUNS=$(wc -l < "${folder}/runs")`));
    const [first, second] = await Promise.all([read(), read()]);
    assert.equal(first, second);
    assert.equal((await read()).RUNS?.trim(), "1");
  });

  it("works with the shell of this machine", async () => {
    const { read, reports } = reader("/bin/sh");
    assert.ok((await read()).PATH);
    assert.deepEqual(reports, []);
  });

  for (const [problem, profile, why] of [
    ["hangs", "sleep 60", /sh took longer than 0\.5 seconds/],
    ["fails", "exit 3", /sh ended with exit code 3 and printed no environment/],
    ["prints without end", "yes", /sh printed too much/],
  ] as const)
    it(`falls back, with one report, when the profile ${problem}`, async () => {
      const { read, reports } = reader(await shell(profile), { limitMs: problem === "hangs" ? 500 : 10_000 });
      assert.equal((await read()).OWN, "1");
      assert.equal(reports.length, 1);
      assert.match(reports[0] ?? "", why);
      assert.match(reports[0] ?? "", /^The environment of your login shell could not be read: /);
    });

  for (const [code, told] of [
    ["EPERM", []], // what macOS says of a group that is gone
    ["EINVAL", ["What your login shell started could not be ended: Error: kill EINVAL"]],
  ] as const)
    it(`answers where the shell's group cannot be ended (${code})`, async () => {
      const kill = (pid: number, signal: "SIGKILL") => {
        process.kill(pid, signal);
        throw Object.assign(new Error(`kill ${code}`), { code });
      };
      const { read, reports } = reader("/bin/sh", { kill });
      assert.ok((await read()).PATH);
      assert.deepEqual(reports, told);
    });

  it("falls back when there is no such shell", async () => {
    const { read, reports } = reader("/no/such/shell");
    assert.equal((await read()).OWN, "1");
    assert.match(reports[0] ?? "", /ENOENT/);
  });

  for (const [where, more] of [
    ["on Windows", { platform: "win32" }],
    ["under CI", { env: { CI: "true", OWN: "1", SHELL: "/no/such/shell" } }],
    [
      "in the shell of a terminal",
      { maybeInShell: true, env: { SHLVL: "1", TERM: "xterm", OWN: "1", SHELL: "/no/such/shell" } },
    ],
    ["where the person says so", { env: { MCP_HUB_SHELL_ENV: "0", OWN: "1", SHELL: "/no/such/shell" } }],
  ] as const)
    it(`does not ask the shell ${where}`, async () => {
      const { read, reports } = reader("/no/such/shell", more);
      assert.equal((await read()).OWN, "1");
      assert.deepEqual(reports, []);
    });

  for (const [where, more] of [
    ["in an editor that was started in a shell", { env: { SHLVL: "1", TERM: "xterm", SHELL: "/no/such/shell" } }],
    ["in a job of the system", { maybeInShell: true, env: { SHLVL: "1", SHELL: "/no/such/shell" } }],
    ["in a program that was opened with the mouse", { maybeInShell: true, env: { SHELL: "/no/such/shell" } }],
  ] as const)
    it(`asks the shell ${where}`, async () => {
      const { read, reports } = reader("/no/such/shell", more);
      await read();
      assert.match(reports[0] ?? "", /ENOENT/);
    });
});

describe("shellCommand", () => {
  const node = "/Applications/It's Code.app/node";

  for (const [shell, args] of [
    ["/bin/zsh", ["-i", "-l", "-c"]],
    ["/usr/local/bin/fish", ["-i", "-l", "-c"]],
    ["/bin/tcsh", ["-ic"]],
    ["/usr/bin/nu", ["-i", "-l", "-c"]],
    ["/usr/bin/pwsh", ["-Login", "-Command"]],
  ] as const)
    it(`starts ${shell} as at a login`, () => {
      const command = shellCommand(shell, node, "MARK");
      assert.equal(command.file, shell);
      assert.deepEqual(command.args.slice(0, -1), args);
      assert.match(command.args.at(-1) ?? "", /Code\.app\/node' -e "process\.stdout\.write/);
    });

  it("asks a shell on Linux without the start of a Node, which is what it falls back to", () => {
    for (const shell of ["/bin/bash", "/usr/bin/zsh", "/bin/sh"]) {
      const line = shellCommand(shell, node, "MARK", "linux").args.at(-1) ?? "";
      assert.match(line, /^\{ printf %s 'MARK' && cat \/proc\/self\/environ .* \|\| '.*Code\.app\/node' -e /);
      assert.match(shellCommand(shell, node, "MARK", "darwin").args.at(-1) ?? "", /^'\/Applications/);
    }
  });

  it("reads what stands between the marks", () => {
    assert.deepEqual(readMarked('hello MARK{"A":"1","PWD":"/","n":1}MARK', "MARK"), { A: "1" });
    assert.deepEqual(readMarked("hello MARKA=1\0TWO=a=b\nc\0PWD=/\0MARK", "MARK"), { A: "1", TWO: "a=b\nc" });
    assert.deepEqual(readMarked('MARKMARK{"A":"1"}MARK', "MARK"), { A: "1" });
    assert.equal(readMarked("MARKMARK", "MARK"), undefined);
    assert.equal(readMarked('hello MARK{"A":"1"}', "MARK"), undefined);
    assert.equal(readMarked("hello", "MARK"), undefined);
  });
});
