import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { ComposePorts } from "../../../src/composedHub";
import type { SettingsLocation } from "../../../src/core/config/schema/settingsLocation";
import { type FindingCode, findingTable } from "../../../src/core/diagnosis/findingCodes";
import { withoutLoginShell } from "../../support/aComposedHub";
import { always, DoctorWorld, type Entry, fixKind } from "../../support/doctorWorld";

const fixture = resolve("test/support/fixtureServer.mjs");

/** A broken program: what is found, what is said, and the fix. `works`: with the fix, the server works. */
interface Row {
  readonly code: FindingCode;
  readonly name?: string;
  readonly entry: (world: DoctorWorld) => Entry | Promise<Entry>;
  readonly says: RegExp;
  readonly fix?: "works" | string;
  readonly ports?: Partial<ComposePorts>;
  readonly location?: SettingsLocation;
  readonly isRestricted?: true;
}

/** An ELF file for 64-bit ARM, without a program in it. */
function armFile(): Buffer {
  const elf = Buffer.alloc(64);
  elf.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  elf.writeUInt16LE(2, 16);
  elf.writeUInt16LE(process.arch === "arm64" ? 62 : 183, 18);
  return elf;
}

/** Runs the fixture once its variable is set. */
const needsKey = `if (!process.env.EXAMPLE_API_KEY) {
  console.error("Error: the environment variable EXAMPLE_API_KEY is required");
  process.exit(1);
}
import(${JSON.stringify(fixture)});`;

const npm = (world: DoctorWorld, registry: string) => ({
  npm_config_registry: registry,
  npm_config_cache: resolve(world.folder, "npm"),
  npm_config_fetch_retries: "0",
  npm_config_update_notifier: "false",
});

const rows: readonly Row[] = [
  {
    code: "entry-invalid",
    entry: () => ({ command: "" }),
    says: /"command"/,
    fix: "settings",
  },
  {
    code: "disabled",
    entry: () => ({ command: "node", args: [fixture], enabled: false }),
    says: /is disabled, so nothing of it was started/,
    fix: "works",
  },
  {
    code: "restricted-mode",
    entry: () => ({ command: "node", args: ["${workspaceFolder}/server.mjs"] }),
    isRestricted: true,
    says: /Restricted Mode/,
    fix: "trust-workspace",
  },
  {
    code: "not-allowed",
    entry: () => ({ command: "node", args: [fixture] }),
    location: { scope: "workspace" },
    says: /waits until you allow it to run/,
    fix: "review",
  },
  {
    code: "input-missing",
    entry: () => ({ command: "node", args: [fixture], env: { KEY: "${input:UNKNOWN}" } }),
    says: /needs a value for "UNKNOWN"/,
    fix: "set-secret",
  },
  {
    code: "folder-missing",
    entry: (world) => ({ command: "node", args: [fixture], cwd: resolve(world.folder, "nowhere") }),
    says: /the folder ".*nowhere" does not exist/,
    fix: "works",
  },
  {
    code: "arguments-in-command",
    entry: () => ({ command: `node ${fixture}` }),
    says: /"command" holds the program and its arguments/,
    fix: "works",
  },
  {
    code: "program-elsewhere",
    entry: (world) => {
      const folder = "versions/node/v22.1.0/bin";
      // What the program needs is beside it, as node is beside npx.
      world.file(`${folder}/mcp-runs-it`, `#!/bin/sh\nexec ${process.execPath} "$@"\n`, 0o755);
      world.file("versions/node/v9.0.0/bin/mcp-elsewhere", "#!/bin/sh\nexit 1\n", 0o755);
      world.file(`${folder}/mcp-elsewhere`, `#!/bin/sh\nexec mcp-runs-it ${fixture}\n`, 0o755);
      process.env.NVM_DIR = world.folder;
      return { command: "mcp-elsewhere", env: { OTHER: "1" } };
    },
    says: /"mcp-elsewhere" is not on the PATH\. nvm has it: .*v22\.1\.0\/bin\/mcp-elsewhere\. .*v9\.0\.0/,
    fix: "works",
  },
  {
    code: "program-not-found",
    entry: () => ({ command: "mcp-nowhere" }),
    says: /"mcp-nowhere" was not found on the PATH/,
    fix: "settings",
  },
  {
    code: "program-not-on-remote",
    entry: () => ({ command: "mcp-nowhere" }),
    ports: { remote: () => "dev-container" },
    says: /in a container \(dev-container\), and "mcp-nowhere" is not installed there/,
    fix: "settings",
  },
  {
    code: "interpreter-missing",
    name: "and it is elsewhere",
    entry: (world) => {
      world.file("versions/node/v22.1.0/bin/mcp-odd-runner", `#!/bin/sh\nexec ${process.execPath} "$@"\n`, 0o755);
      process.env.NVM_DIR = world.folder;
      const script = `#!/usr/bin/env mcp-odd-runner\nimport(${JSON.stringify(fixture)});\n`;
      return { command: world.file("odd.mjs", script, 0o755) };
    },
    says: /odd\.mjs needs "mcp-odd-runner", which is not on the PATH\. nvm has it/,
    fix: "works",
  },
  {
    code: "interpreter-missing",
    name: "and it is nowhere",
    entry: (world) => ({ command: world.file("odd.mjs", "#!/usr/bin/env mcp-no-runner\n", 0o755) }),
    says: /odd\.mjs needs "mcp-no-runner", which was not found/,
    fix: "settings",
  },
  {
    code: "script-without-interpreter",
    entry: (world) => ({
      command: world.file("plain.mjs", `import(${JSON.stringify(fixture)});\n`, 0o755),
      args: ["--fields"],
    }),
    says: /plain\.mjs is a script, and its first line does not name what runs it/,
    fix: "works",
  },
  {
    code: "not-executable",
    entry: (world) => ({ command: world.file("plain.mjs", `import(${JSON.stringify(fixture)});\n`) }),
    says: /you are not allowed to run/,
    fix: "works",
  },
  {
    code: "wrong-architecture",
    entry: (world) => ({ command: world.file("foreign", armFile(), 0o755) }),
    says: /is made for Linux on (?:arm64|x64), and this machine is Linux on/,
    fix: "settings",
  },
  {
    code: "docker-not-running",
    entry: (world) => ({
      command: world.script(
        "docker",
        'echo "docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?" >&2; exit 125',
      ),
      args: ["run", "-i", "--rm", "mcp/example"],
    }),
    says: /Docker is not running on this machine/,
    fix: "restart",
  },
  {
    code: "image-not-found",
    entry: (world) => ({
      command: world.script(
        "docker",
        'echo "docker: Error response from daemon: pull access denied for mcp/nowhere, repository does not exist" >&2; exit 125',
      ),
      args: ["run", "-i", "--rm", "mcp/nowhere"],
    }),
    says: /its container image does not exist.*pull access denied for mcp\/nowhere/,
    fix: "settings",
  },
  {
    code: "package-not-found",
    entry: async (world) => {
      const registry = await world.http(always(404, { "content-type": "application/json" }, '{"error":"Not found"}'));
      return {
        command: "npx",
        args: ["-y", "mcp-server-that-is-nowhere"],
        env: npm(world, `http://127.0.0.1:${registry}`),
      };
    },
    says: /the package mcp-server-that-is-nowhere does not exist in the registry/,
    fix: "settings",
  },
  {
    code: "registry-unreachable",
    entry: (world) => ({
      command: "npx",
      args: ["-y", "mcp-server-that-is-nowhere"],
      env: npm(world, "http://127.0.0.1:9"),
    }),
    says: /its package registry cannot be reached/,
    fix: "restart",
  },
  {
    code: "download-slow",
    entry: (world) => ({
      command: world.script("npx", `sleep 2.5\nexec ${process.execPath} ${fixture}`),
      connectTimeoutSeconds: 1,
    }),
    says: /may still be downloading it/,
    fix: "works",
  },
  {
    code: "module-missing",
    entry: () => ({ command: "node", args: ["-e", "require('a-module-that-is-nowhere')"] }),
    says: /a part of it is not installed.*Cannot find module/,
    fix: "settings",
  },
  {
    code: "key-missing",
    entry: () => ({ command: "node", args: ["-e", needsKey] }),
    says: /needs the environment variable EXAMPLE_API_KEY/,
    fix: "works",
  },
  {
    code: "key-missing",
    name: "and its entry has other variables",
    entry: () => ({ command: "node", args: ["-e", needsKey], env: { OTHER: "1" } }),
    says: /needs the environment variable EXAMPLE_API_KEY/,
    fix: "works",
  },
  {
    code: "port-in-use",
    entry: async (world) => {
      const port = await world.port(() => {});
      return { command: "node", args: ["-e", `require("net").createServer().listen(${port}, "127.0.0.1")`] };
    },
    says: /another program uses its port/,
    fix: "restart",
  },
  {
    code: "killed-by-signal",
    entry: () => ({ command: "node", args: ["-e", "process.kill(process.pid, 'SIGKILL')"] }),
    says: /ended from outside or crashed \(SIGKILL\)/,
    fix: "restart",
  },
  {
    code: "exits-at-once",
    entry: () => ({ command: "node", args: ["-e", "process.exit(3)"] }),
    says: /ended with exit code 3/,
    fix: "log",
  },
  {
    code: "not-mcp",
    entry: () => ({ command: "echo", args: ["hello there"] }),
    says: /does not speak MCP on its standard output; it says "hello there"/,
    fix: "settings",
  },
  {
    code: "no-answer",
    entry: () => ({
      command: "node",
      args: ["-e", `setTimeout(() => import(${JSON.stringify(fixture)}), 2500)`],
      connectTimeoutSeconds: 1,
    }),
    says: /took longer than 1 second/,
    fix: "works",
  },
  {
    code: "prints-on-stdout",
    entry: () => ({ command: "node", args: [fixture, "--chatter"] }),
    says: /works, but it prints logs on standard output/,
  },
  {
    code: "other-revision",
    entry: () => ({ command: "node", args: [fixture], protocol: "2026-07-28" }),
    says: /revision/,
    fix: "works",
  },
];

/** Every broken program, run for real. */
describe("the doctor of programs", () => {
  withoutLoginShell();
  let world: DoctorWorld;
  const nvm = process.env.NVM_DIR;

  beforeEach(() => {
    world = new DoctorWorld();
  });
  afterEach(async () => {
    if (nvm === undefined) delete process.env.NVM_DIR;
    else process.env.NVM_DIR = nvm;
    await world.dispose();
  });

  for (const { code, name = "", entry, says, fix, ports, location, isRestricted } of rows)
    it(`finds ${code} ${name}`.trim(), async () => {
      const broken = await entry(world);
      const { findings, tools } = await world.diagnose(broken, ports, location, isRestricted);
      const [finding] = findings;
      assert.equal(finding?.code, code, JSON.stringify(findings));
      assert.match(finding.sentence, says);
      assert.equal(findings.length, 1);
      assert.equal(finding.severity, tools === undefined ? "problem" : "warning");
      assert.ok((findingTable[code].fixes as readonly string[]).includes(fixKind(finding)), "the table names the fix");
      if (fix === undefined) return assert.equal(finding.fix, undefined);
      if (fix !== "works") return assert.equal(finding.fix?.kind === "command" && finding.fix.command, fix);
      const after = await world.diagnose(world.fixed(broken, finding.fix));
      assert.deepEqual(after.findings, []);
      assert.ok((after.tools ?? 0) > 0);
    }).timeout(30_000);
});
