import { setMaxListeners } from "node:events";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { version } from "../package.json";
import { CredentialStore } from "./core/auth/credentialStore";
import { processLock } from "./core/auth/lock";
import { Refresher } from "./core/auth/refresher";
import { StoredGrants } from "./core/calls/approval/storedGrants";
import { broadcast, callMany } from "./core/calls/callMany";
import { callPath } from "./core/calls/callPath";
import { newCall } from "./core/calls/toolCall";
import { verifySkillFile } from "./core/catalog/skill";
import { resolvePlan } from "./core/config/plan/resolvePlan";
import { readConfigFile } from "./core/config/reading/configFile";
import { type Configuration, readConfiguration } from "./core/config/reading/configuration";
import { optionsFromEnvironment } from "./core/config/reading/optionsFromEnvironment";
import type { Options } from "./core/config/schema/settings";
import { RememberedEras } from "./core/connection/rememberedEras";
import { EventStream } from "./core/hub/eventStream";
import { LocalHub } from "./core/hub/localHub";
import { Metrics } from "./core/hub/metrics";
import { neverAborted } from "./core/kernel/abortSignals";
import { systemClock } from "./core/kernel/clock";
import { asHubError, HubError } from "./core/kernel/hubError";
import { questionPath } from "./core/questions/questionPath";
import { parseCommandLine } from "./headless/commandLine";
import { environmentNextSteps, environmentValues } from "./headless/environmentValues";
import { FileState, stateFolder } from "./headless/fileState";
import type { HeadlessCall, HeadlessCallOptions, HeadlessHub } from "./headless/headlessHub";
import { MemorySecrets, MemoryState } from "./headless/memoryState";
import { type Answers, optionClientFeatures, rootAt } from "./headless/optionClientFeatures";
import { forTerminal } from "./headless/printed";
import { failed, type HubNeeds, type Outcome, runCommand } from "./headless/runCommand";
import { stderrLog } from "./headless/stderrLog";
import { Authorizations } from "./mcp/auth/authorizations";
import { Network } from "./mcp/http/client/network";
import { watchNetwork } from "./mcp/http/client/networkWatch";
import { loopbackRedirect } from "./mcp/oauth/loopbackRedirect";
import { openLink } from "./mcp/openLink";
import { loginShellEnv } from "./mcp/processes/loginShellEnv";

export { HubError } from "./core/kernel/hubError";
export type { HeadlessHub } from "./headless/headlessHub";

/** The defaults that the environment gives (`MCP_…`); a value that cannot be used is said at the start, and left out. */
const environment = optionsFromEnvironment(process.env);

export interface HubOptions {
  /** Server entries by name, in the shape of `mcpHub.servers`. A bad entry costs only itself: see `status().problems`. */
  readonly servers: Readonly<Record<string, unknown>>;
  /** What `${workspaceFolder}` stands for, and where servers start; the current folder unless given. */
  readonly directory?: string;
  /** The settings under `mcpHub.`, without that prefix. Whoever writes a script has decided: nothing asks for approval. */
  readonly options?: Partial<Options>;
  /**
   * Opens a page for the person who signs in; sign-ins then begin by themselves when a server asks for one, and last as long as the
   * process. Without it a server that asks for a person fails.
   */
  readonly openBrowser?: (url: string) => Promise<unknown>;
  /** What servers are answered that ask back. */
  readonly answers?: Answers;
}

/** The hub as a module: begins to connect to every server at once. `close` it when you are done. */
export function createHub(given: HubOptions): HeadlessHub {
  const { servers, directory = process.cwd(), options = {} } = given;
  const place = { scope: "file", source: resolve(directory) } as const;
  const values = { ...environment.options, ...options, servers };
  return startHub(readConfiguration([{ place, values }], true), resolve(directory), given);
}

function startHub(
  { definitions, options, problems }: Configuration,
  directory: string,
  { openBrowser, answers = {} }: Pick<HubOptions, "openBrowser" | "answers"> = {},
): HeadlessHub {
  const decided: Options = { ...options, approval: "never" };
  const settings = () => decided;
  const report = (error: unknown) => process.stderr.write(`${asHubError(error).message}\n`);
  const stream = new EventStream(systemClock.now, report);
  const metrics = new Metrics();
  stream.onEvent((event) => metrics.add(event));
  for (const problem of environment.problems) process.stderr.write(`${problem}\n`);
  const { logLevel } = environment;
  if (logLevel) {
    const write = stderrLog(logLevel, (line) => void process.stderr.write(line));
    stream.onEvent((event) => write(event, stream.view));
  }
  const shellEnv = loginShellEnv({ report });
  const state = new FileState(stateFolder(process.env, process.platform, homedir()), report);
  const store = new CredentialStore(new MemorySecrets(), {
    workspace: new MemoryState(),
    always: new MemoryState(),
    issuers: state,
  });
  const network = new Network(() => ({ caFile: options.caFile || undefined }));
  const authorizations = new Authorizations({
    network,
    store,
    refresher: new Refresher({ store, lock: processLock(), clock: systemClock }),
    clock: systemClock,
    redirects: { loopback: loopbackRedirect },
    open: openBrowser,
    automatic: true,
    limitMs: () => settings().signInTimeoutSeconds * 1000,
    env: shellEnv,
    report,
  });
  const hub = new LocalHub({
    open: openLink({
      clientInfo: { name: "mcp-client-hub", version },
      shellEnv,
      report,
      network,
      eras: new RememberedEras(state, systemClock.now, report),
      authorize: authorizations.of,
      clientFeatures: questionPath({
        clientFeatures: optionClientFeatures(answers),
        options: settings,
        clock: systemClock,
        publish: stream.publish,
      }),
    }),
    plan: resolvePlan({
      variableContext: {
        env: (name) => process.env[name],
        userHome: homedir(),
        workspaceFolder: () => directory,
        readFile: (path) => readFile(path, "utf8"),
      },
      secrets: environmentValues(process.env),
      parseEnv,
      ask: async () => undefined, // nobody is there
      nextSteps: environmentNextSteps,
    }),
    options: settings,
    clock: systemClock,
    publish: stream.publish,
    onNetworkChange: watchNetwork(systemClock),
  });
  const grants = new StoredGrants(hub.definition.bind(hub), {
    workspace: new MemoryState(),
    always: new MemoryState(),
  });
  const ask = async () => ({ allow: false }) as const; // nobody is there: what must be asked is declined
  const callTool = callPath({
    hub,
    options: settings,
    grants,
    ask,
    clock: systemClock,
    publish: stream.publish,
    onEvent: stream.onEvent,
  });

  stream.publish({ type: "config.read", problems });
  hub.configure(definitions);
  return {
    ready: () => hub.ready(),
    listTools: () =>
      hub.tools().map(({ modelName, server, tool }) => ({ ...tool, name: modelName, server, tool: tool.name })),
    callTool: (server, tool, args, options) => callTool(asCall({ server, tool, ...(args && { args }) }, options)),
    callMany: (calls, options) =>
      callMany(
        callTool,
        calls.map((call) => asCall(call, options)),
        options?.parallel,
      ),
    broadcast: (tool, args, options) =>
      broadcast(hub, callTool, asCall({ server: "", tool, ...(args && { args }) }, options), options?.parallel),
    catalog: (server) => hub.catalog(server),
    skills: (server, { signal = new AbortController().signal } = {}) => hub.skills(server, { signal }),
    skillFile: async (server, skill, uri, { signal = new AbortController().signal } = {}) =>
      verifySkillFile(skill, uri, await hub.readResource(server, uri, { signal })),
    readResource: (server, uri, { signal = new AbortController().signal, onProgress } = {}) =>
      hub.readResource(server, uri, { signal, ...(onProgress && { onProgress }) }),
    getPrompt: (server, name, args = {}, { signal = new AbortController().signal, onProgress } = {}) =>
      hub.getPrompt(server, name, args, { signal, ...(onProgress && { onProgress }) }),
    onNotification: (listener, filter = {}) => hub.notifications.on(filter, listener),
    notifications: (filter) => hub.notifications.history(filter),
    status: () => stream.view,
    figures: () => metrics.figures(systemClock.now()),
    close: async () => {
      await hub.close();
      await state.settled();
    },
  };
}

/** What is asked of this door, as a call. */
function asCall(
  { server, tool, args = {} }: HeadlessCall,
  { signal = neverAborted, onProgress }: HeadlessCallOptions = {},
) {
  if (signal !== neverAborted) setMaxListeners(0, signal); // many calls may share a signal: that each of them listens is no leak
  return newCall({ server, tool, args, door: "headless", signal, ...(onProgress && { onProgress }) });
}

/** The hub of a configuration file; with `only`, of that server alone, so that one call starts one process. */
async function openFile(file: string, { only, roots }: HubNeeds): Promise<HeadlessHub> {
  const path = resolve(file);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? "there is no such file" : error.message;
    throw new HubError("bad-config", `The configuration ${path} cannot be read: ${why}. Correct --config.`, {
      cause: error,
    });
  });
  const configuration = readConfigFile(text, path, environment.options);
  const { definitions, problems } = configuration;
  const [unreadable] = definitions.length === 0 ? problems.filter(({ severity }) => severity === "error") : [];
  if (unreadable) throw new HubError("bad-config", `${path}: ${unreadable.message}`);
  const wanted = definitions.filter(({ id }) => id === only);
  const answers = roots.length > 0 ? { roots: await Promise.all(roots.map(rootAt)) } : {};
  const chosen = only === undefined || wanted.length === 0 ? definitions : wanted;
  return startHub({ ...configuration, definitions: chosen }, process.cwd(), { answers });
}

async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  const abort = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => abort.abort(new HubError("cancelled", `Stopped by ${signal}.`)));
  const outcome = await run(argv, abort.signal);
  const plain = !argv.includes("--json");
  await write(process.stderr, process.stderr.isTTY ? forTerminal(outcome.stderr) : outcome.stderr);
  await write(process.stdout, process.stdout.isTTY && plain ? forTerminal(outcome.stdout) : outcome.stdout);
  process.exit(outcome.exitCode);
}

async function run(argv: readonly string[], signal: AbortSignal): Promise<Outcome> {
  try {
    return await runCommand(parseCommandLine(argv), openFile, version, signal);
  } catch (error) {
    return failed(error, argv.includes("--json"));
  }
}

/** Settles when the text has left the process: a pipe takes a large result in pieces. */
const write = (to: NodeJS.WriteStream, text: string) => new Promise<void>((resolve) => to.write(text, () => resolve()));

if (require.main === module) void main();
