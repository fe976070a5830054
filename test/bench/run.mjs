// npm run bench [-- NAME]: builds what is measured, runs each test/bench/*.bench.ts in a fresh process, one after another, and prints
// every figure beside its target. It judges nothing: a missed target is a line in the table, and no failure. Options after the name, such
// as --part=calls, are the bench's own (gateway.bench.ts).
import { fork } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { state } from "../host/paths.mjs";
import { killTree } from "../host/processes.mjs";
import { installDependencies } from "../host/setUp.mjs";
import { lineOf, titles } from "./table.mjs";

const given = process.argv.slice(2);
const words = given.filter((word) => !word.startsWith("--"));
const options = given.filter((word) => word.startsWith("--"));
const minutes = Number(/^--minutes=(.+)$/m.exec(options.join("\n"))?.[1] ?? 0);
const limitMs = (15 + minutes) * 60_000;

await installDependencies();
const [{ bundleTests }, { packageExtension }, { node24 }] = await Promise.all([
  import("../host/bundleTests.mjs"),
  import("../host/extensionPackage.mjs"),
  import("../host/node24.mjs"),
]);

const all = (await readdir("test/bench")).filter((file) => file.endsWith(".bench.ts")).sort();
const wanted = all.filter((file) => words.length === 0 || words.some((word) => file.startsWith(word)));
if (wanted.length === 0) {
  console.error(`There is no such bench. These are: ${all.map((file) => file.replace(".bench.ts", "")).join(", ")}.`);
  process.exit(1);
}

const began = Date.now();
console.log("Building what is measured …");
const { failures } = await bundleTests(() => []);
const broken = failures.filter(({ title }) => title.includes("/bench/"));
if (broken.length > 0) throw new Error(broken.map(({ title, error }) => `${title}: ${error}`).join("\n"));
await packageExtension();
const execPath = await node24();

console.log(`\n${titles}`);
for (const file of wanted) await run(join("out/test/bench", file.replace(/\.ts$/, ".js")));
console.log(`\nIt took ${Math.round((Date.now() - began) / 1000)} s. A ratio is the hub's figure by the bare one's.`);

/**
 * Runs one bench to its end and prints its lines as they come.
 *
 * @param {string} file
 */
function run(file) {
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    const env = { ...process.env, MCP_HUB_STATE_FOLDER: join(state, "bench") };
    const child = fork(file, options, { execPath, execArgv: [], env });
    const timer = setTimeout(() => killTree(child.pid), limitMs);
    child.on("message", (row) => console.log(lineOf(/** @type {import("./report").Row} */ (row))));
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      if (code !== 0) console.log(`${file} ended with ${signal ?? `exit code ${code}`}: its figures are not whole.`);
      resolve();
    });
  });
  return ended;
}
