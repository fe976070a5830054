import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename } from "node:path";
import { parseEnv } from "node:util";
import type { ComposedHub } from "./composedHub";
import { composeHub } from "./composeHub";
import { processLock } from "./core/auth/lock";
import type { PlanPorts } from "./core/config/plan/resolvePlan";
import type { Configuration } from "./core/config/reading/configuration";
import type { Options } from "./core/config/schema/settings";
import { systemClock } from "./core/kernel/clock";
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
  /** Takes what should not fail and stops nothing. */
  readonly report: (error: unknown) => void;
}

export interface ComposedHeadless {
  readonly composed: ComposedHub;
  readonly state: FileState;
  /** Where the values of variables come from. */
  readonly variables: PlanPorts;
}

/** A hub without an editor and without a person who could be asked, with its state in files. */
export function composeHeadless(parts: HeadlessParts): ComposedHeadless {
  const { options, directory, namesRoots, openBrowser, answers = {}, report } = parts;
  const folder = stateFolderHere();
  const state = new FileState(folder, report);
  const variables: PlanPorts = {
    variableContext: {
      env: (name) => process.env[name],
      userHome: homedir(),
      workspaceFolder: () => directory,
      namedFolder: (name) => (name === basename(directory) ? directory : undefined),
      readFile: (path) => readFile(path, "utf8"),
    },
    secrets: environmentValues(process.env),
    parseEnv,
    ask: async () => undefined, // there is no person to ask
    nextSteps: environmentNextSteps,
  };
  const composed = composeHub({
    clock: systemClock,
    options,
    report,
    secrets: new MemorySecrets(),
    state: { workspace: new MemoryState(), always: new MemoryState(), learned: state, pins: state },
    lock: processLock(),
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

/** Whether an entry names the folders of its server. */
export const namesRoots = (definitions: Configuration["definitions"]): boolean =>
  definitions.some(({ entry }) => entry.kind === "valid" && Array.isArray(entry.config.roots));
