import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import type { Attempt, Evidence, Failure } from "../../../src/core/diagnosis/evidence";
import { type FindingCode, findingTable } from "../../../src/core/diagnosis/findingCodes";
import { findingsOf } from "../../../src/core/diagnosis/findings";

const failed = (failure: Failure, more: Partial<Attempt> = {}): Attempt => ({
  failure,
  said: [],
  strayed: false,
  step: "handshake",
  limitMs: 30_000,
  ...more,
});

const base: Evidence = {
  server: "files",
  enabled: true,
  isFromWorkspace: false,
  surroundings: { platform: "linux", processor: "x64" },
};

const program = (failure: Failure, more: Partial<Evidence> = {}): Evidence => ({
  ...base,
  config: { command: "tool" },
  plan: { kind: "stdio", server: "files", command: "tool", args: [], env: {} },
  attempt: failed(failure),
  ...more,
});

const address = (failure: Failure, more: Partial<Evidence> = {}): Evidence => ({
  ...base,
  config: { url: "https://mcp.example.com/mcp" },
  plan: { kind: "http", server: "files", url: "https://mcp.example.com/mcp", headers: {} },
  attempt: failed(failure),
  ...more,
});

const transport = (system: string): Failure => ({ code: "transport", message: "It cannot be reached.", system });
const spawn = (system: string): Failure => ({ code: "spawn-failed", message: "It could not start.", system });

/** What cannot be had on the machine of a test: other systems, and networks that are away. */
const rows: readonly [code: FindingCode, name: string, evidence: Evidence, says: RegExp][] = [
  [
    "no-network",
    "where the machine has no address",
    address(transport("ENOTFOUND"), { address: { hasNetwork: false } }),
    /has no network/,
  ],
  ["name-not-found", "where it has one", address(transport("EAI_AGAIN"), { address: { hasNetwork: true } }), /reached/],
  ["no-route", "to the host", address(transport("EHOSTUNREACH"), { address: { hasNetwork: true } }), /reached/],
  ["no-route", "in time", address(transport("ETIMEDOUT"), { address: { hasNetwork: true } }), /reached/],
  [
    "wrong-architecture",
    "on macOS, which says so",
    program(spawn("EBADARCH"), {
      surroundings: { platform: "darwin", processor: "x64" },
      program: {
        file: "/opt/tool",
        fileKind: { kind: "binary", system: "darwin", processors: ["arm64"] },
        hasFolder: true,
        elsewhere: [],
      },
    }),
    /\/opt\/tool is made for macOS on arm64, and this machine is macOS on x64/,
  ],
  [
    "wrong-architecture",
    "of a program for Windows",
    program(spawn("ENOEXEC"), {
      program: {
        file: "/opt/tool.exe",
        fileKind: { kind: "binary", system: "win32", processors: ["x64"] },
        hasFolder: true,
        elsewhere: [],
      },
    }),
    /is made for Windows on x64/,
  ],
  [
    "exits-at-once",
    "where a program for this machine ends like a shell that could not run it",
    program(
      { code: "exited", message: "It ended with exit code 2.", exit: { code: 2, signal: null } },
      {
        program: {
          file: "/opt/tool",
          fileKind: { kind: "binary", system: "linux", processors: ["x64"] },
          hasFolder: true,
          elsewhere: [],
        },
      },
    ),
    /exit code 2/,
  ],
  [
    "exits-at-once",
    "where an emulator runs a program for another processor, which ends by itself",
    program(
      { code: "exited", message: "It ended with exit code 2.", exit: { code: 2, signal: null } },
      {
        program: {
          file: "/opt/tool",
          fileKind: { kind: "binary", system: "linux", processors: ["arm64"] },
          hasFolder: true,
          elsewhere: [],
        },
      },
    ),
    /exit code 2/,
  ],
  [
    "program-elsewhere",
    "in a workspace, whose entries may not set the PATH",
    program(spawn("ENOENT"), {
      isFromWorkspace: true,
      program: {
        hasFolder: true,
        missing: "tool",
        elsewhere: [{ file: "/home/me/.volta/bin/tool", manager: "Volta" }],
      },
    }),
    /Volta has it: \/home\/me\/\.volta\/bin\/tool/,
  ],
  [
    "package-not-found",
    "in a version that is not there",
    program(
      { code: "exited", message: "It ended.", exit: { code: 1, signal: null } },
      {
        plan: { kind: "stdio", server: "files", command: "npx", args: ["-y", "mcp-example@9.9.9"], env: {} },
        attempt: failed(
          { code: "exited", message: "It ended.", exit: { code: 1, signal: null } },
          { said: ["npm error code ETARGET", "npm error notarget No matching version found for mcp-example@9.9.9."] },
        ),
      },
    ),
    /the package mcp-example@9\.9\.9 does not exist/,
  ],
  ["unknown", "for everything else", address({ code: "internal", message: "The hub failed." }), /The hub failed/],
];

describe("the rules of the doctor", () => {
  for (const [code, name, evidence, says] of rows)
    it(`find ${code} ${name}`, () => {
      const findings = findingsOf(evidence);
      assert.deepEqual(
        findings.map((finding) => finding.code),
        [code],
      );
      assert.match(findings[0]?.sentence ?? "", says);
      if (evidence.isFromWorkspace)
        assert.deepEqual(findings[0]?.fix?.kind === "change" && findings[0].fix.changes, [
          { path: ["command"], value: "/home/me/.volta/bin/tool" },
        ]);
    });

  it("write a PATH as Windows reads it", () => {
    const [finding] = findingsOf(
      program(spawn("ENOENT"), {
        surroundings: { platform: "win32", processor: "x64" },
        program: {
          hasFolder: true,
          missing: "npx",
          elsewhere: [{ file: "C:\\Users\\me\\scoop\\shims\\npx.cmd", manager: "Scoop" }],
        },
      }),
    );
    assert.deepEqual(finding?.fix?.kind === "change" && finding.fix.changes, [
      { path: ["command"], value: "C:\\Users\\me\\scoop\\shims\\npx.cmd" },
      { path: ["env"], value: { PATH: "C:\\Users\\me\\scoop\\shims;${env:PATH}" } },
    ]);
  });

  it("find something, whatever failed", () => {
    for (const code of ["timeout", "protocol", "forbidden", "not-connected", "rate-limited", "cancelled"] as const)
      for (const of of [program, address])
        assert.equal(findingsOf(of({ code, message: "It failed." })).length, 1, code);
  });

  it("find nothing where a server works", () =>
    assert.deepEqual(
      findingsOf(program({ code: "timeout", message: "" }, { attempt: { ...noFailure, catalog: emptyCatalog } })),
      [],
    ));

  const noFailure = { said: [], strayed: false, step: "lists", limitMs: 1 } as const;

  it("have a test for each of their codes, in which something is broken", () => {
    const folders = ["test/core/diagnosis", "test/mcp/diagnosis"];
    const text = folders
      .flatMap((folder) => readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8")))
      .join("\n");
    for (const code of Object.keys(findingTable))
      assert.match(text, new RegExp(`(?:code: |^ *\\[?\\s*)"${code}",`, "m"), `no test finds ${code}`);
    const rows = text.split(/^ +code: /m);
    for (const [code, { fixes }] of Object.entries(findingTable))
      if ((fixes as readonly string[]).includes("entry"))
        assert.ok(
          rows.some((row) => row.startsWith(`"${code}",`) && row.includes('fix: "works",')),
          `no test shows that the fix of ${code} makes a server work`,
        );
  });
});
