// Starts the embedded editor as a server on 127.0.0.1, with a folder of its own for everything that it keeps.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { boundedLog } from "./boundedLog.mjs";
import { builtInFew, embeddedEditor } from "./embeddedEditor.mjs";
import { openFront } from "./front.mjs";
import { runQuietly } from "./npm.mjs";
import { killTree } from "./processes.mjs";
import { sharedSecrets } from "./sharedSecrets.mjs";

const startLimitMs = 60_000;

/**
 * @typedef {object} EditorServerOptions
 * @property {string} root the run's folder; a short path, for sockets lie in it
 * @property {number} [port] of the address to open; a free one unless told
 * @property {boolean} [trust] false: workspace trust is on, and not granted
 * @property {Record<string, unknown>} [settings] the user's, beside those that keep the window quiet
 * @property {readonly string[]} [developmentExtensions] folders
 * @property {Record<string, unknown>} [webConfiguration] more of the workbench's configuration, such as enabledExtensions
 * @property {string} [testsPath] a module for the extension host to run as its tests (way A)
 * @property {readonly string[]} [vsix] packages to install first
 * @property {Record<string, string | undefined>} [env]
 * @property {"all" | "few"} [builtIn] which built-in extensions it has; all unless told
 * @property {boolean} [ownHome] false: processes see the user's real home and temporary folders
 * @property {boolean} [sharedSecrets] true: all windows share their secrets, as on the desktop
 * @property {number} [reconnectionGraceSeconds] how long an extension host outlives a lost connection
 */

/**
 * @typedef {object} EditorServer
 * @property {string} address the origin, such as http://127.0.0.1:4000
 * @property {(path: string) => string} open the address that opens a folder or a workspace file
 * @property {number} pid
 * @property {string} home the folder of the editor's own code
 * @property {(line: string) => void} log adds a line to the run's server.log
 * @property {string} mark is in the environment of every process of the run
 * @property {Promise<void>} ended
 * @property {() => Promise<void>} close ends the whole process tree
 */

/** What no window of a demonstration or a test should be interrupted by. */
const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.reduceMotion": "on", // each picture of an animation is drawn by the processor
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "update.showReleaseNotes": false,
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "npm.autoDetect": "off",
  "typescript.disableAutomaticTypeAcquisition": true,
  "window.restoreWindows": "none",
  // A browser sees the gateway of the window as a forwarded port, and a notice of it covers the chat.
  "remote.autoForwardPorts": false,
};

/**
 * @param {EditorServerOptions} options
 * @returns {Promise<EditorServer>}
 */
export async function startEditorServer(options) {
  const { root, trust = true, developmentExtensions = [], testsPath, ownHome = true } = options;
  const mark = join(root, "bin");
  const editor = await embeddedEditor();
  const at = (/** @type {string} */ name) => join(root, name);
  await Promise.all(["user/User", "tmp", "home", "bin", "ext"].map((name) => mkdir(at(name), { recursive: true })));
  const settings = { ...quietSettings, ...trustSettings(trust), ...options.settings };
  await writeFile(at("user/User/settings.json"), JSON.stringify(settings, undefined, 2));

  const folders = ["--user-data-dir", at("user"), "--extensions-dir", at("ext"), "--server-data-dir", at("server")];
  for (const path of options.vsix ?? []) {
    // Without the environment of a login shell, which it would leave behind where that takes long.
    const install = ["--install-extension", path, "--force", "--force-disable-user-env"];
    await runQuietly(editor.node, [editor.server, ...folders, ...install], root);
  }

  const token = randomBytes(16).toString("hex");
  const child = spawn(
    editor.node,
    [
      editor.server,
      ...["--host", "127.0.0.1", "--port", "0", "--connection-token", token, ...folders],
      ...["--accept-server-license-terms", "--telemetry-level", "off", "--force-disable-user-env"],
      ...(options.builtIn === "few" ? ["--builtin-extensions-dir", await builtInFew(editor)] : []),
      ...["--disable-experiments", "--disable-getting-started-override"],
      ...["--reconnection-grace-time", String(options.reconnectionGraceSeconds ?? 5)],
      ...(trust ? ["--disable-workspace-trust"] : []),
    ],
    {
      cwd: root,
      // A group of its own: Ctrl-C in a terminal reaches only the script, which then ends the whole tree in order.
      detached: process.platform !== "win32",
      stdio: ["ignore", "pipe", "pipe"],
      env: environment(root, mark, ownHome, options.env),
    },
  );
  const log = boundedLog(at("server.log"));
  child.stdout.on("data", log.write);
  child.stderr.on("data", log.write);
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => child.once("close", () => resolve()));

  try {
    const backend = await listeningPort(child);
    const front = await openFront({
      backend,
      port: options.port ?? 0,
      secretKey: await secretKey(at("secret-key")),
      ...(options.sharedSecrets ? { secrets: sharedSecrets() } : {}),
      configure: (configuration, authority) => {
        Object.assign(configuration, options.webConfiguration);
        Object.assign(configuration, {
          productConfiguration: closedProduct(configuration.productConfiguration, editor),
        });
        const location = (/** @type {string} */ path) => ({ scheme: "vscode-remote", authority, path: uriPath(path) });
        const development = {
          ...(developmentExtensions.length ? { extensions: developmentExtensions.map(location) } : {}),
          ...(testsPath ? { extensionTestsPath: location(testsPath) } : {}),
        };
        Object.assign(configuration, {
          developmentOptions: { ...Object(configuration.developmentOptions), ...development },
        });
      },
    });
    const address = `http://127.0.0.1:${front.port}`;
    return {
      address,
      open: (path) => {
        const kind = path.endsWith(".code-workspace") ? "workspace" : "folder";
        return `${address}/?${kind}=${encodeURIComponent(uriPath(path))}&tkn=${token}`;
      },
      pid: child.pid ?? 0,
      home: editor.home,
      mark,
      log: (line) => log.write(`${line}\n`),
      ended,
      close: async () => {
        await killTree(child.pid, { mark });
        await front.close();
        await ended;
        await log.close();
      },
    };
  } catch (error) {
    await killTree(child.pid, { mark });
    await log.close();
    throw error;
  }
}

/** @param {boolean} trust */
function trustSettings(trust) {
  if (trust) return { "security.workspace.trust.enabled": false };
  return {
    "security.workspace.trust.enabled": true,
    "security.workspace.trust.startupPrompt": "never",
    "security.workspace.trust.emptyWindow": false,
  };
}

/**
 * The server's environment, which the extension host and all below it inherit. An empty folder of the run ends its
 * PATH: that is the mark by which a process is known as this run's when it has left the tree, for even those who pass a
 * clean environment to their children pass PATH.
 *
 * @param {string} root
 * @param {string} mark
 * @param {boolean} ownHome
 * @param {Record<string, string | undefined>} [more]
 * @returns {NodeJS.ProcessEnv}
 */
function environment(root, mark, ownHome, more) {
  const own = ownHome
    ? { HOME: join(root, "home"), TMPDIR: join(root, "tmp"), XDG_RUNTIME_DIR: join(root, "tmp") }
    : {};
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name),
  );
  const PATH = `${process.env.PATH ?? ""}${delimiter}${mark}`;
  return { ...Object.fromEntries(inherited), PATH, ...own, ...more };
}

/**
 * No question before a link is opened, and no extension gallery: a run asks nobody on the network.
 *
 * @param {unknown} product
 * @param {import("./embeddedEditor.mjs").EmbeddedEditor} editor
 */
const closedProduct = (product, editor) => ({
  ...Object(product),
  ...editor.product,
  linkProtectionTrustedDomains: ["*"],
  extensionsGallery: undefined,
});

/**
 * A file's path as a URI has it, on Windows too.
 *
 * @param {string} path
 */
function uriPath(path) {
  const slashes = path.replaceAll("\\", "/");
  return slashes.startsWith("/") ? slashes : `/${slashes}`;
}

/**
 * The server's half of the key stays with the run's folder, so that secrets outlive a restart.
 *
 * @param {string} path
 */
async function secretKey(path) {
  try {
    return await readFile(path);
  } catch {
    const key = randomBytes(32);
    await writeFile(path, key, { mode: 0o600 });
    return key;
  }
}

/**
 * Waits for the server's word that it listens.
 *
 * @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child
 * @returns {Promise<number>}
 */
function listeningPort(child) {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => fail("did not start in 60 s"), startLimitMs);
    const fail = (/** @type {string} */ what) => {
      clearTimeout(timer);
      reject(new Error(`The editor's server ${what}. It said:\n${text}`));
    };
    child.on("error", (error) => fail(error.message));
    child.on("exit", (code) => fail(`ended with exit code ${code}`));
    child.stdout.on("data", (chunk) => {
      if (text.length > 10_000) return;
      text += chunk;
      const port = /agent listening on (\d+)/.exec(text)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}
