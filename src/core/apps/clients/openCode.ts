import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { bearer } from "../commonShape";
import { isPlain, valueAt } from "../editing/place";
import { given, list } from "../expressing/commonExpressed";
import { oauthExpressed } from "../expressing/oauthExpressed";
import type { Wording } from "../expressing/wording";
import { oauthSaid } from "../reading/oauthSaid";
import type { Said } from "../reading/said";
import type { TakenKeys } from "../reading/takenKeys";
import type { Plain, Shape } from "../shape";
import { inWorkspace, inXdgConfig } from "../system";
import { isHttp, type Target } from "../target";

/**
 * `opencode.json`: in version 2 servers are under `mcp.servers`, with `disabled`; in version 1 directly under `mcp`, with `enabled`. A
 * command is one list with its arguments; times are milliseconds. Sources: opencode.ai/v2/docs/mcp-servers and
 * opencode.ai/v1/docs/mcp-servers, read 2026-11-29.
 */
const shape: Shape = {
  format: "jsonc",
  root: (content) => (isFirstVersion(content) ? ["mcp"] : ["mcp", "servers"]),
  variables: "braces",
  tokens: ["literal", "variable"],
  owned: ["type", "url", "headers", "oauth", "command"],
  read,
  express,
  write,
};

/** A server of version 1 may itself be named "servers": what a member of `mcp` holds decides. */
function isFirstVersion(content: unknown): boolean {
  const members = valueAt(content, ["mcp"]);
  if (!isPlain(members)) return false;
  const isServer = (value: unknown) =>
    isPlain(value) && (typeof value.type === "string" || typeof value.enabled === "boolean");
  return Object.values(members).some(isServer);
}

function read(keys: TakenKeys): Said {
  const type = keys.take("type");
  const enabled = keys.take("enabled");
  const isOff = keys.take("disabled") === true || enabled === false;
  const timeout = keys.take("timeout");
  const said = { isOff, ...times(timeout) };
  if (type === "remote" || (type === undefined && keys.has("url"))) {
    const auth = oauthSaid(keys.take("oauth"));
    return { ...said, url: keys.take("url"), headers: keys.take("headers"), ...(auth && { auth }) };
  }
  if (type === undefined && !keys.has("command"))
    return {
      ...said,
      skip: message("apps.switchOnly", "it only switches a server on or off that is defined elsewhere."),
    };
  const command = keys.take("command");
  const [program, ...args] = Array.isArray(command) ? command : [command];
  return { ...said, command: program, args, cwd: keys.take("cwd"), env: keys.take("environment") };
}

/** Version 1 has one number, for the reading of the tools; version 2 has `startup` and `request`. */
function times(timeout: unknown): Pick<Said, "connectTimeoutSeconds" | "callTimeoutSeconds"> {
  const startup = seconds(isPlain(timeout) ? timeout.startup : timeout, 600);
  const request = seconds(isPlain(timeout) ? timeout.request : undefined, 3600);
  return {
    ...(startup !== undefined && { connectTimeoutSeconds: startup }),
    ...(request !== undefined && { callTimeoutSeconds: request }),
  };
}

const seconds = (ms: unknown, most: number): number | undefined =>
  typeof ms === "number" && ms > 0 ? Math.min(most, Math.ceil(ms / 1000)) : undefined;

/** What switches an entry off, and its times, differ by the version of the file. */
function express(said: Said, wording: Wording, _name: string, content?: unknown): Plain {
  const isFirst = isFirstVersion(content);
  const { connectTimeoutSeconds: startup, callTimeoutSeconds: request } = said;
  if (isFirst && request !== undefined) wording.leave("callTimeoutSeconds");
  const limits = {
    ...(startup !== undefined && { startup: startup * 1000 }),
    ...(request !== undefined && { request: request * 1000 }),
  };
  const common = {
    ...(said.isOff && (isFirst ? { enabled: false } : { disabled: true })),
    ...(isFirst && startup !== undefined && { timeout: startup * 1000 }),
    ...(!isFirst && Object.keys(limits).length > 0 && { timeout: limits }),
    ...list(said, "disabledTools", undefined, wording),
    ...list(said, "allowedTools", undefined, wording),
  };
  if (said.isSse) wording.leave("type");
  if (said.url !== undefined) {
    const keys = isFirst
      ? { clientId: "clientId", clientSecret: "clientSecret", scopes: "scope", inOneText: true as const }
      : { clientId: "client_id", clientSecret: "client_secret", scopes: "scope", inOneText: true as const };
    const oauth = oauthExpressed(said.auth, keys);
    if (said.auth !== undefined && oauth === undefined) wording.leave("auth");
    const remote = given({ url: said.url, headers: said.headers, oauth }, wording);
    return { type: "remote", ...remote, ...common };
  }
  if (said.envFile !== undefined) wording.leave("envFile");
  const args = Array.isArray(said.args) ? said.args : [];
  const local = given({ command: [said.command, ...args], cwd: said.cwd, environment: said.env }, wording);
  return { type: "local", ...local, ...common };
}

/** The same in both versions: what switches an entry off is missing, and both run it then. */
function write(target: Target): Plain {
  if (!isHttp(target)) return { type: "local", command: [target.command, ...target.args] };
  // Without `oauth: false`, OpenCode begins to sign in when the token is refused.
  return { type: "remote", url: target.url, headers: { Authorization: bearer(target.token, "braces") }, oauth: false };
}

export const openCode: App = {
  id: "opencode",
  name: "OpenCode",
  about: () => message("apps.about.terminalAgent", "agent in the terminal"),
  files: (system) => [
    ...["opencode/opencode.json", "opencode/opencode.jsonc"].map(
      (name): AppFile => ({ path: inXdgConfig(system, name), level: "user", shape }),
    ),
    ...["opencode.json", "opencode.jsonc"].flatMap((name) =>
      inWorkspace(system, name).map((path): AppFile => ({ path, level: "project", shape })),
    ),
  ],
  next: () => message("apps.next.openCode", 'Start OpenCode again; "opencode mcp list" shows the hub.'),
  limit: () => message("apps.limit.openCode", "OpenCode 1 waits 5 seconds for the list of tools."),
};
