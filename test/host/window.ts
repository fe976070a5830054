// A VS Code window as a person has it, for tests that click and look. The other way, for tests of the API only, is to run
// inside the extension host: test/editor. Here the test stays outside, drives the page with Playwright, and may send a
// function into the extension host by `run` (see probe/). Every window has its own server, profile and folder.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import type { ExtensionContext } from "vscode";
import { launchBrowser } from "./browser.mjs";
import { startEditorServer } from "./editorServer.mjs";
import { oldestVariable } from "./embeddedEditor.mjs";
import { vsix } from "./extensionPackage.mjs";
import { exists } from "./installOnce.mjs";
import { demo, out, repository, windowLogs } from "./paths.mjs";
import { openProbeChannel, type ProbeLine } from "./probeChannel.js";
import { carriesMark, descendants, listProcesses } from "./processes.mjs";

const startLimitMs = 90_000;

export interface WindowOptions {
  /** Settings of the user, beside those that keep the window quiet. The theme is dark unless they say otherwise. */
  readonly userSettings?: Readonly<Record<string, unknown>>;
  readonly workspaceSettings?: Readonly<Record<string, unknown>>;
  /** The folder or the workspace file to open, in place. Unless told, a fresh copy of test/host/demo. */
  readonly folder?: string;
  /** false: workspace trust is on and not granted, so the window is in Restricted Mode. Unless told, trust is off. */
  readonly trust?: boolean;
  /** The editor's language for extensions, such as `de`. The editor's own texts stay English: it has no language packs here. */
  readonly language?: string;
  /** More of the workbench's configuration, such as `{ enabledExtensions: ["GitHub.copilot-chat"] }`. */
  readonly webConfiguration?: Readonly<Record<string, unknown>>;
  /** Folders of further development extensions, such as a scripted language model. */
  readonly extensions?: readonly string[];
  /** Variables for the extension host and all below it. HOME and TMPDIR lie in the run's folder unless told. */
  readonly env?: Readonly<Record<string, string>>;
  /** true: installs the packaged extension, as `npm test` has made it, instead of loading the repository. */
  readonly vsix?: boolean;
  /** true: windows that `openBeside` opens share their secrets with this one, as on the desktop. */
  readonly sharedSecrets?: boolean;
  /** How long an extension host outlives a lost connection; 5 unless told. */
  readonly reconnectionGraceSeconds?: number;
}

export interface ChildProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The API of VS Code, as a function that runs in the extension host gets it. */
type Api = typeof import("vscode");

export interface EditorWindow {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The run's folder: user data, logs, home, temporary files. Gone after `close`. */
  readonly root: string;
  /** The folder or workspace file that is open. */
  readonly folder: string;
  /**
   * Evaluates a function in the extension host and brings its result back as JSON. Only its source goes there: it sees
   * `vscode`, its argument, the probe's own extension context and `require`, and nothing of the test around it.
   */
  run<R, A = undefined>(
    fn: (vscode: Api, arg: A, probe: ExtensionContext) => R | PromiseLike<R>,
    arg?: A,
    timeoutMs?: number,
  ): Promise<R>;
  /** Loads the window again, as "Developer: Reload Window" does; resolves when the new extension host is up. */
  reload(): Promise<void>;
  extensionHostPid(): Promise<number>;
  /**
   * The living processes that extensions started: below the extension host, or once seen there, or with the run's mark
   * in their environment, which a detached process keeps. VS Code's own processes are left out.
   */
  children(): Promise<ChildProcess[]>;
  /** Opens a further window on another folder, which must exist. It is closed with this one. */
  openBeside(folder: string): Promise<WindowBeside>;
  /** Saves what is seen to out/screenshots/<name>.png and gives its path. */
  screenshot(name: string): Promise<string>;
  /** Closes the window as a person does; the server lives on, so that what remains can be watched. */
  closeWindow(): Promise<void>;
  /** Ends everything: the window, the server and every process of the run. */
  close(): Promise<void>;
}

/** A further window of the same editor, with the same user, on another folder. */
export type WindowBeside = Pick<EditorWindow, "page" | "folder" | "run" | "reload" | "screenshot">;

/** Opens a window on a fresh profile with the extension under development, and waits until extensions run. */
export async function openWindow(options: WindowOptions = {}): Promise<EditorWindow> {
  const root = await mkdtemp(join(tmpdir(), "mcph-"));
  const cleanUp: (() => unknown)[] = [() => rm(root, { recursive: true, force: true, maxRetries: 5 })];
  const close = async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  };
  cleanUp.push(() => keepLog(root));
  try {
    return await open(root, options, cleanUp, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  root: string,
  options: WindowOptions,
  cleanUp: (() => unknown)[],
  close: () => Promise<void>,
): Promise<EditorWindow> {
  const folder = options.folder ?? (await demoCopy(join(root, "demo")));
  if (options.workspaceSettings) await writeSettings(folder, options.workspaceSettings);

  const probe = await openProbeChannel();
  cleanUp.push(() => probe.close());
  const starting = startEditorServer({
    root,
    settings: options.userSettings,
    webConfiguration: options.webConfiguration,
    env: { ...probe.env, ...options.env },
    trust: options.trust,
    builtIn: "few",
    vsix: options.vsix ? [vsix] : [],
    sharedSecrets: options.sharedSecrets,
    reconnectionGraceSeconds: options.reconnectionGraceSeconds,
    developmentExtensions: [
      ...(options.vsix ? [] : [repository]),
      join(repository, "test/host/probe"),
      ...(options.extensions ?? []),
    ],
  });
  const started = starting.catch(() => undefined); // its failure is told below
  cleanUp.push(async () => (await started)?.close());
  const browser = await launchBrowser(); // beside the server, which needs as long
  cleanUp.push(() => browser.close());
  const server = await starting;
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, colorScheme: "dark" });
  context.setDefaultNavigationTimeout(startLimitMs);
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.address });
  if (options.language !== undefined)
    await context.addInitScript(
      (language) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: language }),
      options.language,
    );
  // VS Code 1.103 tries another chat on some new users: where its first random number is below 0.2. A test must know what it sees.
  if (process.env[oldestVariable] === "1")
    await context.addInitScript(() => {
      const { random } = Math;
      Math.random = () => 0.2 + 0.8 * random();
    });
  // What the extension host prints ends up in the page's console.
  context.on("console", (message) => server.log(`[window] ${message.text()}`));
  const openPage = async (folder: string, line: ProbeLine) => {
    const page = await context.newPage();
    await page.goto(server.open(folder));
    return windowOn(page, line, folder);
  };
  const window = await openPage(folder, probe);
  const { page, run } = window;
  const extensionHostPid = () => run(() => process.pid);

  let host = await extensionHostPid();
  const seen = new Map<number, string>();

  return {
    ...window,
    context,
    root,
    extensionHostPid,
    openBeside: async (folder) => openPage(folder, probe.of(folder)),
    reload: async () => {
      await window.reload();
      // After a kill the old page starts a host of its own, which may be heard first, and goes with its page.
      host = await extensionHostPid().catch(extensionHostPid);
    },
    children: async () => {
      const all = await listProcesses();
      for (const one of descendants(all, host)) seen.set(one.pid, one.started);
      const ours = await Promise.all(
        all.map(async (one) => seen.get(one.pid) === one.started || (await carriesMark(one.pid, server.mark))),
      );
      return all
        .filter((one, i) => ours[i] && !one.command.includes(server.home))
        .map(({ pid, parent, command }) => ({ pid, parent, command }));
    },
    closeWindow: async () => {
      await settleSecrets(page);
      // Leaving the page lets the workbench say goodbye; the extension host then ends at once.
      await page.goto("about:blank");
      await page.close();
    },
    close,
  };
}

/** One window once it is up: what of it is the same for the first and for those beside it. */
async function windowOn(page: Page, line: ProbeLine, folder: string): Promise<WindowBeside> {
  const hubIsActive = async () => {
    await line.connected(startLimitMs);
    await line.evaluate(whenHubIsActive.toString(), undefined, startLimitMs);
  };
  const ready = async () => {
    await line.connected(startLimitMs);
    await page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: startLimitMs });
    await hubIsActive().catch(hubIsActive); // the host that was heard first may end, see `reload` below
  };
  await ready();
  return {
    page,
    folder,
    run: async <R, A>(
      fn: (vscode: Api, arg: A, probe: ExtensionContext) => R | PromiseLike<R>,
      arg?: A,
      timeoutMs = 30_000,
    ) =>
      // The result crossed as JSON from a function of exactly this type.
      (await line.evaluate(fn.toString(), arg, timeoutMs)) as R,
    reload: async () => {
      await settleSecrets(page);
      line.forget();
      await page.reload();
      await ready();
    },
    screenshot: async (name) => {
      const path = join(out, "screenshots", `${name}.png`);
      await page.screenshot({ path, animations: "disabled" });
      return path;
    },
  };
}

/** Runs in the extension host. On a busy machine the probe may come before the hub, whose commands are not there until it is active. */
function whenHubIsActive(vscode: Api): Promise<void> {
  const hub = vscode.extensions.getExtension("mcp-client-hub.mcp-client-hub");
  return new Promise((resolve) => {
    const look = () => (!hub || hub.isActive ? resolve() : void setTimeout(look, 20));
    look();
  });
}

/**
 * The workbench answers `secrets.store` before it has sealed and kept the secret in the browser's storage, which a person
 * is too slow to notice: the same steps, asked for later, end later.
 */
async function settleSecrets(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await fetch("/mint-key", { method: "POST" });
    await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  });
  await page.waitForTimeout(200);
}

async function demoCopy(to: string): Promise<string> {
  await mkdir(to, { recursive: true });
  if (await exists(demo)) await cp(demo, to, { recursive: true });
  return to;
}

async function writeSettings(folder: string, settings: object): Promise<void> {
  const path = join(folder, ".vscode/settings.json");
  const before = (await exists(path)) ? JSON.parse(await readFile(path, "utf8")) : {};
  await mkdir(join(folder, ".vscode"), { recursive: true });
  await writeFile(path, JSON.stringify({ ...before, ...settings }, undefined, 2));
}

let windows = 0;

/** What VS Code wrote, its extension host's console included. The runner keeps it when a test of the suite fails. */
async function keepLog(root: string): Promise<void> {
  const from = join(root, "server.log");
  if (!(await exists(from))) return;
  await mkdir(windowLogs, { recursive: true });
  await cp(from, join(windowLogs, `${process.pid}-${++windows}.log`));
}
