import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer, type Server } from "node:net";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import type { SandboxPlan, StdioPlan } from "../../../src/core/config/plan/launchPlan";
import type { ToolResult } from "../../../src/core/messages/toolResult";
import { otherServers } from "../../host/otherServers.mjs";
import { stopChild } from "../../support/fixtures";
import { noAbort, openLinks } from "../../support/openLinks";
import { processesWith } from "../../support/processesWith";
import { until } from "../../support/until";

const nothing: SandboxPlan = { read: [], write: [], network: false };
const mark = "MCP_HUB_TEST_SANDBOX";

/** Where the escapes lead: files, sockets and a process that do not belong to the server. */
interface Outside {
  readonly folder: string;
  readonly port: number;
  readonly pid: number;
}

/** What a server that has been taken over tries, and what it gets where nothing holds it. */
const escapes: readonly [what: string, script: (outside: Outside) => string, success: unknown][] = [
  ["read a file", ({ folder }) => `return require("fs").readFileSync("${folder}/secret.txt", "utf8")`, "a secret"],
  [
    "read a file through a link that it makes",
    ({ folder }) => `const fs = require("fs"); const link = require("os").tmpdir() + "/${randomUUID()}";
      fs.symlinkSync("${folder}/secret.txt", link);
      try { return fs.readFileSync(link, "utf8"); } finally { fs.unlinkSync(link); }`,
    "a secret",
  ],
  ["list the home folder", () => `return require("fs").readdirSync("${homedir()}").length > 0`, true],
  [
    "write a file",
    ({ folder }) =>
      `require("fs").writeFileSync("${folder}/written.txt", "x"); return require("fs").existsSync("${folder}/written.txt")`,
    true,
  ],
  [
    "write into the home folder",
    () => `const file = "${homedir()}/.${randomUUID()}"; require("fs").writeFileSync(file, "x");
      require("fs").unlinkSync(file); return true`,
    true,
  ],
  [
    "write into its own folder",
    () =>
      `const file = "out/${randomUUID()}"; require("fs").writeFileSync(file, "x"); require("fs").unlinkSync(file); return true`,
    true,
  ],
  ["connect to a port of this machine", ({ port }) => connects(`{ host: "127.0.0.1", port: ${port} }`), "connected"],
  ["connect to a Unix socket", ({ folder }) => connects(`"${folder}/socket"`), "connected"],
  ["connect to an abstract Unix socket", ({ folder }) => connects(`"\\0${folder}/abstract"`), "connected"],
  [
    "see other processes",
    ({ pid }) => `return require("fs").readFileSync("/proc/${pid}/cmdline", "utf8").startsWith("sleep")`,
    true,
  ],
  ["signal a process", ({ pid }) => `return process.kill(${pid}, 0)`, true],
  [
    "read the environment of a process",
    ({ pid }) => `return require("fs").readFileSync("/proc/${pid}/environ", "utf8").includes("OUTSIDE=1")`,
    true,
  ],
  [
    "open the memory of a process", // what ptrace may do
    ({ pid }) => `require("fs").closeSync(require("fs").openSync("/proc/${pid}/mem", "r+")); return true`,
    true,
  ],
  ["see the folder of running programs", () => `return require("fs").readdirSync("/run").length > 0`, true],
];

const textOf = ({ content }: ToolResult): string =>
  content.map((part) => (part.type === "text" ? part.text : "")).join("");

const connects = (to: string): string => `
  const socket = require("net").connect(${to});
  return await new Promise((resolve) => {
    socket.on("connect", () => (socket.destroy(), resolve("connected")));
    socket.on("error", (error) => resolve("failed: " + error.code));
  })`;

/**
 * Whether this system lets nobody make a sandbox, as some containers do: they forbid the namespaces that it is made of. Then nothing can
 * hold a program, and it must not start.
 */
const isForbidden =
  process.platform === "linux" &&
  existsSync("/usr/bin/bwrap") &&
  spawnSync(
    "/usr/bin/bwrap",
    "--unshare-user --unshare-pid --unshare-net --ro-bind / / --proc /proc --dev /dev true".split(" "),
  ).status !== 0;

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

/** What a script gets in this process, as the server says it. */
async function gotHere(script: string): Promise<unknown> {
  try {
    return await new AsyncFunction("require", script)(createRequire(path.resolve("package.json")));
  } catch (error) {
    return `failed: ${error instanceof Error && "code" in error ? error.code : error}`;
  }
}

describe("the sandbox of a program", function () {
  this.timeout(60_000);
  const open = openLinks();
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "mcph-sandbox-")));
  const servers: Server[] = [];
  const children: ChildProcess[] = [];
  let outside: Outside;

  /** A server that has been taken over. */
  const taken = (sandbox: SandboxPlan | undefined, more: Partial<StdioPlan> = {}): StdioPlan => ({
    kind: "stdio",
    server: "taken",
    command: process.execPath,
    args: ["test/support/evaluatingServer.mjs"],
    env: {},
    ...(sandbox && { sandbox }),
    ...more,
  });

  if (isForbidden) {
    it("does not start where this system lets nobody make a sandbox", () =>
      assert.rejects(open(taken(nothing)), {
        code: "spawn-failed",
        message: /bubblewrap does not work on this machine: .+\. Allow user namespaces/,
      }));
    return;
  }

  async function evaluate(plan: StdioPlan, script: string): Promise<unknown> {
    const { link } = await open(plan);
    return JSON.parse(textOf(await link.callTool("evaluate", { script }, { signal: noAbort() })));
  }

  const listening = async (where: string | { port: number; host: string }) => {
    const server = createServer((socket) => socket.end());
    servers.push(server);
    server.listen(where);
    await once(server, "listening");
    return server.address();
  };

  before(async function () {
    if (process.platform !== "linux") this.skip(); // docs/not-run.md
    assert.ok(existsSync("/usr/bin/bwrap"), 'The sandbox needs bubblewrap: install the package "bubblewrap".');
    writeFileSync(path.join(folder, "secret.txt"), "a secret");
    const address = await listening({ port: 0, host: "127.0.0.1" });
    await listening(path.join(folder, "socket"));
    await listening(`\0${folder}/abstract`);
    const child = spawn("sleep", ["600"], { stdio: "ignore", env: { ...process.env, OUTSIDE: "1" } });
    children.push(child);
    await once(child, "spawn");
    const port = typeof address === "object" && address ? address.port : 0;
    outside = { folder, port, pid: child.pid ?? 0 };
  });
  after(async () => {
    for (const server of servers) server.close();
    await Promise.all(children.map(stopChild));
    rmSync(folder, { recursive: true, force: true });
  });

  /** What each escape gets, by its name. */
  async function results(sandbox: SandboxPlan | undefined): Promise<Record<string, unknown>> {
    const { link } = await open(taken(sandbox));
    const got: Record<string, unknown> = {};
    for (const [what, script] of escapes)
      got[what] = JSON.parse(
        textOf(await link.callTool("evaluate", { script: script(outside) }, { signal: noAbort() })),
      );
    return got;
  }

  it("without it, a server that was taken over gets everything that this process gets", async () => {
    const got = await results(undefined);
    const possible = new Set<string>();
    for (const [what, script, success] of escapes) {
      const here = await gotHere(script(outside));
      assert.equal(got[what], here, what);
      if (here === success) possible.add(what);
    }
    // Where tests run, some of them may be forbidden to everybody.
    assert.ok(possible.size >= 11, [...possible].join(", "));
  });

  it("within it, a server that was taken over gets nothing", async () => {
    const got = Object.entries(await results(nothing));
    assert.equal(got.length, escapes.length);
    for (const [what, result] of got)
      assert.match(String(result), /^failed: E(NOENT|ROFS|ACCES|PERM|CONNREFUSED|SRCH)$|^false$/, what);
  });

  it("leaves what the server needs: its folder, programs, a temporary folder of its own, and nothing of the hub's", async () => {
    const script = `const fs = require("fs"); const os = require("os");
      const file = os.tmpdir() + "/mine"; fs.writeFileSync(file, "x");
      const { stdout } = require("child_process").spawnSync("sh", ["-c", "ls /tmp"], { encoding: "utf8" });
      return {
        cwd: process.cwd(), temporary: stdout.trim(), own: fs.existsSync("package.json"),
        open: fs.readdirSync("/proc/self/fd").filter((fd) => fd > 2)
          .map((fd) => { try { return fs.readlinkSync("/proc/self/fd/" + fd); } catch { return ""; } })
          .filter((to) => to.startsWith("/") || to.startsWith("socket:")).filter((to) => !to.startsWith("/proc/") && to !== "/dev/null"),
        first: fs.readFileSync("/proc/1/cmdline", "utf8").includes("MARKED"), env: process.env.MARKED,
        caps: /CapEff:\\s*(\\w+)/.exec(fs.readFileSync("/proc/self/status", "utf8"))[1],
      };`;
    assert.deepEqual(await evaluate(taken(nothing, { env: { MARKED: "yes" } }), script), {
      cwd: process.cwd(),
      temporary: "mine",
      own: true,
      open: [],
      first: false,
      env: "yes",
      caps: "0000000000000000",
    });
    assert.ok(!existsSync("/tmp/mine"));
  });

  it("reads and writes what the entry names, and a folder to read within one to write stays as it is", async () => {
    for (const name of ["in", "out/kept"]) mkdirSync(path.join(folder, name), { recursive: true });
    symlinkSync(path.join(folder, "in"), path.join(folder, "link"));
    writeFileSync(path.join(folder, "in/a.txt"), "a");
    const sandbox = { read: [`${folder}/link`, `${folder}/out/kept`], write: [`${folder}/out`], network: false };
    const script = `const fs = require("fs");
      const wrote = (file) => { try { fs.writeFileSync(file, "x"); return true; } catch (error) { return error.code; } };
      return [fs.readFileSync("${folder}/link/a.txt", "utf8"), fs.readFileSync("${folder}/in/a.txt", "utf8"),
        wrote("${folder}/out/b.txt"), wrote("${folder}/out/kept/b.txt"), wrote("${folder}/in/b.txt"), fs.existsSync("${folder}/secret.txt")];`;
    assert.deepEqual(await evaluate(taken(sandbox), script), ["a", "a", true, "EROFS", "EROFS", false]);
    assert.equal(readFileSync(path.join(folder, "out/b.txt"), "utf8"), "x");
  });

  it("has a network where the entry says so, and still no sight of other processes", async () => {
    const plan = taken({ ...nothing, network: true });
    assert.equal(await evaluate(plan, connects(`{ host: "127.0.0.1", port: ${outside.port} }`)), "connected");
    assert.equal(await evaluate(plan, `return process.kill(${outside.pid}, 0)`), "failed: ESRCH");
    assert.equal(await evaluate(plan, connects(`"${folder}/socket"`)), "failed: ENOENT");
  });

  it("starts where the home folder would be its folder, and does not show it", async () => {
    const args = [path.resolve("test/support/evaluatingServer.mjs")];
    const plan = taken({ ...nothing, read: [path.resolve("test/support")] }, { cwd: homedir(), args });
    const script = `return [process.cwd(), require("fs").readdirSync(".").length]`;
    assert.deepEqual(await evaluate(plan, script), [homedir(), 0]);
  });

  const refusals: readonly [what: string, plan: Partial<StdioPlan>, error: { code: string; message: RegExp }][] = [
    [
      "names what is missing",
      { sandbox: { ...nothing, read: ["/nowhere/docs"] } },
      { code: "bad-config", message: /"\/nowhere\/docs", which its sandbox names, cannot be found/ },
    ],
    [
      "names the whole disk",
      { sandbox: { ...nothing, write: ["/"] } },
      { code: "bad-config", message: /names the whole disk/ },
    ],
    [
      "names what the server itself could have linked elsewhere",
      { sandbox: { ...nothing, write: [folder], read: [`${folder}/planted`] } },
      { code: "bad-config", message: /a link there leads out of it, to "\// },
    ],
    [
      "has a program that is missing",
      { sandbox: nothing, command: "no-such-program" },
      { code: "spawn-failed", message: /"no-such-program" was not found on the PATH/ },
    ],
  ];
  for (const [what, plan, error] of refusals)
    it(`does not start a server whose sandbox ${what}`, async () => {
      rmSync(path.join(folder, "planted"), { force: true });
      symlinkSync(homedir(), path.join(folder, "planted"));
      await assert.rejects(open(taken(undefined, plan)), error);
    });

  it("lets SIGTERM reach the program, so that it can end by itself", async () => {
    const out = path.join(folder, "term");
    mkdirSync(out);
    const args = ["test/support/evaluatingServer.mjs", "--stay"];
    const { link } = await open(taken({ ...nothing, write: [out] }, { args }));
    const script = `setInterval(() => {}, 1000);
      process.on("SIGTERM", () => { require("fs").writeFileSync("${out}/ended", "in order"); process.exit(0); })`;
    await link.callTool("evaluate", { script: `${script}; return true` }, { signal: noAbort() });
    link.dispose();
    await link.closed;
    assert.equal(readFileSync(path.join(out, "ended"), "utf8"), "in order");
  });

  /** Leaves a process that has nothing of the server: no parent, no group, no mark. */
  const daemon = (name: string) => `
    require("child_process").spawnSync("setsid", ["sh", "-c", "sleep 600 </dev/null >/dev/null 2>&1 &"], { env: { PATH: process.env.PATH, ${mark}: "${name}" }, stdio: "ignore" });
    return true`;

  for (const [what, sandbox] of [
    ["without it", undefined],
    ["within it", nothing],
  ] as const)
    it(`${what}, a process that left everything behind ${sandbox ? "ends with" : "survives"} the server`, async () => {
      const name = randomUUID();
      const { link } = await open(taken(sandbox));
      await link.callTool("evaluate", { script: daemon(name) }, { signal: noAbort() });
      await until("it runs", () => processesWith(mark, name).length === 1);
      link.dispose();
      await link.closed;
      if (sandbox) await until("it has ended", () => processesWith(mark, name).length === 0);
      else {
        assert.equal(processesWith(mark, name).length, 1);
        for (const pid of processesWith(mark, name)) process.kill(pid, "SIGKILL");
      }
    });

  it("ends everything when the hub is killed, even a server that hears no signal", async () => {
    const program = "out/support/sandboxHost.js";
    await build({ entryPoints: ["test/support/hostProgram.ts"], bundle: true, platform: "node", outfile: program });
    const name = randomUUID();
    const preload = path.resolve("test/support/deaf.cjs");
    const plan = taken(nothing, {
      args: ["--require", preload, "test/support/evaluatingServer.mjs", "--stay"],
      env: { [mark]: name },
    });
    const hub = spawn(process.execPath, [program, JSON.stringify([plan]), "stay"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(hub);
    await once(hub.stdout, "data");
    assert.equal(processesWith(mark, name).length, 1);
    await stopChild(hub);
    await until("it has ended", () => processesWith(mark, name).length === 0);
  });

  it("keeps a server that others wrote to the folder that it is for", async () => {
    const installed = path.join(await otherServers(), "node_modules");
    const own = path.join(folder, "files");
    mkdirSync(own);
    writeFileSync(path.join(own, "a.txt"), "inside");
    const plan: StdioPlan = {
      ...taken({ read: [installed], write: [own], network: false }),
      // It is told that it may have the whole folder: the sandbox decides.
      args: [path.join(installed, "@modelcontextprotocol/server-filesystem/dist/index.js"), own, folder],
      server: "files",
    };
    const read = async (of: StdioPlan, file: string) => {
      const { link } = await open(of);
      return textOf(await link.callTool("read_text_file", { path: file }, { signal: noAbort() }));
    };
    const { sandbox: _, ...free } = plan;
    assert.equal(await read(free, path.join(folder, "secret.txt")), "a secret");
    assert.match(await read(plan, path.join(folder, "secret.txt")), /ENOENT|denied|not found|does not exist/i);
    assert.equal(await read(plan, path.join(own, "a.txt")), "inside");
    const { link } = await open(plan);
    await link.callTool("write_file", { path: path.join(own, "b.txt"), content: "b" }, { signal: noAbort() });
    assert.equal(readFileSync(path.join(own, "b.txt"), "utf8"), "b");
  });
});
