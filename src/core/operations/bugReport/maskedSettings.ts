import type { ServerConfig } from "../../config/schema/serverConfig";
import type { LaunchConfig } from "../../config/schema/serverDefinition";
import { defaultOptions, type Options } from "../../config/schema/settings";
import { folderVariable, parseTemplate, type Variable } from "../../config/schema/variables";
import { literalSecrets } from "../../config/secrets/literalSecrets";
import { sortedJson } from "../../kernel/canonicalJson";
import { safeText, withoutSecrets } from "../../kernel/redact";

/** Stands for what is left out. */
const mask = "•••";

/** The longest text that is shown, in characters. */
const textLimit = 500;

/**
 * What of a place in the settings is shown: `text`, all of it, cleaned; `values`, numbers and switches alone; `nothing`. What is not named
 * here shows `values`, so a new setting gives no text away.
 */
type Shown = "text" | "values" | "nothing";
type Path = readonly string[];

/** An entry for the eyes of others: what runs, where, and which settings it has, without the values that may be secret or private. */
export function maskedEntry(config: LaunchConfig | NonNullable<ServerConfig["replicas"]>[number]): unknown {
  const { replicas, ...own } = "replicas" in config ? config : { ...config, replicas: undefined };
  const shown = masked({ ...own, ...("args" in own && { args: withoutLiterals(own) }) }, [], shownOfEntry);
  return replicas ? { ...(shown as object), replicas: replicas.map(maskedEntry) } : shown;
}

/** The settings that are not the defaults, for the eyes of others. */
export const maskedOptions = (options: Options): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(options)
      .filter(([key, value]) => sortedJson(value) !== sortedJson(Reflect.get(defaultOptions, key)))
      .map(([key, value]) => [key, masked(value, [key], shownOfOptions)]),
  );

const entryTexts: ReadonlySet<string> = new Set(
  "type protocol command args cwd envFile url label start pin logLevel balance inheritEnv roots sandbox".split(" "),
);
const signInTexts: ReadonlySet<string> = new Set(["type", "provider", "scopes", "algorithm"]);

function shownOfEntry([first = "", second = "", ...rest]: Path): Shown {
  if (first === "env" || first === "headers" || first === "custom") return "nothing";
  if (first === "auth") return signInTexts.has(second) ? "text" : "nothing";
  if (first === "tls") return second.endsWith("File") ? "text" : "nothing";
  if (first === "tools") return rest.includes("defaults") ? "nothing" : "values";
  return entryTexts.has(first) ? "text" : "values";
}

const optionTexts: ReadonlySet<string> = new Set(
  "approval pin policyFile runAsTask start cachePreset caFile inheritEnv allowedEnvironment audit auditContent gateway agentTools profiles otlpEndpoint".split(
    " ",
  ),
);
const ruleTexts: ReadonlySet<string> = new Set(["do", "client", "server", "tool", "method", "source"]);

function shownOfOptions(path: Path): Shown {
  const [first = ""] = path;
  if (first === "policy" || first === "workspacePolicies") {
    if (path.includes("args") || path.includes("reason")) return "nothing";
    // In the short form, the key is the pattern and the value is the verdict.
    const isShort = path.length === (first === "policy" ? 2 : 4);
    return isShort || ruleTexts.has(path.at(-1) ?? "") ? "text" : "values";
  }
  if (first === "redact" || first === "services") return "nothing";
  return optionTexts.has(first) ? "text" : "values";
}

function masked(value: unknown, path: Path, shownOf: (path: Path) => Shown): unknown {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map((one, at) => masked(one, [...path, String(at)], shownOf));
  if (typeof value === "object")
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [cleanText(key), masked(inner, [...path, key], shownOf)]),
    );
  const shown = shownOf(path);
  if (typeof value === "string") return shown === "text" ? cleanText(value) : onlyVariables(value);
  return shown === "nothing" ? mask : value;
}

/** The arguments of a program without the secrets that are written into them. */
function withoutLiterals(config: object & { readonly args?: readonly string[] | undefined }): readonly string[] {
  const args = [...(config.args ?? [])];
  // From the end of each text, so that earlier positions stay valid.
  for (const { path, from, to } of literalSecrets(config as ServerConfig).toReversed()) {
    const [key, at] = path;
    if (key !== "args" || typeof at !== "number") continue;
    const text = args[at] ?? "";
    args[at] = `${text.slice(0, from)}${mask}${text.slice(to)}`;
  }
  return args;
}

/** A text of which only the variables are shown, and how a credential is sent. */
const onlyVariables = (text: string): string =>
  parseTemplate(text)
    .map((part) => (typeof part === "string" ? (/^(?:Bearer|Basic|Token) $/i.test(part) ? part : mask) : written(part)))
    .join("");

/** A text without secrets, without credentials, query and fragment in addresses, and without what looks like a key. */
export const cleanText = (text: string): string =>
  safeText(
    parseTemplate(text)
      .map((part) => (typeof part === "string" ? withoutKeys(part) : written(part)))
      .join(""),
    textLimit,
  );

const withoutKeys = (text: string): string =>
  withoutSecrets(text)
    .replace(/\/\/[^/\s@]+@/g, `//${mask}@`)
    .replace(/([?&#][^=&#\s]{1,100}=)[^&#\s]+/g, `$1${mask}`)
    .replace(/[\w+=-]{20,}|[A-Za-z\d+]{16,}/g, (run) => (/\d/.test(run) && /[A-Za-z]/.test(run) ? mask : run));

/** A variable as it is written; of one of the environment, without the value that stands in for it. */
function written(variable: Variable): string {
  switch (variable.kind) {
    case "userHome":
    case "pathSeparator":
      return `\${${variable.kind}}`;
    case "unknown":
      return mask;
    case "workspaceFolder":
      return folderVariable(variable);
    case "env":
      return `\${env:${variable.name}${variable.fallback === undefined ? "" : `:-${mask}`}}`;
    case "input":
    case "secret":
      return `\${${variable.kind}:${variable.name}}`;
  }
}
