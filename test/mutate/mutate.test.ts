import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseMutants } from "./chooseMutants";
import { mutantsOf, mutated } from "./mutantsOf";
import type { MutateOptions } from "./mutateFolders";

/** What a source turns into, one change at a time. */
const changes = (source: string, file = "src/a.ts") => mutantsOf(file, source).map((mutant) => mutated(source, mutant));

describe("mutants", () => {
  const rows: [what: string, source: string, mutants: string[]][] = [
    ["a comparison, at its bound and turned round", "f(a < b)", ["f(a <= b)", "f(a >= b)", "{}"]],
    ["an equality", "x = a === b", ["x = a !== b", "{}"]],
    ["a condition", "if (a) f()", ["if (Boolean(true)) f()", "if (Boolean(false)) f()", "if (a) {}"]],
    ["a negation", "const x = !a", ["const x = (a)"]],
    ["a pair of conditions", "const x = a && b", ["const x = a || b"]],
    ["the branches of a condition", "const x = a ? (b) : c", ["const x = a ? (c) : b"]],
    ["a number, by one", "const x = 3", ["const x = 4", "const x = 2"]],
    ["a large number, by more", "const x = 1_000", ["const x = 2000"]],
    ["a word", 'const x = "ready"', ['const x = "ready~"']],
    ["an operator", "const x = a * b - c", ["const x = a * b + c", "const x = a / b - c"]],
    [
      "an early return",
      "function f() { if (a) return; b() }",
      [
        "function f() { if (Boolean(true)) return; b() }",
        "function f() { if (Boolean(false)) return; b() }",
        "function f() { if (a) {} b() }",
        "function f() { if (a) return; {} }",
      ],
    ],
    ["a wait", "const x = await a()", ["const x = (a())"]],
    ["what a callback does", "const f = () => a.stop()", ["const f = () => undefined"]],
    ["a method for its counterpart", "const x = Math.min(a, b)", ["const x = Math.max(a, b)"]],
  ];
  for (const [what, source, expected] of rows) {
    it(`change ${what}`, () => assert.deepEqual(changes(source).sort(), expected.sort()));
  }

  const unfair: [what: string, source: string][] = [
    ["types", 'type A = "b" | 3; let x: A; const y = z as unknown as 3'],
    ["imports", 'import { a } from "b"; export { c } from "d"'],
    ["ids of texts", 'const x = message("room.what", "What happened to {server}.", a)'],
    ["texts of one word", 'const x = message("room.what", "Certificates")'],
    ["sentences", 'const x = "Sign in to use it."; const y = `${a}: b`'],
    ["texts that are joined", 'const x = a + "b c" + d'],
    ["what is written to a log", 'log.info("started", 3 > 2)'],
    ["fallbacks", "const x = a ?? 0"],
    ["names of properties", 'const x = { "a": b }'],
    ["comments", "// a < b"],
  ];
  for (const [what, source] of unfair) it(`leave ${what} alone`, () => assert.deepEqual(changes(source), []));

  it("leave alone how an element looks", () => {
    const source = 'const x = <div class="row" aria-level={1} key={2} title="3" />';
    assert.deepEqual(changes(source, "src/a.tsx"), [source.replace("{1}", "{2}"), source.replace("{1}", "{0}")]);
  });

  it("are chosen by the seed, each line once before any has a second one", () => {
    const source = Array.from({ length: 40 }, (_, index) => `const x${index} = a < ${index}`).join("\n");
    const all = mutantsOf("src/a.ts", source);
    const chosen = chooseMutants(all, 7, 40);
    assert.deepEqual(chosen, chooseMutants(all, 7, 40));
    assert.notDeepEqual(chosen, chooseMutants(all, 8, 40));
    assert.equal(new Set(chosen.map(({ line }) => line)).size, 40);
    assert.equal(chooseMutants(all, 7, 1000).length, all.length);
  });
});

describe("npm run mutate", function () {
  this.timeout(120_000); // it builds, and runs a compiler and several test processes
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mutate-"));
    for (const [path, text] of Object.entries(project)) {
      await mkdir(join(folder, path, ".."), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"), "junction");
    await symlink(join(process.cwd(), "test/host"), join(folder, "test/host"), "junction");
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const run = (more: Partial<MutateOptions> = {}) => {
    const options: MutateOptions = {
      folders: ["src"],
      seed: 3,
      count: 4, // one for each line, and so for each source
      limitMs: 60_000,
      resume: false,
      windows: [],
      results: join(folder, "out/results.jsonl"),
      ...more,
    };
    const program = join(process.cwd(), "out/test/mutate/mutateFolders.js");
    const args = [program, JSON.stringify(options)];
    return spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  };

  it("says what is noticed, what survives, and what no test reaches, and puts every source back", async () => {
    const { stdout, stderr } = run();
    assert.match(stdout, /noticed +src\/age\.ts:1 .*\(age: an age decides\)/, stdout + stderr);
    assert.match(stdout, /noticed +src\/page\.ts:1 .*\(page: the built page answers\)/);
    assert.match(stdout, /survived +src\/double\.ts:1 .*\(1 of 1 test files run\)/);
    assert.match(stdout, /no test reaches it +src\/forgotten\.ts:1/);
    assert.match(
      stdout,
      /Survivors:\n {2}src\/double\.ts:1 .*\n {4}- export const double .*\n {4}\+ export const double/,
    );
    assert.match(stdout, /Noticed 2 of 3 \(67 %\); 0 not compiled, 1 that no test reaches\./);
    for (const [path, text] of Object.entries(project)) assert.equal(await readFile(join(folder, path), "utf8"), text);

    const results = await readFile(join(folder, "out/results.jsonl"), "utf8");
    const again = run({ resume: true });
    assert.match(again.stdout, /Noticed 2 of 3/, again.stderr);
    assert.equal(await readFile(join(folder, "out/results.jsonl"), "utf8"), results, "nothing was tried a second time");
  });

  it("refuses to change anything outside a copy", async () => {
    await rm(join(folder, ".mutants"));
    const { status, stderr } = run();
    assert.equal(status, 1);
    assert.match(stderr, /it runs in a copy only/);
  });
});

/** A project of four sources: one with a test, one that a test runs without a look at it, one that is built, one without a test. */
const project: Readonly<Record<string, string>> = {
  ".mutants": "",
  "tsconfig.json": JSON.stringify({
    compilerOptions: { module: "ESNext", moduleResolution: "bundler", types: ["node", "mocha"], skipLibCheck: true },
    include: ["src", "test/*.ts"],
  }),
  "esbuild.mjs": `
    import * as esbuild from "esbuild";
    const [entryPoints, outdir] = [["src/page.ts"], "dist"];
    await esbuild.build({ entryPoints, outdir, bundle: true, format: "cjs", sourcemap: "linked" });`,
  "src/age.ts": "export const isOfAge = (age: number) => age >= 18;\n",
  "src/double.ts": "export const double = (value: number) => value * 2;\n",
  "src/forgotten.ts": "export const half = (value: number) => value / 2;\n",
  "src/page.ts": "process.exitCode = 41;\n",
  "test/age.test.ts": `
    import assert from "node:assert/strict";
    import { isOfAge } from "../src/age";
    it("an age decides", () => assert.deepEqual([17, 18, 19].map(isOfAge), [false, true, true]));`,
  "test/double.test.ts": `
    import { double } from "../src/double";
    it("doubles", () => void double(3));`,
  "test/page.test.ts": `
    import assert from "node:assert/strict";
    import { spawnSync } from "node:child_process";
    it("the built page answers", () => assert.equal(spawnSync(process.execPath, ["dist/page.js"]).status, 41));`,
};
