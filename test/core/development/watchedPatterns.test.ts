import assert from "node:assert/strict";
import { watchedPattern } from "../../../src/core/development/watchedPatterns";
import type { VariableContext } from "../../../src/core/kernel/ports";

const context = (folder: string | undefined, userHome = "/home/me"): VariableContext => ({
  env: (name) => (name === "SERVERS" ? "/servers" : undefined),
  userHome,
  pathSeparator: "/",
  workspaceFolder: (source) => source ?? folder,
  namedFolder: (name) => (name === "other" ? "/other" : undefined),
  readFile: () => Promise.reject(new Error("not read here")),
});

describe("the files that a server is restarted for", () => {
  for (const [written, base, pattern] of [
    ["src/**/*.ts", "/w", "src/**/*.ts"],
    ["./src/*.ts", "/w", "src/*.ts"],
    ["src\\*.ts", "/w", "src/*.ts"],
    ["${workspaceFolder}/src/**", "/w/src", "**"],
    ["${workspaceFolder:other}/{a,b}/*.py", "/other", "{a,b}/*.py"],
    ["/all/${workspaceFolderBasename}/*.py", "/all/w", "*.py"],
    ["/all/${workspaceFolderBasename:other}/*.py", "/all/other", "*.py"],
    ["${workspaceFolder}${pathSeparator}*.py", "/w", "*.py"],
    ["${env:SERVERS}/*.py", "/servers", "*.py"],
    ["${env:NONE:-/opt}/*.py", "/opt", "*.py"],
    ["~/servers/x/server.py", "/home/me/servers/x", "server.py"],
    ["${userHome}/x?.py", "/home/me", "x?.py"],
    ["/*.py", "/", "*.py"],
  ] as const)
    it(`are those of ${written}`, () => {
      assert.deepEqual(watchedPattern(written, undefined, context("/w")), { base, pattern });
    });

  it("are found in Windows's paths too", () => {
    const windows = context("C:\\w", "C:\\Users\\me");
    assert.deepEqual(watchedPattern("~\\x\\*.py", undefined, windows), { base: "C:\\Users\\me\\x", pattern: "*.py" });
    assert.deepEqual(watchedPattern("C:\\*.py", undefined, windows), { base: "C:\\", pattern: "*.py" });
    assert.deepEqual(watchedPattern("src/*.py", undefined, windows), { base: "C:\\w", pattern: "src/*.py" });
  });

  it("start at the folder that the entry belongs to", () => {
    assert.deepEqual(watchedPattern("*.py", "/w/two", context("/w/one")), { base: "/w/two", pattern: "*.py" });
  });

  for (const [written, folder, problem] of [
    ["*.py", undefined, /no folder is open\. Open the folder of the server/],
    ["${workspaceFolder}/*.py", undefined, /\$\{workspaceFolder\} has no value here/],
    ["${workspaceFolder:none}/*.py", "/w", /\$\{workspaceFolder:none\} has no value/],
    ["/all/${workspaceFolderBasename:none}/*.py", "/w", /\$\{workspaceFolderBasename:none\} has no value/],
    ["${env:HOME}/*.py", "/w", /\$\{env:HOME\} has no value here/],
    ["${secret:PATH}/*.py", "/w", /\$\{secret:PATH\} has no value here/],
    ["${what}/*.py", "/w", /\$\{what\} has no value here/],
  ] as const)
    it(`are not guessed: ${written}`, () => {
      const found = watchedPattern(written, undefined, context(folder));
      assert.match("problem" in found ? found.problem : "", problem);
    });
});
