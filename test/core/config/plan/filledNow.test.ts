import assert from "node:assert/strict";
import { filledNow } from "../../../../src/core/config/plan/filledNow";
import type { VariableContext } from "../../../../src/core/kernel/ports";

describe("a text whose variables are filled in now", () => {
  const env: Readonly<Record<string, string>> = { TOKEN: "t0ken", EMPTY: "" };
  const context: VariableContext = {
    env: (name) => env[name],
    userHome: "/home/me",
    pathSeparator: "/",
    workspaceFolder: (source) => source,
    namedFolder: (name) => (name === "app" ? "/w/app" : undefined),
    readFile: () => assert.fail("no file is read"),
  };
  const fill = (text: string) => {
    const filled = filledNow(text, "/w/b", context);
    return typeof filled === "string" ? filled : filled.kind;
  };

  const rows: [text: string, filled: string][] = [
    ["plain", "plain"],
    ["${userHome}${/}x", "/home/me/x"],
    ["${workspaceFolder}/x", "/w/b/x"],
    ["${workspaceFolderBasename}", "b"],
    ["${workspaceFolder:app}", "/w/app"],
    ["${workspaceFolderBasename:app}", "app"],
    ["${workspaceFolder:none}", "workspaceFolder"],
    ["${workspaceFolderBasename:none}", "workspaceFolder"],
    ["${env:TOKEN}", "t0ken"],
    ["${env:NONE:-x}", "x"],
    ["${env:EMPTY:-x}", "x"],
    ["${env:NONE}", "env"],
    ["a ${input:one} ${secret:two}", "input"],
    ["${secret:two}", "secret"],
    ["${cwd}", "unknown"],
  ];
  for (const [text, filled] of rows) it(`${text}: ${filled}`, () => assert.equal(fill(text), filled));
});
