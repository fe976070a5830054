import { setTimeout as delay } from "node:timers/promises";
import { asHubError, toErrorView } from "../core/kernel/hubError";
import { toJson } from "../core/kernel/json/exactJson";
import { inWords } from "../core/kernel/timeLimit";
import type { ErrorView, HubErrorCode } from "../protocol/hubErrorCode";
import type { ServerId } from "../protocol/hubEvent";
import type { HubView, ServerView } from "../protocol/hubView";
import { message } from "../protocol/message";
import { describeState } from "../protocol/summary";
import type { Command } from "./commandLine";
import type { HeadlessHub } from "./headlessHub";
import { printedResult, printedStatus, printedTools } from "./printed";
import { usage } from "./usage";

/** What one command prints and how it ends. Exit codes: 0 done, 1 the tool reported an error, 2 usage or configuration, 3 could not run. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly stdout: string;
  readonly stderr: string;
}

/** Opens the hub for a command: with all servers of the file, or with one (`only`). */
export type OpenHub = (config: string, options: HubNeeds) => Promise<HeadlessHub>;

export interface HubNeeds {
  readonly only?: string;
  /** The folders that servers are asked to work in. */
  readonly roots: readonly string[];
}

/** Mistakes of the caller, as opposed to failures of a server. */
const mistakes: ReadonlySet<HubErrorCode> = new Set(["bad-config", "bad-arguments", "unknown-server", "unknown-tool"]);

/** Runs one command, including opening and closing the hub. Never throws. */
export async function runCommand(
  command: Exclude<
    Command,
    { kind: "verify" | "report" | "compatibility" | "serve" | "stdio" | "sign-in" | "sign-out" | "doctor" | "import" }
  >,
  open: OpenHub,
  version: string,
  signal: AbortSignal,
): Promise<Outcome> {
  if (command.kind === "help") return done(command.json ? JSON.stringify({ usage }) : usage);
  if (command.kind === "version") return done(command.json ? JSON.stringify({ version }) : version);
  try {
    const { config, roots } = command;
    const hub = await open(config, { roots, ...(command.kind === "call" && { only: command.server }) });
    const cancelled = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    try {
      return await Promise.race([run(command, hub, signal), cancelled]);
    } finally {
      await hub.close();
    }
  } catch (error) {
    return failed(error, command.json);
  }
}

/** The outcome of a command that could not run. */
export function failed(error: unknown, json: boolean): Outcome {
  const view = toErrorView(asHubError(error));
  const exitCode = mistakes.has(view.code) ? 2 : 3;
  return json
    ? { exitCode, stdout: line(JSON.stringify({ error: view })), stderr: "" }
    : { exitCode, stdout: "", stderr: line(view.message) };
}

type Running = Extract<Command, { kind: "tools" | "status" | "call" }>;

async function run(command: Running, hub: HeadlessHub, signal: AbortSignal): Promise<Outcome> {
  if (command.kind === "call") {
    const result = await hub.callTool(command.server, command.tool, command.args, { signal });
    const text = command.json ? (toJson(result) ?? "") : printedResult(result);
    const warning = result.warning === undefined || command.json ? "" : line(result.warning);
    return { exitCode: result.isError ? 1 : 0, stdout: line(text), stderr: warning };
  }

  await readyWithin(hub, command, signal);
  const view = hub.status();
  const failures = view.servers.flatMap((server) => failureOf(server, command.timeoutSeconds));
  const exitCode = exitCodeOf(failures, view.servers.length);
  if (command.kind === "status") {
    const text = command.json
      ? JSON.stringify({ ...view, figures: hub.figures() })
      : [printedStatus(view), ...onTheirWay(view)].join("\n");
    return { exitCode: exitCode === 2 ? 2 : 0, stdout: line(text), stderr: "" };
  }

  const tools = hub.listTools();
  if (command.json) return { exitCode, stdout: line(JSON.stringify({ tools, failures })), stderr: "" };
  const missing = view.servers.flatMap(({ id, missing = [] }) => missing.map((text) => `${id}: ${text}`));
  const notes = [...failures.map(({ message }) => message), ...missing, ...onTheirWay(view)];
  return { exitCode, stdout: line(printedTools(tools)), stderr: notes.map(line).join("") };
}

/** How often it is looked at how many servers are still on their way, in milliseconds. */
const lookEveryMs = 200;

/** Waits until all servers are ready or have failed, but not longer than the limit if a server hangs, and not after `signal` aborts. */
async function readyWithin(
  hub: HeadlessHub,
  { timeoutSeconds, fromLast }: Waiting,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const ended = AbortSignal.any([over.signal, signal]);
  const ready = hub.ready().finally(() => over.abort());
  let left = busyServers(hub.status());
  for (let since = performance.now(); performance.now() - since < timeoutSeconds * 1000; ) {
    await Promise.race([ready, delay(lookEveryMs, undefined, { signal: ended }).catch(() => {})]); // ended above
    if (ended.aborted) return;
    const now = busyServers(hub.status());
    if (fromLast && now < left) since = performance.now();
    left = now;
  }
}

interface Waiting {
  readonly timeoutSeconds: number;
  readonly fromLast: boolean;
}

const busyServers = ({ servers }: HubView): number => servers.filter(isBusy).length;
const isBusy = ({ state }: ServerView): boolean => state.kind === "starting" || state.kind === "waiting";

/** How many of many servers were not waited for. */
function onTheirWay(view: HubView): readonly string[] {
  const count = busyServers(view);
  if (count < 2) return [];
  return [
    message(
      "headless.onTheirWay",
      "{count} of {all} servers are still on their way. Raise --timeout to wait longer for them.",
      { count, all: view.servers.length },
    ),
  ];
}

type Failure = ErrorView & { readonly server: ServerId };

function failureOf(server: ServerView, seconds: number): readonly Failure[] {
  const { id, state } = server;
  if ("error" in state) return [{ server: id, ...state.error }];
  if (state.kind !== "starting") return [];
  const text = message(
    "headless.notReady",
    '"{server}" was not ready within {time}. {state}. Check its state with "status", or raise --timeout.',
    { server: id, time: inWords(seconds * 1000), state: describeState(server).replace(/[.]$/, "") },
  );
  return [{ server: id, code: "timeout", message: text }];
}

/** One running server is enough for success. A configuration without any valid entry is a mistake of the caller. */
function exitCodeOf(failures: readonly { readonly code: HubErrorCode }[], servers: number): Outcome["exitCode"] {
  if (failures.length === 0 || failures.length < servers) return 0;
  return failures.every(({ code }) => mistakes.has(code)) ? 2 : 3;
}

const done = (stdout: string): Outcome => ({ exitCode: 0, stdout: line(stdout), stderr: "" });

const line = (text: string): string => `${text}\n`;
