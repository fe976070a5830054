import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { isPlain } from "../editing/place";
import { commonExpressed, given, time } from "../expressing/commonExpressed";
import { oauthExpressed } from "../expressing/oauthExpressed";
import type { Wording } from "../expressing/wording";
import { commonSaid } from "../reading/commonSaid";
import { oauthSaid } from "../reading/oauthSaid";
import type { Said } from "../reading/said";
import type { TakenKeys } from "../reading/takenKeys";
import type { Plain, Shape } from "../shape";
import { inFolderOf, inWorkspace } from "../system";
import { isHttp, type Target } from "../target";

/**
 * `[mcp_servers.NAME]` of Codex' config.toml. Texts have no variables; `bearer_token_env_var` and `env_http_headers` name variables.
 * `headers` is ignored without a word, and an inline `bearer_token` is refused. Source: openai/codex codex-rs/config/src/mcp_types.rs
 * (`RawMcpServerConfig`, commit 00b17c2) and developers.openai.com/codex/mcp, read 2026-11-29.
 */
const shape: Shape = {
  format: "toml",
  root: () => ["mcp_servers"],
  variables: "none",
  variableNames: ["bearer_token_env_var", "env_vars", "env_http_headers"],
  tokens: ["literal", "variable"],
  owned: [
    "url",
    "bearer_token_env_var",
    "bearer_token",
    "http_headers",
    "env_http_headers",
    "headers",
    "command",
    "args",
  ],
  read,
  express,
  write,
};

const rules = {
  allowedTools: ["enabled_tools"],
  disabledTools: ["disabled_tools"],
  callTime: { keys: ["tool_timeout_sec"], perSecond: 1 },
  grants: ["default_tools_approval_mode", "tools"],
  has: ["cwd", "enabled"],
  silent: ["required", "supports_parallel_tool_calls", "oauth_resource", "experimental_environment"],
} as const;

function read(keys: TakenKeys): Said {
  for (const key of ["headers", "http_header"])
    keys.leave(key, "warning", () =>
      message("apps.codexHeaders", '"{key}" is ignored by Codex, and so by the hub. Codex reads "http_headers".', {
        key,
      }),
    );
  keys.leave("bearer_token", "error", () =>
    message("apps.codexToken", '"bearer_token" is refused by Codex. Name a variable in "bearer_token_env_var".'),
  );
  const variable = keys.take("bearer_token_env_var");
  const headers = keys.take("http_headers");
  const named = keys.take("env_http_headers");
  const oauth = keys.take("oauth");
  const scopes = keys.take("scopes");
  const connect = keys.takeSeconds(1, 600, "startup_timeout_sec") ?? keys.takeSeconds(1000, 600, "startup_timeout_ms");
  keys.take("startup_timeout_ms");
  const passed = keys.take("env_vars");
  const said = { ...commonSaid(keys, rules), ...(connect !== undefined && { connectTimeoutSeconds: connect }) };
  if (said.url === undefined) return { ...said, env: { ...variables(passed), ...(isPlain(said.env) ? said.env : {}) } };
  const auth = oauthSaid({ ...(isPlain(oauth) ? oauth : {}), ...(Array.isArray(scopes) && { scopes }) });
  return {
    ...said,
    headers: {
      ...(isPlain(headers) ? headers : {}),
      ...(isPlain(named) ? Object.fromEntries(Object.entries(named).map(([name, from]) => [name, envText(from)])) : {}),
      ...(typeof variable === "string" && { Authorization: `Bearer ${envText(variable)}` }),
    },
    ...(auth && { auth }),
  };
}

const envText = (variable: unknown): string => `\${env:${String(variable)}}`;

/** Variables that are passed on: each item is a name, or an object with one. */
function variables(list: unknown): Record<string, string> {
  const names = Array.isArray(list) ? list.map((item: unknown) => (isPlain(item) ? item.name : item)) : [];
  return Object.fromEntries(names.filter((name) => typeof name === "string").map((name) => [name, envText(name)]));
}

/** The variable that a text consists of, after a prefix. */
const variableIn = (text: unknown, prefix = ""): string | undefined =>
  typeof text === "string" && text.startsWith(prefix)
    ? /^\$\{env:([A-Za-z_]\w*)\}$/.exec(text.slice(prefix.length))?.[1]
    : undefined;

/** Texts that consist of a variable are named, since Codex fills in none. */
function express({ connectTimeoutSeconds, env, headers, auth, ...said }: Said, wording: Wording): Plain {
  const connectTime = { keys: ["startup_timeout_sec"], perSecond: 1 } as const;
  const starts =
    connectTimeoutSeconds === undefined
      ? {}
      : time({ connectTimeoutSeconds }, "connectTimeoutSeconds", connectTime, wording);
  if (said.url === undefined) {
    const all = Object.entries(isPlain(env) ? env : {});
    const passed = all.filter(([name, text]) => variableIn(text) === name).map(([name]) => name);
    const set = Object.fromEntries(all.filter(([name]) => !passed.includes(name)));
    const written = Object.keys(set).length > 0 ? { env: set } : {};
    return {
      ...commonExpressed({ ...said, ...written }, wording, rules),
      ...(passed.length > 0 && { env_vars: passed }),
      ...starts,
    };
  }
  const all = Object.entries(isPlain(headers) ? headers : {});
  const bearer = all.find(([name, text]) => name === "Authorization" && variableIn(text, "Bearer ") !== undefined);
  const named = all.filter(([, text]) => variableIn(text) !== undefined);
  const literal = all.filter((header) => header !== bearer && !named.includes(header));
  const { scopes, ...client } = isPlain(auth) ? auth : {};
  const oauth = auth === undefined ? {} : oauthExpressed(client, { clientId: "client_id" });
  if (oauth === undefined || oauth === false) wording.leave("auth");
  return {
    ...commonExpressed(said, wording, rules),
    ...(bearer && { bearer_token_env_var: variableIn(bearer[1], "Bearer ") }),
    ...(literal.length > 0 && given({ http_headers: Object.fromEntries(literal) }, wording)),
    ...(named.length > 0 && {
      env_http_headers: Object.fromEntries(named.map(([name, text]) => [name, variableIn(text)])),
    }),
    ...(oauth && Object.keys(oauth).length > 0 && { oauth }),
    ...(oauth && scopes !== undefined && { scopes }),
    ...starts,
  };
}

function write(target: Target): Plain {
  if (!isHttp(target)) return { command: target.command, args: [...target.args] };
  const { url, token } = target;
  return "variable" in token
    ? { url, bearer_token_env_var: token.variable }
    : { url, http_headers: { Authorization: `Bearer ${token.literal}` } };
}

export const codex: App = {
  id: "codex",
  name: "Codex",
  about: () => message("apps.about.terminalAndEditors", "agent in the terminal and in editors"),
  files: (system) => [
    { path: inFolderOf(system, "CODEX_HOME", ".codex", "config.toml"), level: "user", shape },
    ...inWorkspace(system, ".codex/config.toml").map((path): AppFile => ({ path, level: "project", shape })),
  ],
  next: () =>
    message(
      "apps.next.codex",
      'Start Codex again; "/mcp" shows the hub. A project\'s file counts only in a folder that you trust there.',
    ),
  limit: () =>
    message(
      "apps.limit.codex",
      "Codex gives a server 10 seconds to start and a tool 60 seconds, unless its entry says otherwise.",
    ),
};
