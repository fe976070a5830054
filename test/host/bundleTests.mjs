// Bundles every TypeScript file under test/ to CommonJS in out/test, so that plain Node and the extension host can load it.
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { out, repository } from "./paths.mjs";

/** What a test loads as it is: what has binaries, finds files beside itself, or is there once for the whole process. */
const external = ["vscode", "esbuild", "mocha", "playwright-core", "typescript", "@vscode/*"];

/**
 * Bundles test/**\/*.ts to out/test/**\/*.js: the tests, and the servers and programs that tests start.
 *
 * @returns {Promise<string[]>} the bundled test files, relative to the repository with forward slashes, sorted
 */
export async function bundleTests() {
  const folder = join(repository, "test");
  const sources = (await readdir(folder, { recursive: true }))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts") && !file.includes("node_modules"))
    .map((file) => file.replaceAll("\\", "/"));
  await rm(join(out, "test"), { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: repository,
    entryPoints: sources.map((file) => `test/${file}`),
    outbase: "test",
    outdir: "out/test",
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external,
    sourcemap: "linked",
    sourcesContent: false,
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "warning",
  });
  return sources
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => `out/test/${file.replace(/\.ts$/, ".js")}`)
    .sort();
}
