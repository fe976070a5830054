import assert from "node:assert/strict";
import { foreignParts, fromApp, toApp, type VariableSyntax } from "../../../src/core/apps/variables";

describe("variables of apps", () => {
  const read: [syntax: VariableSyntax, theirs: string, ours: string][] = [
    ["editor", "${env:A} ${input:b} ${workspaceFolder}", "${env:A} ${input:b} ${workspaceFolder}"],
    ["env", "Bearer ${env:A}", "Bearer ${env:A}"],
    ["env", "${workspaceFolderBasename}${/}x", "${workspaceFolderBasename}${/}x"],
    ["shell", "${workspaceFolderBasename}${pathSeparator}", "${workspaceFolderBasename}${pathSeparator}"],
    ["shell", "${A}/${B:-x y}/${C:-}", "${env:A}/${env:B:-x y}/${env:C:-}"],
    ["shell", "$A ${workspaceFolder}", "$A ${workspaceFolder}"],
    ["dollar", "$A-${B}-${ C }-$1", "${env:A}-${env:B}-${env:C}-$1"],
    ["braces", "Bearer {env:A} {A}", "Bearer ${env:A} {A}"],
    ["secrets", "${{ secrets.A }} ${{inputs.b-c}}", "${input:A} ${input:b-c}"],
    ["none", "${A} $B {env:C}", "${A} $B {env:C}"],
  ];
  for (const [syntax, theirs, ours] of read)
    it(`${syntax}: reads ${theirs}`, () => assert.equal(fromApp(theirs, syntax), ours));

  const written: [syntax: VariableSyntax, theirs: string | undefined][] = [
    ["editor", "x ${env:A}"],
    ["env", "x ${env:A}"],
    ["shell", "x ${A}"],
    ["dollar", "x ${A}"],
    ["braces", "x {env:A}"],
    ["secrets", "x ${{ secrets.A }}"],
    ["none", undefined],
  ];
  for (const [syntax, theirs] of written)
    it(`${syntax}: writes a variable of the environment`, () => assert.equal(toApp("x ${env:A}", syntax), theirs));

  it("come back as they were", () => {
    for (const syntax of ["editor", "env", "shell", "dollar", "braces"] as const)
      for (const text of ["a", "${env:A}", "${env:A}-${env:B}"])
        assert.equal(fromApp(toApp(text, syntax) ?? "", syntax), text, syntax);
    for (const syntax of ["shell", "dollar"] as const)
      assert.equal(fromApp(toApp("${env:A:-b}", syntax) ?? "", syntax), "${env:A:-b}");
  });

  it("are not written where an app has none of that kind", () => {
    assert.equal(toApp("${input:a}", "env"), undefined);
    assert.equal(toApp("${workspaceFolder}", "shell"), undefined);
    assert.equal(toApp("${secret:a}", "editor"), undefined);
    assert.equal(toApp("${env:A:-b}", "env"), undefined);
    assert.equal(toApp("${userHome}/x", "editor"), "${userHome}/x");
    assert.equal(toApp("${workspaceFolderBasename}${/}x", "env"), "${workspaceFolderBasename}${pathSeparator}x");
    assert.equal(toApp("${workspaceFolder:web}", "editor"), "${workspaceFolder:web}");
    assert.equal(toApp("${workspaceFolder:web}", "env"), undefined);
    assert.equal(toApp("${pathSeparator}", "shell"), undefined);
  });

  it("are told from what runs a program or reads a file", () => {
    assert.deepEqual(foreignParts("Bearer $(op read x) $A", "dollar"), ["$(op read x)"]);
    assert.deepEqual(foreignParts("{file:~/x} {env:A}", "braces"), ["{file:~/x}"]);
    assert.deepEqual(foreignParts("$(x) {file:y}", "none"), []);
  });
});
