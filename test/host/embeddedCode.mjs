#!/usr/bin/env node
// Stands where a desktop `code` would: takes its arguments for a test run, runs the tests in the embedded editor, and ends
// with their exit code. `code FOLDER --extensionDevelopmentPath=… --extensionTestsPath=… --user-data-dir=…`
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchBrowser } from "./browser.mjs";
import { startEditorServer } from "./editorServer.mjs";
import { logs } from "./paths.mjs";

const args = process.argv.slice(2);
const values = (/** @type {string} */ name) =>
  args.flatMap((arg) => (arg.startsWith(`--${name}=`) ? [arg.slice(name.length + 3)] : []));
const folder = args.find((arg) => !arg.startsWith("-"));
const [testsPath] = values("extensionTestsPath");
const [userData] = values("user-data-dir");
if (!folder || !testsPath || !userData)
  throw new Error(`A folder, the tests and user data are needed: ${args.join(" ")}`);

const root = await mkdtemp(join(tmpdir(), "mcph-"));
const settings = JSON.parse(await readFile(join(userData, "User/settings.json"), "utf8"));
const server = await startEditorServer({
  root,
  settings,
  testsPath,
  developmentExtensions: values("extensionDevelopmentPath"),
});
const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });

page.on("console", (message) => server.log(`[window] ${message.text()}`));

/** @type {Promise<number>} */
const exit = new Promise((resolve, reject) => {
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve(1));
  page.on("crash", () => reject(new Error("The page crashed.")));
  page
    .exposeFunction("codeAutomationExit", resolve)
    .then(() => page.goto(server.open(folder)), reject)
    .catch(reject);
});
try {
  process.exitCode = await exit;
} finally {
  await browser.close();
  await server.close();
  await mkdir(logs, { recursive: true });
  await cp(join(root, "server.log"), join(logs, "editor-server.log"));
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
}
