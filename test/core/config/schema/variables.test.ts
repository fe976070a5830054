import assert from "node:assert/strict";
import {
  folderVariable,
  isLiteral,
  parseTemplate,
  unknownVariable,
} from "../../../../src/core/config/schema/variables";

describe("the variables of a text", () => {
  const unknown = (text: string) => ({ kind: "unknown", text });
  const rows: [text: string, parts: readonly unknown[]][] = [
    ["", []],
    ["plain", ["plain"]],
    ["${userHome}", [{ kind: "userHome" }]],
    ["a${userHome}b", ["a", { kind: "userHome" }, "b"]],
    ["${userHome}${/}", [{ kind: "userHome" }, { kind: "pathSeparator" }]],
    ["${pathSeparator}", [{ kind: "pathSeparator" }]],
    ["${workspaceFolder}", [{ kind: "workspaceFolder" }]],
    ["${workspaceFolder:a b}", [{ kind: "workspaceFolder", name: "a b" }]],
    ["${workspaceFolderBasename}", [{ kind: "workspaceFolder", isBasename: true }]],
    ["${workspaceFolderBasename:a}", [{ kind: "workspaceFolder", name: "a", isBasename: true }]],
    ["${env:A}", [{ kind: "env", name: "A" }]],
    ["${env:A:-}", [{ kind: "env", name: "A", fallback: "" }]],
    ["${env:A:-b:-c\nd}", [{ kind: "env", name: "A", fallback: "b:-c\nd" }]],
    ["${input:a.b-c_1}", [{ kind: "input", name: "a.b-c_1" }]],
    ["${secret:a}", [{ kind: "secret", name: "a" }]],
    [`\${secret:${"a".repeat(64)}}`, [{ kind: "secret", name: "a".repeat(64) }]],
    [`\${secret:${"a".repeat(65)}}`, [unknown(`\${secret:${"a".repeat(65)}}`)]],
    ["${input:a b}", [unknown("${input:a b}")]],
    ["${env:}", [unknown("${env:}")]],
    ["${command:x}", [unknown("${command:x}")]],
    ["${}", [unknown("${}")]],
    ["${file}x", [unknown("${file}"), "x"]],
    ["${a{b}", ["${a{b}"]],
    ["$userHome {x}", ["$userHome {x}"]],
  ];
  for (const [text, parts] of rows)
    it(`${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.deepEqual(parseTemplate(text), parts);
      assert.equal(isLiteral(text), !parts.some((part) => typeof part === "object"));
    });

  it("of folders are written as they were read", () => {
    for (const text of [
      "${workspaceFolder}",
      "${workspaceFolder:a}",
      "${workspaceFolderBasename}",
      "${workspaceFolderBasename:a}",
    ]) {
      const [part] = parseTemplate(text);
      assert.ok(typeof part === "object" && part.kind === "workspaceFolder");
      assert.equal(folderVariable(part), text);
    }
  });

  it("that nobody knows are named, with those to use", () => {
    assert.match(unknownVariable("${file}"), /^"\$\{file\}" is not a variable .* Use one of \$\{workspaceFolder\}, /);
    assert.match(unknownVariable("x".repeat(90)), /^"x{80}" is not/);
  });
});
