import { message } from "../../../protocol/message";
import { safeLine } from "../../kernel/redact";
import type { App } from "../app";
import { bearer } from "../commonShape";
import { isPlain } from "../editing/place";
import { given, list, time } from "../expressing/commonExpressed";
import type { Wording } from "../expressing/wording";
import type { Said } from "../reading/said";
import type { TakenKeys } from "../reading/takenKeys";
import type { Plain, Shape } from "../shape";
import { inAppData, inXdgConfig } from "../system";
import { isHttp, type Target } from "../target";

/**
 * `extensions` of goose's config.yaml, by key. Headers may have `${X}` for variables that `envs` sets or `env_keys` names (from the
 * keyring or the environment); `description` must be there for streamable_http; SSE is no longer spoken. Source: block/goose
 * crates/goose/src/agents/extension.rs (commit 01cad15) and aaif-goose/goose#5439, read 2026-11-29.
 */
const shape: Shape = {
  format: "yaml",
  root: () => ["extensions"],
  variables: "dollar",
  tokens: ["literal", "variable"],
  owned: ["type", "name", "uri", "headers", "env_keys", "envs", "cmd", "args"],
  read,
  express,
  write,
};

function read(keys: TakenKeys): Said {
  const type = String(keys.take("type") ?? "stdio");
  keys.take("name", "description", "display_name", "bundled");
  const isOff = keys.take("enabled") === false;
  const call = keys.takeSeconds(1, 3600, "timeout");
  const allowed = keys.take("available_tools");
  const set = keys.take("envs");
  const named = keys.take("env_keys");
  const said = {
    isOff,
    ...(call !== undefined && { callTimeoutSeconds: call }),
    // An empty list stands for all tools.
    ...(Array.isArray(allowed) && allowed.length > 0 && { allowedTools: allowed }),
  };
  if (type === "streamable_http")
    return {
      ...said,
      url: keys.take("uri"),
      headers: filled(keys.take("headers"), { ...asked(named), ...(isPlain(set) ? set : {}) }),
    };
  if (type === "stdio")
    return {
      ...said,
      command: keys.take("cmd"),
      args: keys.take("args"),
      cwd: keys.take("cwd"),
      env: { ...asked(named), ...(isPlain(set) ? set : {}) },
    };
  if (type === "sse") return { ...said, url: keys.take("uri"), isSse: true, headers: keys.take("headers") };
  return {
    ...said,
    skip: message("apps.goosePart", 'it is a part of goose ("{type}"), which runs only there.', {
      type: safeLine(type, 40),
    }),
  };
}

/** Keys that goose asks for and keeps in its keyring, which nobody else reads: the hub asks once, too. */
function asked(names: unknown): Record<string, string> {
  const keys = Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  return Object.fromEntries(keys.map((key) => [key, `\${input:${key}}`]));
}

/** Headers with the variables that the entry itself defines. */
function filled(headers: unknown, values: Plain): unknown {
  if (!isPlain(headers)) return headers;
  const fill = (text: string) =>
    text.replace(/\$\{\s*(\w+)\s*\}|\$(\w+)/g, (whole, braced?: string, bare?: string) => {
      const value = values[braced ?? bare ?? ""];
      return typeof value === "string" ? value : whole;
    });
  return Object.fromEntries(
    Object.entries(headers).map(([key, text]) => [key, typeof text === "string" ? fill(text) : text]),
  );
}

/** Goose asks for the keys in `env_keys`, as the hub does for its inputs. */
function express(said: Said, wording: Wording, name: string): Plain {
  const common = {
    name,
    description: "",
    enabled: said.isOff !== true,
    ...time(said, "callTimeoutSeconds", { keys: ["timeout"], perSecond: 1 }, wording),
    ...list(said, "allowedTools", ["available_tools"], wording),
    ...list(said, "disabledTools", undefined, wording),
  };
  if (said.connectTimeoutSeconds !== undefined) wording.leave("connectTimeoutSeconds");
  if (said.auth !== undefined) wording.leave("auth");
  if (said.envFile !== undefined) wording.leave("envFile");
  if (said.url !== undefined) {
    const keys = said.isSse ? [] : inputsIn(said.headers);
    return {
      ...common,
      type: said.isSse ? "sse" : "streamable_http",
      ...given({ uri: said.url }, wording),
      ...(isPlain(said.headers) && { headers: withKeys(said.headers, keys, wording) }),
      ...(keys.length > 0 && { env_keys: keys }),
    };
  }
  const all = Object.entries(isPlain(said.env) ? said.env : {});
  const asked = all.filter(([key, text]) => text === `\${input:${key}}`).map(([key]) => key);
  const set = Object.fromEntries(all.filter(([key]) => !asked.includes(key)));
  return {
    ...common,
    type: "stdio",
    ...given({ cmd: said.command, args: said.args, cwd: said.cwd }, wording),
    ...(Object.keys(set).length > 0 && given({ envs: set }, wording)),
    ...(asked.length > 0 && { env_keys: asked }),
  };
}

const input = /\$\{input:([A-Za-z_]\w*)\}/;

/** The names of the hub's inputs in the texts of headers. */
const inputsIn = (headers: unknown): readonly string[] => [
  ...new Set(
    (isPlain(headers) ? Object.values(headers) : []).flatMap((text) =>
      [...String(text).matchAll(RegExp(input, "g"))].map(([, key = ""]) => key),
    ),
  ),
];

/** Headers whose inputs are keys that goose asks for. */
const withKeys = (headers: Plain, keys: readonly string[], wording: Wording): Plain =>
  Object.fromEntries(
    Object.entries(headers).map(([name, text]) => {
      // Every second part is the name of an input.
      const parts = keys.length > 0 ? String(text).split(input) : [text];
      return [name, parts.map((part, at) => (at % 2 === 0 ? wording.to(part) : `\${${String(part)}}`)).join("")];
    }),
  );

function write(target: Target, name: string): Plain {
  const common = { name, description: "", enabled: true, timeout: 300 };
  if (!isHttp(target))
    return { ...common, type: "stdio", cmd: target.command, args: [...target.args], envs: {}, env_keys: [] };
  const { url, token } = target;
  return {
    ...common,
    type: "streamable_http",
    uri: url,
    headers: { Authorization: bearer(token, "dollar") },
    envs: {},
    env_keys: "variable" in token ? [token.variable] : [],
  };
}

export const goose: App = {
  id: "goose",
  name: "goose",
  about: () => message("apps.about.terminalAndDesktop", "agent in the terminal and on the desktop"),
  files: (system) => [
    {
      path:
        system.platform === "win32"
          ? inAppData(system, "Block/goose/config/config.yaml")
          : inXdgConfig(system, "goose/config.yaml"),
      level: "user",
      shape,
    },
  ],
  next: () => message("apps.next.goose", "Start a new goose session."),
};
