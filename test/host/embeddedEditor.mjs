// The embedded editor: the real VS Code server, web workbench and Node extension host, as the npm package `code-server`
// carries them. It stands in for a desktop VS Code where none can be downloaded or shown.
import { mkdir, readdir, readFile, realpath, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { exists, installOnce } from "./installOnce.mjs";
import { installLogModule } from "./logModule.mjs";
import { keepLoopbackLinks } from "./loopbackLinks.mjs";
import { node24, nodeOf } from "./node24.mjs";
import { npm } from "./npm.mjs";

/** The editor of tests and of `npm start`, and the VS Code that it is. */
export const newest = { version: "4.139.1", vscode: "1.139.1" };

/** The oldest one that package.json allows, for `npm run oldest`. It runs with the Node that it was made for. */
export const oldest = { version: "4.103.2", vscode: "1.103.2", node: "22.23.5" };

/**
 * What code-server 4.103 leaves out of VS Code's product.json: which extension the chat belongs to. Without it, that version has no default
 * chat participant, and its chat stays closed: no list of models, and no question to any participant. Later packages have it.
 */
const chatOfVsCode = {
  defaultChatAgent: { extensionId: "GitHub.copilot", chatExtensionId: "GitHub.copilot-chat" },
};

/** Set to 1, tests run in the oldest editor. */
export const oldestVariable = "MCP_HUB_TEST_OLDEST";

/**
 * @typedef {object} EmbeddedEditor
 * @property {string} node the Node that runs it
 * @property {string} server the path of VS Code's server-main.js
 * @property {string} home the folder of VS Code itself
 * @property {object} product what its product.json lacks, for the workbench
 */

/**
 * Installs the embedded editor, once.
 *
 * @returns {Promise<EmbeddedEditor>}
 */
export async function embeddedEditor() {
  const isOldest = process.env[oldestVariable] === "1";
  const { version } = isOldest ? oldest : newest;
  const node = await (isOldest ? nodeOf(oldest.node) : node24());
  const folder = await installOnce(`editor-${version}`, [`code-server@${version}`], finish);
  const home = await realpath(editorHome(folder)); // as its processes name it
  await installLogModule(home);
  if (isOldest) await keepLoopbackLinks(home);
  return { node, home, server: join(home, "out/server-main.js"), product: isOldest ? chatOfVsCode : {} };
}

/** @param {string} folder */
const editorHome = (folder) => join(folder, "node_modules/code-server/lib/vscode");

/**
 * VS Code's own packages, and then without what no run needs: source maps are half of it.
 *
 * @param {string} folder
 */
async function finish(folder) {
  const home = editorHome(folder);
  await npm(["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], home);
  await rm(join(home, "node_modules/@github"), { recursive: true, force: true });
  const files = await readdir(home, { recursive: true });
  await Promise.all(files.filter((file) => file.endsWith(".map")).map((file) => rm(join(home, file), { force: true })));
}

/**
 * The built-in extensions that a window of a test has, beside those that also run in the browser: what the hub's settings, documents and
 * results need. All 97 of them cost a window a quarter of its start. `npm start` and the extension-host tests run with all.
 */
const fewExtensions = [
  "configuration-editing",
  "diff",
  "html",
  "javascript",
  "json",
  "json-language-features",
  "log",
  "markdown-basics",
  "markdown-language-features",
  "media-preview",
  "merge-conflict",
  "references-view",
  "search-result",
  "shellscript",
  "simple-browser",
  "theme-defaults",
  "theme-modern-icons",
  "theme-seti",
  "typescript-basics",
  "xml",
  "yaml",
];

/** The editor's own chat with its agent mode. It is in a window only where the workbench's configuration enables it, too. */
const chatExtension = "copilot";

/**
 * A folder with links to a few of the built-in extensions, beside the folder of all. The page asks for each of those that run in the
 * browser, and shows a notification for each that is missing, which would cover the hub's own.
 *
 * @param {EmbeddedEditor} editor
 * @returns {Promise<string>}
 */
export async function builtInFew({ home }) {
  const all = join(home, "extensions");
  const folder = join(home, "extensions-few");
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(all)) {
    if (![...fewExtensions, chatExtension].includes(name) && !(await runsInBrowser(join(all, name)))) continue;
    await symlink(join(all, name), join(folder, name), "dir").catch((error) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
  return folder;
}

/** @param {string} extension its folder */
async function runsInBrowser(extension) {
  const manifest = join(extension, "package.json");
  return (await exists(manifest)) && JSON.parse(await readFile(manifest, "utf8")).browser !== undefined;
}
