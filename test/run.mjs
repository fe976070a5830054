// npm test [-- FOLDER… --grep TEXT --verbose --bail]: does all set-up, runs every test, and ends with "N passed, N failed".
//
//   alone   test/alone/**                   mocha in plain Node, before the others: times
//   unit    test/** without the others      mocha in plain Node
//   page    test/panel/**                   mocha in plain Node, which drives a webview's page in a browser
//   extensionHost  test/extensionHost/**  mocha inside the extension host of a real VS Code
//   window  test/window/**                  mocha in plain Node, which drives a VS Code window as a person does
//
// The suites are split into jobs, which three lanes take from one queue (host/suites.mjs, host/runQueue.mjs). A file of window
// tests in which one fails is run once more, and so are the tests of the pages; if all of it passes then, it counts as passed
// and is printed as "flaky: NAME". More than two of those fail the run.
//
// Only what needs no dependency is imported at the top: on a fresh machine there is none yet.
import { rm, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { chooseEditor } from "./host/editorChoice.mjs";
import { logs, state, times, windowLogs } from "./host/paths.mjs";
import { installDependencies } from "./host/setUp.mjs";
import { jobsOf, selected, suiteOf, suites } from "./host/suites.mjs";
import { bubblewrap } from "./host/systemPackages.mjs";

/** @typedef {import("./host/mochaRun.mjs").Failure} Failure */
/** @typedef {import("./host/runQueue.mjs").QueueReport} QueueReport */

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    grep: { type: "string" },
    verbose: { type: "boolean", default: false },
    bail: { type: "boolean", default: false },
  },
});

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interrupted.abort());

await installDependencies();
const { bundleTests } = await import("./host/bundleTests.mjs");
const { files, failures: unbundled } = await bundleTests((all) => selected(all, positionals));
const wanted = suites.filter((suite) => files.some((file) => suiteOf(file) === suite.name));
for (const folder of [logs, state]) await rm(folder, { recursive: true, force: true });

/** @type {Failure[]} */
const setUpFailures = [...unbundled];
/** @type {QueueReport[]} */
const reports = [];
await prepare();
const began = Date.now();
const { runQueue, tooManyFlaky } = await import("./host/runQueue.mjs");
const skipsWindows = process.platform !== "linux" && wanted.some(({ name }) => name === "window");
await runQueue(
  jobsOf(files).filter(({ suite }) => !(skipsWindows && suite.name === "window")),
  {
    grep: values.grep,
    bail: values.bail,
    signal: interrupted.signal,
    say: (text) => {
      if (values.verbose) process.stdout.write(text);
    },
    done: (report) => {
      reports.push(report);
      const used = report.processorSeconds;
      const processor = used === undefined ? "" : `   (${seconds(used).trim()} of a processor)`;
      console.log(`${report.name.padEnd(26)}${seconds(report.wallSeconds)}   ${counts(report)}${processor}`);
    },
  },
);
if (interrupted.signal.aborted) failed("the run comes to its end", "It was interrupted.");
const minutes = (Date.now() - began) / 60_000;
const good = reports.every((report) => faultsOf(report).length === 0 && !report.flaky);
if (good) await rm(windowLogs, { recursive: true, force: true });
await writeTimes();
report();

/** Builds what the tests look at, and installs the editor and the browser that they are seen in. */
async function prepare() {
  await Promise.all([buildAll(), installAll()]); // the one keeps the processor busy, the other the network
}

async function buildAll() {
  const { build, packageExtension } = await import("./host/extensionPackage.mjs");
  try {
    if (files.some((file) => /\/(window|host)\//.test(file))) await packageExtension();
    await build();
  } catch (error) {
    failed("the extension builds", error);
  }
}

async function installAll() {
  if (files.some((file) => /\/sandbox\./.test(file)))
    await bubblewrap().catch((error) => failed("bubblewrap is installed", error));
  const choice = chooseEditor(process.env, process.platform);
  if (wanted.some(({ name }) => name === "extensionHost")) {
    console.log(
      `The extension-host tests run in ${choice.editor === "embedded" ? "the" : "a"} ${choice.editor} VS Code: ${choice.why}.`,
    );
  }
  const embedded = wanted.some(
    ({ name }) => name === "window" || (name === "extensionHost" && choice.editor === "embedded"),
  );
  if (!embedded || process.platform !== "linux") return;
  const [{ embeddedEditor }, { chromium }] = await Promise.all([
    import("./host/embeddedEditor.mjs"),
    import("./host/chromium.mjs"),
  ]);
  try {
    await embeddedEditor();
    await chromium();
  } catch (error) {
    failed("the embedded editor is installed", error);
  }
}

/**
 * @param {string} title
 * @param {unknown} error
 */
function failed(title, error) {
  setUpFailures.push({ title, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

/** How long each file took, the longest first: where to look when the run becomes slow. */
async function writeTimes() {
  const all = reports.flatMap((report) => Object.entries(report.seconds)).sort((a, b) => b[1] - a[1]);
  await writeFile(times, `${all.map(([file, took]) => `${seconds(took)}  ${file}`).join("\n")}\n`);
}

/** @param {number} value */
function seconds(value) {
  return `${value.toFixed(1).padStart(6)} s`;
}

/** @param {QueueReport} report */
function faultsOf({ failures, strays }) {
  return [...failures, ...strays];
}

/** @param {QueueReport[]} some */
function counts(...some) {
  const sum = (/** @type {(report: QueueReport) => number} */ count) => some.reduce((all, one) => all + count(one), 0);
  const skipped = sum((one) => one.skipped);
  const faults = sum((one) => faultsOf(one).length);
  return `${sum((one) => one.passed)} passed, ${faults} failed${skipped ? `, ${skipped} skipped` : ""}`;
}

function report() {
  const show = (/** @type {string} */ name, /** @type {Failure} */ { title, error }) =>
    console.log(`\n✖ ${name}: ${title}\n${error.replace(/^/gm, "    ")}`);
  const flakyFailures = tooManyFlaky(reports);
  for (const failure of [...setUpFailures, ...flakyFailures]) show("run", failure);
  for (const one of reports) {
    for (const failure of faultsOf(one)) show(one.name, failure);
    if (faultsOf(one).length) console.log(`\n  All of it: ${one.log}`);
  }
  for (const { name, flaky, failures } of reports) {
    if (flaky && failures.length === 0)
      console.log(`\nflaky: ${name}: ${flaky.title}\n${flaky.error.replace(/^/gm, "    ")}`);
  }

  console.log("");
  for (const { name, says } of wanted) {
    const mine = reports.filter(({ suite }) => suite === name);
    const took = mine.reduce((all, one) => all + one.wallSeconds, 0);
    console.log(`${name.padEnd(14)}${says.padEnd(24)}${seconds(took)}   ${counts(...mine)}`);
  }
  if (skipsWindows) console.log("Not run: window (it needs the embedded editor, which is set up on Linux only).");
  console.log(`All of it took ${minutes.toFixed(1)} minutes; the time of each file is in out/times.txt.`);

  const sum = (/** @type {(report: QueueReport) => number} */ count) =>
    reports.reduce((all, one) => all + count(one), 0);
  const passed = sum((one) => one.passed);
  const failures = sum((one) => faultsOf(one).length) + setUpFailures.length + flakyFailures.length;
  const skipped = sum((one) => one.skipped);
  if (passed + failures === 0) console.log("No test was found that fits what was asked for.");
  console.log(`${passed} passed, ${failures} failed${skipped ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failures > 0 || passed === 0 ? 1 : 0;
}
