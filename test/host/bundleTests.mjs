// Bundles the TypeScript under test/ to CommonJS in out/test, so that plain Node and the extension host can load it.
import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import * as esbuild from "esbuild";
import { out, repository } from "./paths.mjs";

/** What a test loads as it is: what has binaries, finds files beside itself, or is there once for the whole process. */
const external = ["vscode", "esbuild", "mocha", "playwright-core", "typescript", "zod", "@vscode/*", "@seriousme/*"];

/**
 * @typedef {object} Bundles
 * @property {string[]} files the bundled tests, relative to the repository with forward slashes, sorted
 * @property {{ title: string, error: string }[]} failures the sources that could not be bundled
 */

/**
 * Bundles test/**\/*.ts to out/test/**\/*.js: the chosen tests, and the servers and programs that tests start.
 *
 * @param {(files: readonly string[]) => string[]} choose from all tests, named as they will be bundled
 * @returns {Promise<Bundles>}
 */
export async function bundleTests(choose) {
  const sources = (await readdir(join(repository, "test"), { recursive: true }))
    .map((file) => `test/${file.replaceAll("\\", "/")}`)
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts") && !file.includes("/node_modules/"))
    .filter((file) => !file.startsWith("test/host/demo/"))
    .sort();
  const tests = choose(sources.filter((file) => file.endsWith(".test.ts")).map(bundled));
  const wanted = [...(await programs(sources)), ...sources.filter((file) => tests.includes(bundled(file)))];
  try {
    await bundle(wanted);
    return { files: tests, failures: [] };
  } catch {
    // One broken source must not hide what the others show: each for itself now.
    return bundleEach(wanted, tests);
  }
}

/** Programs that a test imports, too. */
const importedPrograms = ["test/mutate/mutateFolders.ts"];

/**
 * The programs and servers that tests start by their file: what no other source imports. The others are parts of those and of tests.
 *
 * @param {readonly string[]} sources
 */
async function programs(sources) {
  const imported = new Set();
  for (const source of sources) {
    for (const [, path = ""] of (await readFile(join(repository, source), "utf8")).matchAll(
      /(?:from|import)[ (]"(\.[^"]*)"/g,
    )) {
      imported.add(posix.join(posix.dirname(source), path).replace(/\.js$/, ""));
    }
  }
  const isPart = (/** @type {string} */ file) =>
    imported.has(file.replace(/\.tsx?$/, "")) && !importedPrograms.includes(file);
  return sources.filter((file) => !file.endsWith(".test.ts") && !isPart(file));
}

/**
 * @param {readonly string[]} sources
 * @param {readonly string[]} tests
 * @returns {Promise<Bundles>}
 */
async function bundleEach(sources, tests) {
  const failures = [];
  const broken = new Set();
  for (const source of sources) {
    try {
      await bundle([source]);
    } catch (error) {
      failures.push({
        title: `${source} can be bundled`,
        error: error instanceof Error ? error.message : String(error),
      });
      broken.add(bundled(source));
    }
  }
  return { files: tests.filter((file) => !broken.has(file)), failures };
}

/**
 * Bundles these sources, named from the repository's root, to out/test.
 *
 * @param {readonly string[]} sources
 */
export const bundle = (sources) =>
  esbuild.build({
    absWorkingDir: repository,
    entryPoints: [...sources],
    outbase: "test",
    outdir: join(out, "test"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external,
    sourcemap: "linked",
    sourcesContent: false,
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "silent",
  });

/** @param {string} source */
const bundled = (source) => `out/${source.replace(/\.tsx?$/, ".js")}`;
