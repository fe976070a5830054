import { setMaxListeners } from "node:events";
import { resolve } from "node:path";
import { version } from "../package.json";
import { composeHeadless, namesRoots } from "./composeHeadless";
import { broadcast, callMany } from "./core/calls/callMany";
import { newCall } from "./core/calls/toolCall";
import { withFallback } from "./core/calls/withFallback";
import { asShown } from "./core/catalog/catalog";
import { verifySkillFile } from "./core/catalog/verifySkillFile";
import { readConfigFile } from "./core/config/reading/configFile";
import { type Configuration, readConfiguration } from "./core/config/reading/configuration";
import { environmentLocation, environmentServers } from "./core/config/reading/environmentServers";
import { optionsFromEnvironment } from "./core/config/reading/optionsFromEnvironment";
import type { Options } from "./core/config/schema/settings";
import type { EventStream } from "./core/hub/eventStream";
import { neverAborted } from "./core/kernel/abortSignals";
import { systemClock } from "./core/kernel/clock";
import { asHubError, HubError } from "./core/kernel/hubError";
import { parseCommandLine } from "./headless/commandLine";
import { commandLineText, moduleText } from "./headless/doorTexts";
import { stateFolderHere } from "./headless/fileState";
import type { HeadlessCall, HeadlessCallOptions, HeadlessHub } from "./headless/headlessHub";
import { type Answers, rootAt } from "./headless/optionClientFeatures";
import { forTerminal, jsonForTerminal, printedCompatibility } from "./headless/printed";
import { reported } from "./headless/reported";
import { failed, type HubNeeds, type Outcome, runCommand } from "./headless/runCommand";
import type { ServeCommand, StdioCommand } from "./headless/serveCommand";
import { stderrLog } from "./headless/stderrLog";
import { checkUsable, configText } from "./headless/usableConfig";
import { verified } from "./headless/verified";
import { compatibility } from "./mcp/revisions/compatibility";
import { checkedAudit } from "./node/audit/checkedAudit";
import { type OpenSecrets, openSecrets } from "./openSecrets";
import { openServices } from "./openServices";
import type { Caller, Door } from "./protocol/caller";
import { message, useTranslation } from "./protocol/message";
import { type Services, servicesOf } from "./services/clients/services";

export { failureOf } from "./core/calls/services/serviceFailure";
export { HubError } from "./core/kernel/hubError";
export type { HeadlessHub } from "./headless/headlessHub";
export type { Services } from "./services/clients/services";

/** The defaults that the environment gives (`MCP_…`); a value that cannot be used is said at the start, and left out. */
const environment = optionsFromEnvironment(process.env);

/** What holds where a configuration file says nothing. */
const under = { ...environment.options, servers: environmentServers(process.env) };

export interface HubOptions {
  /** Server entries by name, in the shape of `mcpHub.servers`. A bad entry costs only itself: see `status().problems`. */
  readonly servers: Readonly<Record<string, unknown>>;
  /** What `${workspaceFolder}` stands for, and where servers start; the current folder unless given. */
  readonly directory?: string;
  /** The settings under `mcpHub.`, without that prefix. The person who writes a script has decided: nothing asks for approval. */
  readonly options?: Partial<Options>;
  /**
   * Opens a page for the person who signs in; sign-ins then begin by themselves when a server asks for one, and last as long as the
   * process. Without it a server that asks for a person fails.
   */
  readonly openBrowser?: (url: string) => Promise<unknown>;
  /** What servers are answered that ask back. */
  readonly answers?: Answers;
}

/** The hub of a script. */
export interface ModuleHub extends HeadlessHub {
  /** Jira, Confluence, Slack and others in one shape, whichever server has them: `services.jira("tickets").getIssue("PROJ-1")`. */
  readonly services: Services;
}

/** The hub as a module: begins to connect to every server at once. `close` it when you are done. */
export function createHub(given: HubOptions): ModuleHub {
  useTranslation(moduleText);
  const { servers, directory = process.cwd(), options = {} } = given;
  const location = { scope: "file", source: resolve(directory) } as const;
  const written = [
    { location: environmentLocation, values: under },
    { location, values: { ...options, servers } },
  ];
  return startHub(readConfiguration(written, true), resolve(directory), given);
}

function startHub(
  { definitions, options, problems }: Configuration,
  directory: string,
  { openBrowser, answers = {} }: Pick<HubOptions, "openBrowser" | "answers"> = {},
  door: Door = "module",
  opened?: OpenSecrets,
): ModuleHub {
  const decided: Options = { ...options, approval: "never" };
  const { composed, state } = composeHeadless({
    options: () => decided,
    directory,
    namesRoots: namesRoots(definitions),
    answers,
    report,
    ...(openBrowser && { openBrowser }),
    ...(opened && { values: opened.secrets, signIns: opened.signIns }),
  });
  const { hub, requests, stream, metrics, close } = composed;
  writeLogs(stream);

  stream.publish({ type: "config.read", problems });
  hub.configure(definitions);
  const caller: Caller = { door };
  const services = openServices(composed, () => decided, say);
  return {
    ready: () => hub.ready(),
    listTools: () =>
      hub.tools().map((one) => ({ ...asShown(one), name: one.modelName, server: one.server, tool: one.tool.name })),
    callTool: (server, tool, args, options) =>
      withFallback(requests.callTool, options?.fallback)(asCall(caller, { server, tool, args }, options)),
    callMany: (calls, options) =>
      callMany(
        requests.callTool,
        calls.map(({ args, ...call }) => asCall(caller, { ...call, args }, options)),
        options?.parallel,
      ),
    broadcast: (tool, args, options) =>
      broadcast(hub, requests.callTool, asCall(caller, { server: "", tool, args }, options), options?.parallel),
    catalog: (server) => hub.catalog(server),
    skills: (server, { signal = neverAborted } = {}) => requests.skills({ server, caller, signal }),
    skillFile: async (server, skill, uri, { signal = neverAborted } = {}) =>
      verifySkillFile(skill, uri, await requests.readResource({ server, uri, caller, signal })),
    readResource: (server, uri, { signal = neverAborted, onProgress } = {}) =>
      requests.readResource({ server, uri, caller, signal, ...(onProgress && { onProgress }) }),
    getPrompt: (server, name, args = {}, { signal = neverAborted, onProgress } = {}) =>
      requests.getPrompt({ server, name, args, caller, signal, ...(onProgress && { onProgress }) }),
    onNotification: (listener, filter = {}) => hub.notifications.on(filter, listener),
    notifications: (filter) => hub.notifications.history(filter),
    status: () => stream.view,
    figures: () => metrics.figures(systemClock.now()),
    services: servicesOf(services, caller),
    close: async () => {
      await close();
      await state.settled();
    },
  };
}

const report = (error: unknown) => say(asHubError(error).message);

const say = (text: string) => complain(`${text}\n`);

/** Writes to standard error at once, also while a command runs. */
function complain(text: string): void {
  process.stderr.write(process.stderr.isTTY ? forTerminal(text) : text);
}

/** Writes the hub's log to stderr, as the environment asks (`MCP_HUB_LOG`), and what of the environment cannot be used. */
function writeLogs(stream: EventStream): void {
  for (const problem of environment.problems) say(problem);
  const { logLevel } = environment;
  if (!logLevel) return;
  const write = stderrLog(logLevel, complain);
  stream.onEvent((event) => write(event, stream.view));
}

/** What a script asks. */
type Asked = Omit<HeadlessCall, "args"> & { readonly args: HeadlessCall["args"] | undefined };

/** The same as a call. */
function asCall(
  caller: Caller,
  { server, tool, args }: Asked,
  { signal = neverAborted, onProgress }: HeadlessCallOptions = {},
) {
  if (signal !== neverAborted) setMaxListeners(0, signal); // many calls may share a signal: that each of them listens is not a leak
  return newCall({ server, tool, args: args ?? {}, caller, signal, ...(onProgress && { onProgress }) });
}

/** The hub of a configuration file; with `only`, of that server alone, so that one call starts one process. */
async function openFile(file: string, { only, roots }: HubNeeds): Promise<HeadlessHub> {
  const path = resolve(file);
  const text = await configText(path);
  const configuration = readConfigFile(text, path, under);
  checkUsable(configuration, path);
  const { definitions } = configuration;
  const wanted = definitions.filter(({ id }) => id === only);
  const answers = roots.length > 0 ? { roots: await Promise.all(roots.map(rootAt)) } : {};
  const chosen = only === undefined || wanted.length === 0 ? definitions : wanted;
  const secrets = await openSecrets(text, path, report);
  return startHub({ ...configuration, definitions: chosen }, process.cwd(), { answers }, "command-line", secrets);
}

/** Nobody reads on, as after `| head`: there is nothing left to do, and nothing to complain of. */
function endWithReader(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || error.code === "EOF" || error.code === "ERR_STREAM_DESTROYED") return;
    throw error;
  });
}

async function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) endWithReader(stream);
  useTranslation(commandLineText);
  const argv = process.argv.slice(2);
  const abort = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () =>
      abort.abort(new HubError("cancelled", message("cli.stopped", "Stopped by {signal}.", { signal }))),
    );
  const outcome = await run(argv, abort.signal);
  const plain = !argv.includes("--json");
  const shown = plain ? forTerminal : jsonForTerminal;
  await write(process.stderr, process.stderr.isTTY ? shown(outcome.stderr) : outcome.stderr);
  await write(process.stdout, process.stdout.isTTY ? shown(outcome.stdout) : outcome.stdout);
  process.exit(outcome.exitCode);
}

async function run(argv: readonly string[], signal: AbortSignal): Promise<Outcome> {
  try {
    const command = parseCommandLine(argv);
    if (command.kind === "verify") return verified(await checkedAudit(stateFolderHere(), command.file), command.json);
    if (command.kind === "compatibility") return printedCompatibility(compatibility(), command.json);
    if (command.kind === "report") return reported(command.range, command.json, report);
    if (command.kind === "serve" || command.kind === "stdio") return await served(command, signal);
    if ("device" in command)
      return await (await import("./signIn")).signInOutcome(command, { under, signal, say, report });
    if (command.kind === "doctor")
      return await (await import("./doctor")).doctorOutcome(command, { under, signal, report });
    if (command.kind === "import") return await (await import("./importServers")).importOutcome(command);
    return await runCommand(command, openFile, version, signal);
  } catch (error) {
    return failed(error, argv.includes("--json"));
  }
}

/** What serves other programs, until it is told to end. Loaded when it is needed: it is a large part of the program. */
async function served(command: ServeCommand | StdioCommand, signal: AbortSignal): Promise<Outcome> {
  const parts = { under, report, signal, opened: writeLogs };
  if (command.kind === "serve") {
    const { serve } = await import("./serve");
    await serve(command, parts, (facts) => process.stdout.write(`${JSON.stringify(facts)}\n`));
  } else {
    const { stdio } = await import("./stdio");
    await stdio(command, parts);
  }
  return { exitCode: 0, stdout: "", stderr: "" };
}

/** Settles when the text has left the process: a pipe takes a large result in pieces. */
const write = (to: NodeJS.WriteStream, text: string) => new Promise<void>((resolve) => to.write(text, () => resolve()));

if (require.main === module) void main();
