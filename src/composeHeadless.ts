import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, sep } from "node:path";
import { parseEnv } from "node:util";
import type { ComposedHub } from "./composedHub";
import { composeHub } from "./composeHub";
import { type Lock, processLock } from "./core/auth/lock";
import type { PlanPorts } from "./core/config/plan/resolvePlan";
import type { Configuration } from "./core/config/reading/configuration";
import type { Options } from "./core/config/schema/settings";
import { systemClock } from "./core/kernel/clock";
import type { SecretStore, StateStore } from "./core/kernel/ports";
import { environmentNextSteps, environmentValues } from "./headless/environmentValues";
import { FileState, stateFolderHere } from "./headless/fileState";
import { MemorySecrets, MemoryState } from "./headless/memoryState";
import { type Answers, optionClientFeatures } from "./headless/optionClientFeatures";
import { loopbackRedirect } from "./mcp/oauth/loopbackRedirect";
import { stateFolderAudit } from "./node/audit/stateFolderAudit";
import { PolicyFiles } from "./node/policy/policyFiles";

/** What differs between a script, a command and a hub that serves. */
export interface HeadlessParts {
  /** Read for each use: they may change while the hub runs. */
  readonly options: () => Options;
  /** Where the servers work. */
  readonly directory: string;
  /** Whether an entry names the folders of its server: then servers are told of folders even where the caller names none. */
  readonly namesRoots: boolean;
  readonly openBrowser?: (url: string) => Promise<unknown>;
  readonly answers?: Answers;
  /** Where the values of `${input:NAME}` and `${secret:NAME}` come from; the environment unless given. */
  readonly values?: SecretStore;
  /** Sign-ins that outlive the process; without it, they end with it. */
  readonly signIns?: SignInStorage;
  /** What of the servers outlives the process: what they offered last, and their open tasks; without it, nothing does. */
  readonly servers?: StateStore;
  /** Takes what should not fail and stops nothing. */
  readonly report: (error: unknown) => void;
}

/** Where sign-ins are kept, for all processes that use them. */
export interface SignInStorage {
  readonly secrets: SecretStore;
  readonly state: StateStore;
  readonly lock: Lock;
}

export interface ComposedHeadless {
  readonly composed: ComposedHub;
  readonly state: FileState;
  /** Where the values of variables come from. */
  readonly variables: PlanPorts;
}

/** A hub without an editor and without a person who could be asked, with its state in files. */
export function composeHeadless(parts: HeadlessParts): ComposedHeadless {
  const { options, directory, namesRoots, openBrowser, answers = {}, signIns, servers, report } = parts;
  const folder = stateFolderHere();
  const state = new FileState(folder, report);
  const variables = headlessVariables(directory, parts.values ?? environmentValues(process.env));
  const composed = composeHub({
    clock: systemClock,
    options,
    report,
    secrets: signIns?.secrets ?? new MemorySecrets(),
    state: {
      workspace: new MemoryState(),
      always: new MemoryState(),
      learned: state,
      pins: state,
      ...(signIns && { accounts: signIns.state }),
      ...(servers && { servers }),
    },
    lock: signIns?.lock ?? processLock(),
    maybeInShell: true,
    network: () => ({ caFile: options().caFile || undefined }),
    signIn: { redirects: { loopback: loopbackRedirect }, automatic: true, ...(openBrowser && { open: openBrowser }) },
    variables,
    clientFeatures: () => optionClientFeatures(namesRoots ? { roots: [], ...answers } : answers),
    ask: () => async () => ({ allow: false, unasked: true }),
    organization: (changed) =>
      new PolicyFiles({ named: () => options().policyFile, env: process.env, clock: systemClock, changed }).current,
    audit: stateFolderAudit(folder),
  });
  return { composed, state, variables };
}

/** Where the values of variables come from, without a person who could be asked. */
export const headlessVariables = (directory: string, secrets: SecretStore): PlanPorts => ({
  variableContext: {
    env: (name) => process.env[name],
    userHome: homedir(),
    pathSeparator: sep,
    workspaceFolder: () => directory,
    namedFolder: (name) => (name === basename(directory) ? directory : undefined),
    readFile: (path) => readFile(path, "utf8"),
  },
  secrets,
  parseEnv,
  ask: async () => undefined,
  nextSteps: environmentNextSteps,
});

/** Whether an entry names the folders of its server. */
export const namesRoots = (definitions: Configuration["definitions"]): boolean =>
  definitions.some(({ entry }) => entry.kind === "valid" && Array.isArray(entry.config.roots));
