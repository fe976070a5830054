import { message } from "../../../protocol/message";
import { readConfigFile } from "../../config/reading/configFile";
import type { ServerConfig } from "../../config/schema/serverConfig";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import { liftSecrets } from "../../config/secrets/liftSecrets";
import { storedNames } from "../../config/secrets/storedNames";
import { sortedJson } from "../../kernel/canonicalJson";
import type { Candidate } from "./candidate";
import { configWith } from "./settingsWith";

/** A value that only the person has: the server's entry refers to it by a variable of the environment. */
export interface NeededValue {
  readonly server: string;
  readonly variable: string;
}

/** A configuration file with servers of apps. Nothing is written yet. */
export type ConfigImport =
  | {
      readonly kind: "change";
      /** The file with the servers. It holds no secret of theirs. */
      readonly after: string;
      readonly servers: readonly string[];
      readonly needed: readonly NeededValue[];
    }
  | { readonly kind: "refused"; readonly reason: string };

/** Where the servers may be in a file, the place that counts first. */
const roots = ["mcpHub.servers", "servers", "mcpServers"];

/**
 * What a configuration file becomes with the chosen servers, each under its name. Comments and layout stay. Secrets in plain text become
 * `${secret:NAME}`, with a name for each: a variable of the environment is the same for all servers.
 *
 * @param variableOf the variable that has the value of a name
 */
export function configImport(
  chosen: readonly Candidate[],
  text: string,
  path: string,
  variableOf: (name: string) => string,
): ConfigImport {
  const { definitions } = readConfigFile(text, path);
  const taken = new Set(definitions.flatMap(storedNames).map(variableOf));
  for (const { config, name } of chosen)
    if (config) for (const one of storedNames(defined(name, config))) taken.add(variableOf(one));
  const servers = chosen.flatMap(({ name, config }) =>
    config ? [{ name, config: withoutSecrets(name, config, taken, variableOf) }] : [],
  );
  const after = configWith(
    text,
    roots.find((root) => hasRoot(text, root)) ?? "servers",
    servers.map(({ name, config }) => ({ name, entry: { ...config }, isThere: false })),
  );
  const read = after === undefined ? [] : readConfigFile(after, path).definitions;
  // What was written is read again: each entry must be what was meant.
  if (after === undefined || !servers.every(({ name, config }) => isThere(read, name, config)))
    return {
      kind: "refused",
      reason: message(
        "configImport.broken",
        "{path} has a syntax error, or keeps its servers in an unusual way. Correct it, then import again.",
        { path },
      ),
    };
  const needed = servers.flatMap(({ name, config }) =>
    storedNames(defined(name, config)).map((one) => ({ server: name, variable: variableOf(one) })),
  );
  return { kind: "change", after, servers: servers.map(({ name }) => name), needed };
}

const hasRoot = (text: string, root: string): boolean => configWith(text, root, []) === text;

const isThere = (read: readonly ServerDefinition[], name: string, config: ServerConfig): boolean =>
  read.some(
    ({ id, entry }) => id === name && entry.kind === "valid" && sortedJson(entry.config) === sortedJson(config),
  );

function withoutSecrets(
  server: string,
  config: ServerConfig,
  taken: Set<string>,
  variableOf: (name: string) => string,
): ServerConfig {
  const { changed, values } = liftSecrets(defined(server, config));
  if (changed.entry.kind !== "valid") return config;
  const names = new Map(values.map(({ name }) => [name, freeName(`${server}-${name}`, taken, variableOf)]));
  return renamed(changed.entry.config, names);
}

/** A name that no other server uses, also as a variable of the environment. */
function freeName(wanted: string, taken: Set<string>, variableOf: (name: string) => string): string {
  const plain = wanted.replace(/[^A-Za-z0-9]+/g, "_").toUpperCase();
  for (let number = 1; ; number++) {
    const name = number === 1 ? plain : `${plain}_${number}`;
    if (taken.has(variableOf(name))) continue;
    taken.add(variableOf(name));
    return name;
  }
}

function renamed<T>(value: T, names: ReadonlyMap<string, string>): T;
function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string")
    return value.replace(/\$\{secret:([^{}]*)\}/g, (whole, name: string) => {
      const other = names.get(name);
      return other === undefined ? whole : `\${secret:${other}}`;
    });
  if (Array.isArray(value)) return value.map((item: unknown) => renamed(item, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renamed(inner, names)]));
}

const defined = (name: string, config: ServerConfig): ServerDefinition => ({
  scope: "file",
  id: name,
  label: name,
  enabled: true,
  entry: { kind: "valid", config },
});
