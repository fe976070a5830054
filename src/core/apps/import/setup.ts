import type { ServerConfig } from "../../config/schema/serverConfig";
import { liftSecrets } from "../../config/secrets/liftSecrets";
import { sortedJson } from "../../kernel/canonicalJson";
import { isPlain } from "../editing/place";
import type { Plain } from "../shape";

/** What differs between two servers of the same transport: a key of the entry, and the name below it where it has names. */
export interface Difference {
  readonly kind: "added" | "removed" | "changed";
  /** Such as `cwd`, `env.REGION` or `headers.X-Team`. It holds no value. */
  readonly key: string;
}

/**
 * What a server is, whatever it is called: the program with its arguments, or the address. Servers with the same text are the same one.
 * Secrets do not count, since the hub's entry refers to what the app's has in plain text. How a program or an address is spelled does not count either.
 */
export function transportOf(config: ServerConfig): string {
  const masked = withoutSecrets(config);
  if ("url" in masked) return JSON.stringify(["address", addressOf(masked.url)]);
  const { command, args = [] } = unwrapped(masked);
  const program = programOf(command);
  // It only keeps npx from asking.
  const counted = program === "npx" ? args.filter((arg) => arg !== "-y" && arg !== "--yes") : args;
  return JSON.stringify(["program", program, ...counted]);
}

/** How the second of two servers of the same transport differs from the first. Values of secrets are not compared, and neither is what only the hub has. */
export function differences(from: ServerConfig, to: ServerConfig): readonly Difference[] {
  const before = comparable(from);
  const after = comparable(to);
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key): readonly Difference[] => {
    if (!after.has(key)) return [{ kind: "removed", key }];
    if (!before.has(key)) return [{ kind: "added", key }];
    return before.get(key) === after.get(key) ? [] : [{ kind: "changed", key }];
  });
}

/** A text of everything that counts for a comparison later. It holds no secret. */
export const setupText = (config: ServerConfig): string =>
  sortedJson([transportOf(config), Object.fromEntries(comparable(config))]);

/** The keys of an entry that decide how its server is reached. */
export const transportKeys = ["type", "command", "args", "cwd", "env", "envFile", "url", "headers", "auth"] as const;

/** `cmd /c npx …`, which Windows needs for scripts, as the program that it runs. */
export function unwrapped<T extends { command: string; args?: readonly string[] | undefined }>(config: T): T {
  const [flag, command, ...args] = config.args ?? [];
  const isWrapped = /^cmd(?:\.exe)?$/i.test(config.command) && flag?.toLowerCase() === "/c" && command !== undefined;
  return isWrapped ? { ...config, command, args } : config;
}

/** Programs that are the same wherever they are: they run what their arguments name. */
const runners = new Set("npx npm pnpx pnpm bunx bun uvx uv pipx node python python3 deno docker".split(" "));

function programOf(command: string): string {
  const name = (command.split(/[\\/]/).at(-1) ?? "").toLowerCase().replace(/\.(?:exe|cmd|bat)$/, "");
  return runners.has(name) ? name : command;
}

function addressOf(text: string): string {
  if (!URL.canParse(text)) return text;
  const { href } = new URL(text);
  return href.replace(/\/$/, "");
}

/** What of an entry is compared, each value as a text. */
function comparable(config: ServerConfig): ReadonlyMap<string, string> {
  const masked: Plain = withoutSecrets(config);
  const found = new Map<string, string>();
  for (const key of ["cwd", "envFile"]) if (masked[key] !== undefined) found.set(key, JSON.stringify(masked[key]));
  if (masked.type === "sse") found.set("type", '"sse"');
  for (const key of ["env", "headers", "auth"]) {
    const inner = masked[key];
    if (!isPlain(inner)) continue;
    // The names of headers are the same in any case.
    for (const [name, value] of Object.entries(inner))
      found.set(`${key}.${key === "headers" ? name.toLowerCase() : name}`, sortedJson(value));
  }
  return found;
}

/** An entry with the same word in the place of each secret, whether it is written out, stored or asked for. */
function withoutSecrets(config: ServerConfig): ServerConfig {
  const definition = { scope: "file", id: "", label: "", enabled: true, entry: { kind: "valid", config } } as const;
  const { entry } = liftSecrets(definition).changed;
  return entry.kind === "valid" ? masked(entry.config) : config;
}

function masked<T>(value: T): T;
function masked(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/\$\{(?:secret|input):[^{}]*\}/g, "${secret}");
  if (Array.isArray(value)) return value.map((item: unknown) => masked(item));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner)]));
}
