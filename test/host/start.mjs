// npm start [-- --desktop]: does all set-up and opens a VS Code with the extension, a demo folder and a sample server.
//
// Without a flag it is the embedded editor, served to a browser on 127.0.0.1, with the packaged extension installed: what
// users get. With --desktop it is the machine's own `code`. Folder and settings are made again at each start.
//
// Only what needs no dependency is imported here: on a fresh machine there is none yet.
import { spawn } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startEditorServer } from "./editorServer.mjs";
import { packageExtension, vsix } from "./extensionPackage.mjs";
import { exists } from "./installOnce.mjs";
import { cache, demo, repository } from "./paths.mjs";
import { killTree, listProcesses } from "./processes.mjs";
import { installDependencies } from "./setUp.mjs";

const { values } = parseArgs({
  options: {
    desktop: { type: "boolean", default: false },
    port: { type: "string", default: "0" },
    // For the test of this script: a packaged extension that exists already, and a folder of its own.
    packaged: { type: "string" },
    root: { type: "string", default: join(cache, "start") },
  },
});

/** VS Code opens its chat only where a language model is; and the walkthrough is the first page. */
const demoExtensions = ["scriptedModel", "firstPage"].map((name) => join(repository, "test/host", name));

const hints = `
What to try first: the page that opens has five steps, or
  1. MCP Hub in the activity bar: the sample server "documents" with its tools, resources and prompts.
  2. "MCP Hub: Call Tool…" in the command palette (F1): pick a tool, fill in its form, see the answer.
  3. In chat, "@mcp /servers", and "@mcp documents__extract_text {"path": "fish-soup.md"}". No language model is signed in here;
     "Scripted" stands in for one and calls the tools that a question names.
  4. "MCP 1/1" in the status bar: every server at a glance; "MCP Hub: Show Activity" opens the live log of calls and notifications.
`;

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function start() {
  const root = resolve(values.root);
  await refuseSecond(root);
  await installDependencies();
  if (!values.packaged) {
    console.log("Set-up: building and packaging the extension …");
    await packageExtension();
  }

  await rm(root, { recursive: true, force: true, maxRetries: 5 });
  const folder = join(root, "demo");
  await mkdir(folder, { recursive: true });
  await writeFile(join(root, "pid"), String(process.pid));
  if (await exists(demo)) await cp(demo, folder, { recursive: true });
  const sample = { type: "stdio", command: "node", args: [join(repository, "dist/samples/documents.js"), folder] };
  const settings = { "mcpHub.servers": { documents: sample } };

  if (values.desktop) await openDesktop(root, folder, settings);
  else await openEmbedded(root, folder, settings);
}

/**
 * Serves the embedded editor until a signal comes.
 *
 * @param {string} root
 * @param {string} folder
 * @param {Record<string, unknown>} settings
 */
async function openEmbedded(root, folder, settings) {
  console.log("Set-up: starting the editor …");
  const stopped = stopSignal();
  const server = await startEditorServer({
    root,
    settings,
    port: Number(values.port),
    vsix: [values.packaged ?? vsix],
    developmentExtensions: demoExtensions,
    ownHome: false,
    reconnectionGraceSeconds: 300,
  });
  console.log(`\nVS Code is at ${server.open(folder)}\n${hints}\nCtrl-C ends it.`);
  const why = await Promise.race([stopped, server.ended.then(() => "ended")]);
  await server.close();
  if (why === "ended") throw new Error(`The editor's server ended by itself; its log is ${join(root, "server.log")}.`);
  console.log("VS Code and everything it started have ended.");
}

/**
 * Opens the machine's own VS Code and stays until its window is closed.
 *
 * @param {string} root
 * @param {string} folder
 * @param {Record<string, unknown>} settings
 */
async function openDesktop(root, folder, settings) {
  const userData = join(root, "desktop");
  await mkdir(join(userData, "User"), { recursive: true });
  await writeFile(join(userData, "User/settings.json"), JSON.stringify(settings, undefined, 2));
  const windows = process.platform === "win32";
  const quoted = (/** @type {string} */ text) => (windows ? `"${text}"` : text);
  const args = [
    "--new-window",
    "--wait",
    ...[repository, ...demoExtensions].map((path) => `--extensionDevelopmentPath=${path}`),
    "--user-data-dir",
    userData,
    folder,
  ];
  const child = spawn("code", args.map(quoted), { stdio: "ignore", shell: windows });
  const stopped = stopSignal();
  child.once("spawn", () => console.log(`${hints}\nCtrl-C, or closing the window, ends it.`));
  /** @type {Promise<{ error?: Error, code?: number | null }>} */
  const closed = new Promise((resolve) => {
    child.once("error", (error) => resolve({ error }));
    child.once("exit", (code) => resolve({ code }));
  });
  const ending = await Promise.race([stopped, closed]);
  if (ending === "stopped") return killTree(child.pid);
  const { error, code } = ending;
  if ((error && "code" in error && error.code === "ENOENT") || (windows && code === 1)) {
    throw new Error(
      'There is no desktop VS Code to open: "code" is not on the PATH. Install its shell command, or leave out --desktop.',
    );
  }
  if (error) throw error;
  if (code !== 0) throw new Error(`The desktop VS Code ended with exit code ${code}.`);
}

/**
 * Resolves at the first Ctrl-C, or what else asks a program to end.
 *
 * @returns {Promise<"stopped">}
 */
function stopSignal() {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => resolve("stopped"));
  });
}

/**
 * Two editors on one folder would spoil each other's settings.
 *
 * @param {string} root
 */
async function refuseSecond(root) {
  if (!(await exists(join(root, "pid")))) return;
  const pid = Number(await readFile(join(root, "pid"), "utf8"));
  const other = (await listProcesses()).find((one) => one.pid === pid && one.command.includes("start.mjs"));
  if (other) throw new Error(`"npm start" is running already, as process ${pid}: end that one first.`);
}
