// npm run mutate [-- FOLDER… --seed N --count N --limit SECONDS --resume --windows WORD]: makes small changes (mutants) to the
// sources below the folders (src and webview-ui), one at a time, and says which of them the tests notice. It judges nothing.
//
//   --seed     which mutants are drawn (1)
//   --count    how many (100)
//   --limit    seconds after which no further test file is started for a mutant (120)
//   --resume   go on where a run with the same seed was interrupted
//   --windows  which tests of the editor and window suites are run too where those in plain Node notice nothing, in words as for
//              npm test (such as window/tree; may be given more than once), or auto for those in windowsOf.ts: they take minutes
//              for a mutant
//
// Everything happens in a copy below out/mutate, so the work tree never holds a mutant. Not Stryker: its mocha runner cannot load
// tests that esbuild bundles, so each mutant would cost all of `npm test`; it draws no sample by seed; and its type check needs the
// JavaScript API that TypeScript 7 does not have.
import { spawn } from "node:child_process";
import { cp, mkdir, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { out, repository } from "../host/paths.mjs";
import { installDependencies } from "../host/setUp.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "100" },
    limit: { type: "string", default: "120" },
    resume: { type: "boolean", default: false },
    windows: { type: "string", multiple: true, default: [] },
  },
});
const [seed, count, limit] = [values.seed, values.count, values.limit].map(Number);
if (![seed, count, limit].every((value) => Number.isSafeInteger(value) && Number(value) > 0))
  throw new Error("--seed, --count and --limit are whole numbers from 1 on.");
const folders = (positionals.length > 0 ? positionals : ["src", "webview-ui"]).map((folder) =>
  relative(repository, join(repository, folder)).replaceAll("\\", "/"),
);
for (const folder of folders) await stat(folder);

await installDependencies();
const { bundle } = await import("../host/bundleTests.mjs");
await bundle(["test/mutate/mutateFolders.ts"]);
const copy = join(out, "mutate", `copy-${seed}`);
await copyRepository();

/** @type {import("./mutateFolders").MutateOptions} */
const options = {
  folders,
  seed: Number(seed),
  count: Number(count),
  limitMs: Number(limit) * 1000,
  resume: values.resume,
  windows: values.windows,
  results: join(out, "mutate", `seed-${seed}.jsonl`),
};
const program = join(out, "test/mutate/mutateFolders.js");
const child = spawn(process.execPath, ["--enable-source-maps", program, JSON.stringify(options)], {
  cwd: copy,
  stdio: "inherit",
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
child.once("exit", async (code) => {
  await removeCopy();
  process.exit(code ?? 1);
});

/** A test that was just ended may still be writing in it, so removing it is tried again. */
function removeCopy() {
  return rm(copy, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

/** Copies everything that a test looks at; what is installed is shared. */
async function copyRepository() {
  await removeCopy();
  await mkdir(copy, { recursive: true });
  for (const name of await readdir(repository)) {
    if ([".git", "dist", "out"].includes(name)) continue;
    const [from, to] = [join(repository, name), join(copy, name)];
    if (["node_modules", ".vscode-test"].includes(name)) await symlink(from, to, "junction");
    else await cp(from, to, { recursive: true });
  }
  await writeFile(join(copy, ".mutants"), "A copy for npm run mutate.\n");
}
