import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path/posix";
import { promisify } from "node:util";
import { bundle, bundleTests } from "../host/bundleTests.mjs";
import { suiteOf } from "../host/suites.mjs";

const exec = promisify(execFile);

/** What was built from the sources: bundled tests and programs (out/test), and what is shipped (dist). */
export interface Builds {
  /** The bundled tests of plain Node. */
  readonly tests: readonly string[];
  /** The built scripts with code of a source in them that a test runs: itself, and the programs that it starts. */
  scriptsOf(test: string, source: string): readonly string[];
  /** Tells two states of what a test runs apart. */
  digest(test: string): Promise<string>;
  /** Builds what a test runs where it was not built with this change of a source, or with another that is undone now. */
  refresh(test: string, source: string, change: string | undefined): Promise<void>;
}

interface Output {
  /** The sources that have code in it. */
  readonly sources: ReadonlySet<string>;
  /** The other outputs that it starts or reads, by their paths in its text. */
  readonly uses: readonly string[];
}

/** Builds everything once, and reads from the source maps what went where. */
export async function buildAll(): Promise<Builds> {
  const { files, failures } = await bundleTests((all) =>
    all.filter((file) => /^(alone|unit|page)$/.test(suiteOf(file))),
  );
  if (failures.length > 0) throw new Error(failures.map(({ title, error }) => `${title}: ${error}`).join("\n"));
  await buildDist();
  const outputs = await readOutputs();
  /** The change that an output was built with, where it was built with one. */
  const builtWith = new Map<string, string>();

  const needed = (output: string, seen = new Set<string>()): ReadonlySet<string> => {
    if (seen.has(output)) return seen;
    seen.add(output);
    for (const used of outputs.get(output)?.uses ?? []) needed(used, seen);
    return seen;
  };
  const holds = (output: string, source: string) => outputs.get(output)?.sources.has(source) ?? false;

  let refreshing = Promise.resolve();
  async function refresh(test: string, source: string, change: string | undefined): Promise<void> {
    const wanted = (output: string) => (holds(output, source) ? change : undefined);
    const stale = [...needed(test)].filter((output) => builtWith.get(output) !== wanted(output));
    const inDist = stale.some((output) => output.startsWith("dist/"));
    await bundle(await Promise.all(stale.filter((output) => output.startsWith("out/")).map(sourceOf)));
    if (inDist) await buildDist();
    const shipped = inDist ? [...outputs.keys()].filter((output) => output.startsWith("dist/")) : [];
    for (const output of [...stale, ...shipped]) {
      const now = wanted(output);
      if (now === undefined) builtWith.delete(output);
      else builtWith.set(output, now);
    }
  }

  return {
    tests: files,
    scriptsOf: (test, source) => [...needed(test)].filter((output) => holds(output, source)),
    async digest(test) {
      const hash = createHash("sha256");
      for (const output of [...needed(test)].sort()) hash.update(await readFile(output));
      return hash.digest("hex").slice(0, 16);
    },
    refresh(test, source, change) {
      // One after the other: two tests that run side by side use the same programs.
      refreshing = refreshing.then(() => refresh(test, source, change));
      return refreshing;
    },
  };
}

const buildDist = async () => void (await exec(process.execPath, ["esbuild.mjs"]));

/** The source below test that a bundle was made of. */
async function sourceOf(output: string): Promise<string> {
  const stem = output.replace(/^out\/(.*)\.js$/, "$1");
  const names = await readdir(dirname(stem));
  const name = names.find((one) => one === `${basename(stem)}.ts` || one === `${basename(stem)}.tsx`);
  if (!name) throw new Error(`${output} has no source.`);
  return join(dirname(stem), name);
}

async function readOutputs(): Promise<ReadonlyMap<string, Output>> {
  const files = (await Promise.all(["out/test", "dist"].map(scriptsBelow))).flat();
  const outputs = new Map<string, Output>();
  // One at a time: together they are some hundred megabytes.
  for (const file of files) {
    const [text, map] = [await readFile(file, "utf8"), await readFile(`${file}.map`, "utf8")];
    const sources = (JSON.parse(map) as { sources: string[] }).sources.map((source) => join(dirname(file), source));
    const named = new Set(text.match(/\b(out\/test|dist)\/[\w./-]*\w/g) ?? []);
    outputs.set(file, {
      sources: new Set(sources.filter((source) => /^(src|webview-ui)\//.test(source))),
      uses: files.filter((other) => other !== file && (named.has(other) || named.has(dirname(other)))),
    });
  }
  return outputs;
}

async function scriptsBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith(".js")).map((name) => join(folder, name.replaceAll("\\", "/")));
}
