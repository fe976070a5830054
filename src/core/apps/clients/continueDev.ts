import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { bearer } from "../commonShape";
import { isPlain } from "../editing/place";
import { commonExpressed, given } from "../expressing/commonExpressed";
import type { Wording } from "../expressing/wording";
import { commonSaid } from "../reading/commonSaid";
import type { Said } from "../reading/said";
import type { TakenKeys } from "../reading/takenKeys";
import type { Plain, Shape } from "../shape";
import { inHome, inWorkspace } from "../system";
import { isHttp, type Target } from "../target";

/**
 * Continue keeps a list: `mcpServers` of config.yaml, and blocks in `.continue/mcpServers`. Headers are in `requestOptions`;
 * `connectionTimeout` is milliseconds; `${{ secrets.X }}` comes from `.env` files of Continue. Source: continuedev/continue
 * packages/config-yaml/src/schemas/mcp/index.ts (commit 0a3f633) and docs.continue.dev/reference, read 2026-11-29.
 */
const yaml = (preamble: string): Shape => ({
  format: "yaml",
  root: () => ["mcpServers"],
  namedBy: "name",
  variables: "secrets",
  tokens: ["literal", "variable"],
  owned: ["name", "type", "url", "requestOptions", "apiKey", "command", "args"],
  read,
  express,
  write,
  preamble,
});

/** What Continue wants at the top of a file. */
const head = (name: string) => `name: ${name}\nversion: 0.0.1\nschema: v1\n`;
const user = yaml(head("Local Config"));
const block = yaml(head("MCP Hub"));

const rules = {
  connectTime: { keys: ["connectionTimeout"], perSecond: 1000 },
  silent: ["serverName", "faviconUrl", "sourceFile"],
} as const;

function read(keys: TakenKeys): Said {
  const options = keys.take("requestOptions");
  const key = keys.take("apiKey");
  const said = commonSaid(keys, rules);
  if (said.url === undefined) return said;
  const headers = isPlain(options) && isPlain(options.headers) ? options.headers : {};
  const others = isPlain(options) ? Object.keys(options).filter((name) => name !== "headers") : [];
  for (const name of others)
    keys.note(
      "warning",
      message("apps.keyLeft", '"{key}" is not taken over.', { key: `requestOptions.${name}` }),
      "requestOptions",
      name,
    );
  return { ...said, headers: { ...(typeof key === "string" && { Authorization: `Bearer ${key}` }), ...headers } };
}

function express({ headers, ...said }: Said, wording: Wording, name: string): Plain {
  const { type, ...entry } = commonExpressed(said, wording, {
    ...rules,
    stdioType: "stdio",
    httpType: "streamable-http",
    has: ["cwd"],
  });
  return { name, type, ...entry, ...(headers !== undefined && { requestOptions: given({ headers }, wording) }) };
}

function write(target: Target, name: string): Plain {
  if (!isHttp(target)) return { name, type: "stdio", command: target.command, args: [...target.args] };
  const headers = { Authorization: bearer(target.token, "secrets") };
  return { name, type: "streamable-http", url: target.url, requestOptions: { headers } };
}

export const continueDev: App = {
  id: "continue",
  name: "Continue",
  about: () => message("apps.about.extension", "extension of editors"),
  files: (system) => [
    { path: inHome(system, ".continue/config.yaml"), level: "user", shape: user },
    ...inWorkspace(system, ".continue/mcpServers/mcp-hub.yaml").map(
      (path): AppFile => ({ path, level: "project", shape: block }),
    ),
  ],
  next: () =>
    message(
      "apps.next.continue",
      "Continue reads the file at once, and uses MCP servers in agent mode. A variable is looked up in Continue's .env files.",
    ),
  limit: () =>
    message("apps.limit.continue", "Continue reads only the first page of tools, which is all that the hub sends."),
};
