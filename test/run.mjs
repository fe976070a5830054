// npm test [-- FOLDER… --grep TEXT --verbose]: does all set-up, runs every test, and ends with "N passed, N failed".
//
//   alone   test/alone/**, test/limits/**   mocha in plain Node, before the others: times
//   unit    test/** without the others      mocha in plain Node
//   editor  test/extensionHost/**                mocha inside the extension host of a real VS Code
//   window  test/window/**                  mocha in plain Node, which drives a VS Code window as a person does
//
// Only what needs no dependency is imported at the top: on a fresh machine there is none yet.
import { rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import { chooseEditor } from "./host/editorChoice.mjs";
import { logs, state, windowLogs } from "./host/paths.mjs";
import { installDependencies } from "./host/setUp.mjs";
import { selected, suiteOf, suites } from "./host/suites.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: "string" }, verbose: { type: "boolean", default: false } },
});

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interrupted.abort());

await installDependencies();
const { bundleTests } = await import("./host/bundleTests.mjs");
const { files, failures: unbundled } = await bundleTests((all) => selected(all, positionals));
const wanted = suites.filter((suite) => files.some((file) => suiteOf(file) === suite.name));
for (const folder of [logs, state]) await rm(folder, { recursive: true, force: true });

/** @type {import("./host/runSuite.mjs").SuiteReport[]} */
const reports = [];
/** @type {string[]} */
const skippedSuites = [];
for (const { title, error } of unbundled) failed("set-up", title, error);
await prepare();
await lane("alone");
// Two lanes for two cores: plain Node beside one VS Code at a time.
await Promise.all([lane("unit"), lane("editor", "window")]);
if (reports.every(({ failures }) => failures.length === 0)) await rm(windowLogs, { recursive: true, force: true });
report();

/** Builds what the tests look at, and installs the editor and the browser that they are seen in. */
async function prepare() {
  const { build, packageExtension } = await import("./host/extensionPackage.mjs");
  try {
    if (files.some((file) => /\/(window|host)\//.test(file))) await packageExtension();
    await build();
  } catch (error) {
    failed("set-up", "the extension builds", error);
  }
  const choice = chooseEditor(process.env, process.platform);
  if (wanted.some(({ name }) => name === "editor")) {
    console.log(
      `The extension-host tests run in ${choice.editor === "embedded" ? "the" : "a"} ${choice.editor} VS Code: ${choice.why}.`,
    );
  }
  const embedded = wanted.some(({ name }) => name === "window" || (name === "editor" && choice.editor === "embedded"));
  if (!embedded || process.platform !== "linux") return;
  const [{ embeddedEditor }, { chromium }] = await Promise.all([
    import("./host/embeddedEditor.mjs"),
    import("./host/chromium.mjs"),
  ]);
  try {
    await embeddedEditor();
    await chromium();
  } catch (error) {
    failed("set-up", "the embedded editor is installed", error);
  }
}

/**
 * Runs suites one after the other.
 *
 * @param {string[]} names
 */
async function lane(...names) {
  const { runSuite } = await import("./host/runSuite.mjs");
  for (const suite of wanted.filter(({ name }) => names.includes(name))) {
    if (suite.name === "window" && process.platform !== "linux") {
      skippedSuites.push(`${suite.name} (it needs the embedded editor, which is set up on Linux only)`);
      continue;
    }
    const say = (/** @type {string} */ text) => {
      if (values.verbose) process.stdout.write(text);
    };
    const mine = files.filter((file) => suiteOf(file) === suite.name);
    reports.push(await runSuite(suite, mine, { grep: values.grep, say, signal: interrupted.signal }));
    console.log(line(reports[reports.length - 1]));
  }
}

/**
 * @param {string} name
 * @param {string} title
 * @param {unknown} error
 */
function failed(name, title, error) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  reports.push({ name, says: "", seconds: 0, log: "", passed: 0, skipped: 0, failures: [{ title, error: text }] });
}

/** @param {import("./host/runSuite.mjs").SuiteReport | undefined} suite */
function line(suite) {
  if (!suite) return "";
  const { name, says, seconds, passed, failures, skipped } = suite;
  const skips = skipped ? `, ${skipped} skipped` : "";
  return `${name.padEnd(8)}${says.padEnd(24)}${seconds.toFixed(1).padStart(6)} s   ${passed} passed, ${failures.length} failed${skips}`;
}

function report() {
  for (const { name, failures, log } of reports) {
    for (const { title, error } of failures) console.log(`\n✖ ${name}: ${title}\n${error.replace(/^/gm, "    ")}`);
    if (failures.length && log) console.log(`\n  All of it: ${log}`);
  }
  console.log(`\n${reports.map(line).join("\n")}`);
  for (const name of skippedSuites) console.log(`Not run: ${name}.`);

  const sum = (/** @type {(report: import("./host/runSuite.mjs").SuiteReport) => number} */ count) =>
    reports.reduce((total, one) => total + count(one), 0);
  const passed = sum((one) => one.passed);
  const failures = sum((one) => one.failures.length);
  const skipped = sum((one) => one.skipped);
  if (passed + failures === 0) console.log("No test was found that fits what was asked for.");
  console.log(`${passed} passed, ${failures} failed${skipped ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failures > 0 || passed === 0 ? 1 : 0;
}
