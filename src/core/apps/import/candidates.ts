import { message } from "../../../protocol/message";
import { type EnvironmentLimits, environmentProblem, namesSet } from "../../config/plan/takeoverEnvironment";
import type { Configuration } from "../../config/reading/configuration";
import { validName } from "../../config/reading/readServers";
import type { ServerConfig } from "../../config/schema/serverConfig";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import { serverName } from "../../config/schema/settings";
import { sameLocation } from "../../config/schema/settingsLocation";
import { literalSecrets } from "../../config/secrets/literalSecrets";
import { storedNames } from "../../config/secrets/storedNames";
import type { AppEntry, AppProblem } from "../app";
import type { System } from "../system";
import { tokensIn } from "../use/hubEntry";
import type { Candidate, ImportSource, Verdict } from "./candidate";
import type { Origin } from "./origins";
import { differences, setupText, transportOf, unwrapped } from "./setup";

export interface ImportRules {
  /** The servers of the hub. */
  readonly known: readonly ServerDefinition[];
  readonly origins: readonly Origin[];
  readonly platform: System["platform"];
  /** The port of the gateway: an entry for it is the hub itself. */
  readonly hubPort: number;
  /** What a project's file may set: as for a workspace's own entries. */
  readonly limits: ReturnType<EnvironmentLimits>;
}

/** The rules of a hub with these settings. */
export const importRules = (
  { definitions, options }: Pick<Configuration, "definitions" | "options">,
  origins: readonly Origin[],
  platform: System["platform"],
): ImportRules => ({ known: definitions, origins, platform, hubPort: options.gatewayPort, limits: options });

/** Every server of the sources, with what the hub can do with it. Each name is given once. */
export function candidates(sources: readonly ImportSource[], rules: ImportRules): readonly Candidate[] {
  const taken = new Set(rules.known.flatMap(({ id, key = id }) => [id, key]));
  const seen = new Set<string>();
  const all: Candidate[] = [];
  for (const source of sources)
    for (const entry of source.read.entries) {
      // Several apps read the same file.
      const place = JSON.stringify([source.file.path, ...entry.path]);
      if (source.file.path !== "" && seen.has(place)) continue;
      seen.add(place);
      all.push(candidate(source, entry, { ...rules, taken, before: all }));
    }
  return all;
}

/** Of the servers that a person has chosen, those that an import adds or changes: neither what is there, nor the same one twice. */
export const worthImporting = (chosen: readonly Candidate[]): readonly Candidate[] =>
  chosen.filter(({ config, verdict, hubServer }) => {
    if (!config) return false;
    if (verdict.kind !== "same") return true;
    return (
      hubServer === undefined && !chosen.some((other) => other.verdict.kind !== "same" && other.name === verdict.as)
    );
  });

interface Around extends ImportRules {
  readonly taken: Set<string>;
  readonly before: readonly Candidate[];
}

function candidate(source: ImportSource, entry: AppEntry, around: Around): Candidate {
  const config = configOf(entry, around);
  const notes = entry.problems.filter(({ severity }) => severity === "warning");
  const common = { source, entry };
  const problem = config ? refusal(source, config, around) : notImportable(entry);
  if (!config || problem !== undefined) {
    const { message: why = "", words = why } = problem ?? {};
    return {
      ...common,
      name: entry.name,
      secrets: [],
      asked: [],
      notes: [],
      verdict: { kind: "cannot", why, words },
    };
  }
  const matched = match(source, entry, config, around);
  const name = freeName(entry.name, around.taken);
  const isHere = matched.verdict.kind === "same" && matched.hubServer !== undefined;
  if (!isHere) around.taken.add(name);
  return {
    ...common,
    ...matched,
    name,
    config,
    secrets: literalSecrets(config).map(({ label }) => label),
    asked: storedNames({ scope: "user", id: name, label: name, enabled: true, entry: { kind: "valid", config } }),
    notes,
  };
}

function configOf({ config }: AppEntry, { platform }: ImportRules): ServerConfig | undefined {
  return config && "command" in config && platform !== "win32" ? unwrapped(config) : config;
}

/** The reason that was reported, or why an entry is not a server for the hub. */
const notImportable = ({ problems }: AppEntry): Reason | undefined =>
  problems.find(({ severity }) => severity === "error") ?? problems[0];

type Reason = Pick<AppProblem, "message" | "words">;

function refusal({ file }: ImportSource, config: ServerConfig, { limits, hubPort }: ImportRules): Reason | undefined {
  if (isHub(config, hubPort)) return { message: message("import.isHub", "It is this hub itself.") };
  if (file.level !== "project" || !("command" in config)) return undefined;
  const problem = environmentProblem(namesSet(config.env ?? {}), config, limits);
  return problem === undefined ? undefined : { message: problem };
}

/** Whether an app uses the hub by this entry: a server that leads to itself would call without end. */
export function isHub(config: ServerConfig, port: number): boolean {
  if (tokensIn(JSON.stringify(config)).length > 0) return true;
  if ("command" in config)
    return [config.command, ...(config.args ?? [])].some((word) =>
      /(?:^|[\\/])mcp-client-hub(?:\.c?js|\.cmd)?$/.test(word),
    );
  const own = RegExp(`^https?://(?:127\\.0\\.0\\.1|localhost|\\[::1\\]):${port}/mcp(?:[/?#]|$)`, "i");
  return own.test(config.url);
}

/** The server that a candidate is, or was imported as. */
function match(
  { app, file }: ImportSource,
  { path }: AppEntry,
  config: ServerConfig,
  { known, origins, before }: Around,
): { readonly verdict: Verdict; readonly hubServer?: ServerDefinition } {
  const pointer = JSON.stringify(path);
  const origin = origins.find(
    (one) => one.app === app.id && one.file === file.path && JSON.stringify(one.path) === pointer,
  );
  const imported = origin && known.find((one) => (one.key ?? one.id) === origin.server && sameLocation(one, origin));
  if (imported && imported.entry.kind === "valid") {
    const as = imported.id;
    if (origin.setup === setupText(config)) return { verdict: { kind: "same", as }, hubServer: imported };
    const what = changes(imported.entry.config, config);
    if (what.length > 0) return { verdict: { kind: "drifted", as, what }, hubServer: imported };
  }
  const transport = transportOf(config);
  for (const server of known) {
    if (server.entry.kind !== "valid" || transportOf(server.entry.config) !== transport) continue;
    const what = differences(server.entry.config, config);
    const verdict: Verdict =
      what.length === 0 ? { kind: "same", as: server.id } : { kind: "differs", as: server.id, what };
    return { verdict, hubServer: server };
  }
  for (const other of before) {
    if (!other.config || other.verdict.kind === "same" || transportOf(other.config) !== transport) continue;
    const what = differences(other.config, config);
    return {
      verdict: what.length === 0 ? { kind: "same", as: other.name } : { kind: "differs", as: other.name, what },
    };
  }
  return { verdict: { kind: "new" } };
}

/** The differences of any two servers, their transport included. */
function changes(from: ServerConfig, to: ServerConfig) {
  const isOther = transportOf(from) !== transportOf(to);
  const key = "url" in to ? "url" : "args";
  return [...(isOther ? [{ kind: "changed" as const, key }] : []), ...differences(from, to)];
}

/** The name that the app gives, or one like it. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  return serverName.test(name) && !taken.has(name) ? name : validName(name, taken);
}
