import assert from "node:assert/strict";
import type { Evidence, Failure, FoundProgram, ProgramFacts } from "../../../src/core/diagnosis/evidence";
import { findingsOf } from "../../../src/core/diagnosis/findings";
import { findsEach, ofProgram, type ProgramSetting, type Row } from "./findingRows";

const spawn = (system: string): Partial<Failure> => ({ code: "spawn-failed", system });
const exit = (code: number): Partial<Failure> => ({ code: "exited", exit: { code, signal: null } });
const found = (file: string): FoundProgram => ({ file, manager: "nvm" });
const text = (interpreter?: string): Partial<ProgramFacts> => ({
  file: "/opt/tool.py",
  fileKind: { kind: "text", ...(interpreter !== undefined && { interpreter }) },
});
const binary = (system: "linux" | "win32", ...processors: string[]): Partial<ProgramFacts> => ({
  file: "/opt/tool",
  fileKind: { kind: "binary", system, processors },
});
const on = (platform: string, processor: string): Partial<Evidence> => ({ surroundings: { platform, processor } });
const ranBy = (interpreter: string, ...args: string[]) => ({ command: interpreter, args: ["/opt/tool.py", ...args] });

const rows: readonly Row<ProgramSetting>[] = [
  ["folder-missing", "to start in", { failure: spawn("ENOENT"), program: { hasFolder: false } }, { cwd: undefined }],
  ["exits-at-once", "in a folder that is gone by now", { failure: exit(1), program: { hasFolder: false } }, "log"],
  ["not-executable", "and of no known kind", { failure: spawn("EACCES"), program: { file: "/opt/tool" } }, "settings"],
  [
    "not-executable",
    "as a script of its ending",
    { failure: spawn("EACCES"), program: { file: "/opt/tool.py" } },
    ranBy("python3"),
  ],
  [
    "not-executable",
    "as a script of its first line",
    { failure: spawn("EACCES"), program: text("node"), config: { args: ["x"] } },
    ranBy("node", "x"),
  ],
  [
    "not-executable",
    "as a folder",
    { failure: spawn("EACCES"), program: { file: "/opt/tool.py", isFolder: true } },
    "settings",
  ],
  [
    "wrong-architecture",
    "of another processor",
    { failure: spawn("ENOEXEC"), program: binary("linux", "arm64") },
    "settings",
  ],
  [
    "wrong-architecture",
    "as a shell says",
    { failure: exit(2), said: "tool: 1: Syntax error", program: binary("linux", "arm64") },
    "settings",
  ],
  ["unknown", "of this processor", { failure: spawn("ENOEXEC"), program: binary("linux", "x64") }, "log"],
  [
    "unknown",
    "of the small brother of this processor",
    { failure: spawn("ENOEXEC"), program: binary("linux", "ia32") },
    "log",
  ],
  [
    "unknown",
    "of a processor that Windows imitates",
    { failure: spawn("ENOEXEC"), program: binary("win32", "x64"), more: on("win32", "arm64") },
    "log",
  ],
  [
    "wrong-architecture",
    "that Linux does not imitate",
    { failure: spawn("ENOEXEC"), program: binary("linux", "x64"), more: on("linux", "arm64") },
    "settings",
  ],
  [
    "interpreter-missing",
    "everywhere",
    { failure: spawn("ENOENT"), program: { ...text("python3"), missing: "python3" } },
    "settings",
  ],
  [
    "interpreter-missing",
    "as a shell says",
    { failure: exit(127), program: { ...text("python3"), missing: "python3" } },
    "settings",
  ],
  [
    "interpreter-missing",
    "for a program by its name",
    { failure: exit(127), program: { ...text("x"), missing: "x", elsewhere: [found("/nvm/bin/x")] } },
    { env: { PATH: "/nvm/bin:${env:PATH}" } },
  ],
  [
    "interpreter-missing",
    "for a program by its name, beside other variables",
    {
      failure: exit(127),
      config: { env: { A: "b" } },
      program: { ...text("x"), missing: "x", elsewhere: [found("/nvm/bin/x")] },
    },
    { "env.PATH": "/nvm/bin:${env:PATH}" },
  ],
  [
    "interpreter-missing",
    "for a program of a workspace, which may not set the PATH",
    {
      failure: exit(126),
      more: { isFromWorkspace: true },
      program: { ...text("x"), missing: "x", elsewhere: [found("/nvm/bin/x")] },
    },
    ranBy("/nvm/bin/x"),
  ],
  [
    "interpreter-missing",
    "for a program by its path",
    {
      command: "/opt/tool.py",
      failure: exit(2),
      program: { ...text("x"), missing: "x", elsewhere: [found("/nvm/bin/x")] },
    },
    ranBy("/nvm/bin/x"),
  ],
  ["script-without-interpreter", "by its ending", { failure: spawn("ENOEXEC"), program: text() }, ranBy("python3")],
  ["unknown", "for a script with a first line", { failure: spawn("ENOEXEC"), program: text("python3") }, "log"],
  [
    "unknown",
    "for a script of an unknown kind",
    { failure: spawn("ENOEXEC"), program: { ...text(), file: "/opt/tool.xyz" } },
    "log",
  ],
  [
    "arguments-in-command",
    "of a program",
    { command: "npx -y mcp", config: { args: ["a"] }, failure: spawn("ENOENT") },
    { command: "npx", args: ["-y", "mcp", "a"] },
  ],
  [
    "program-not-found",
    "with a path that has a blank",
    { command: "/my tools/a", failure: spawn("ENOENT"), program: {} },
    "settings",
  ],
  [
    "program-not-found",
    "with a variable",
    { command: "${env:A} b", failure: spawn("ENOENT"), program: {} },
    "settings",
  ],
  ["program-not-found", "by its name", { failure: spawn("ENOENT"), program: {} }, "settings"],
  [
    "program-not-on-remote",
    "by its name",
    {
      failure: spawn("ENOENT"),
      program: {},
      more: { surroundings: { platform: "linux", processor: "x64", remote: "ssh" } },
    },
    "settings",
  ],
  [
    "program-elsewhere",
    "by its name",
    { failure: spawn("ENOENT"), program: { elsewhere: [found("/nvm/tool")] } },
    { command: "/nvm/tool", env: { PATH: "/nvm:${env:PATH}" } },
  ],
  ["unknown", "for a program that is there", { failure: spawn("ENOENT"), program: { file: "/opt/tool" } }, "log"],
];

describe("what the doctor finds at a program that does not start", () => {
  findsEach(rows, ofProgram);

  const sentenceOf = (setting: ProgramSetting) => findingsOf(ofProgram(setting))[0]?.sentence ?? "";

  it("names the other places of a program, five at most", () => {
    const elsewhere = "abcdefg".split("").map((name) => found(`/${name}/tool`));
    const sentence = sentenceOf({ failure: spawn("ENOENT"), program: { elsewhere } });
    assert.match(sentence, /nvm has it: \/a\/tool\. Use that one\. Others: \/b\/tool \(nvm\), .*\/f\/tool \(nvm\)\.$/);
    assert.match(
      sentenceOf({ failure: spawn("ENOENT"), program: { elsewhere: [found("/a/tool")] } }),
      /Use that one\.$/,
    );
  });
});
