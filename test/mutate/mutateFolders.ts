// The program that `npm run mutate` starts in its copy of the repository.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildAll } from "./builds";
import { chooseMutants } from "./chooseMutants";
import { type Mutant, mutantsOf } from "./mutantsOf";
import { measureReach } from "./reach";
import { lineOf, type Outcome, summaryOf } from "./report";
import { compiles, createTrials, type Trial } from "./trial";

export interface MutateOptions {
  /** Folders or files, relative to the repository. */
  readonly folders: readonly string[];
  readonly seed: number;
  readonly count: number;
  /** After so long no further test file is started for a mutant. */
  readonly limitMs: number;
  readonly resume: boolean;
  /** Which tests of the editor and the window are run too, in words that `npm test` takes. */
  readonly windows: readonly string[];
  /** The file with a line of JSON for each mutant that was tried. */
  readonly results: string;
}

void mutateFolders(JSON.parse(process.argv[2] ?? "")).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

async function mutateFolders({ folders, seed, count, limitMs, resume, windows, results }: MutateOptions) {
  if (!existsSync(".mutants")) throw new Error("This changes sources, so it runs in a copy only: npm run mutate.");
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => interrupted.abort());

  const sources = await readSources(folders);
  const all = [...sources].flatMap(([file, source]) => mutantsOf(file, source));
  const mutants = chooseMutants(all, seed, count);
  console.log(`${mutants.length} of ${all.length} mutants, drawn with seed ${seed}.`);
  if (mutants.length === 0) throw new Error(`There is nothing to change in ${folders.join(" and ")}.`);

  if (!resume) await rm(results, { force: true });
  const earlier = await readResults(results);
  await mkdir(dirname(results), { recursive: true });

  for (const file of ["src/", "webview-ui/"].filter((one) => existsSync(one))) {
    if (!(await compiles(file, interrupted.signal))) throw new Error("The sources do not compile as they are.");
  }
  const onUnfit = (test: string, title: string) =>
    console.log(`${test} fails without any change, and is left out: ${title}`);
  const { signal } = interrupted;
  const builds = await buildAll();
  console.log("Runs each test once, to see which lines it runs …");
  const reach = await measureReach(builds, { file: join(dirname(results), "reach.json"), signal, onUnfit });
  const tryMutant = createTrials(builds, reach, { limitMs, windows, signal, onUnfit });

  const outcomes: Outcome[] = [];
  try {
    for (const mutant of mutants) {
      const source = sources.get(mutant.file) ?? "";
      const key = keyOf(mutant, source);
      const known = earlier.get(key);
      const trial = known ?? (await tryMutant(mutant));
      if (!known) await appendFile(results, `${JSON.stringify({ key, trial })}\n`);
      const outcome = { mutant, trial, source };
      outcomes.push(outcome);
      console.log(lineOf(outcome, outcomes.length, mutants.length));
    }
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    console.log("\nInterrupted. --resume goes on from here.");
  }
  console.log(`\n${summaryOf(outcomes)}`);
}

/** Says which mutant of which source this is: after a change of the source its result no longer counts. */
function keyOf({ file, start, end, after }: Mutant, source: string): string {
  const digest = createHash("sha256").update(source).digest("hex").slice(0, 16);
  return `${file}:${start}-${end}:${after}:${digest}`;
}

async function readResults(path: string): Promise<Map<string, Trial>> {
  if (!existsSync(path)) return new Map();
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => JSON.parse(line)).map(({ key, trial }) => [key, trial]));
}

async function readSources(folders: readonly string[]): Promise<Map<string, string>> {
  const files = new Set((await Promise.all(folders.map(filesBelow))).flat().sort());
  const read = async (file: string) => [file, await readFile(file, "utf8")] as const;
  return new Map(await Promise.all([...files].map(read)));
}

async function filesBelow(path: string): Promise<string[]> {
  const names = (await stat(path)).isFile() ? [""] : await readdir(path, { recursive: true });
  return names
    .map((name) => join(path, name).replaceAll("\\", "/"))
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"));
}
