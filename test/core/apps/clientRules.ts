import assert from "node:assert/strict";
import { parse as parseJsonc } from "jsonc-parser/lib/esm/main.js";
import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";

/** How a client would reach a server by its own rules. */
export type Reached =
  | { readonly url: string; readonly authorization: string | undefined }
  | { readonly command: string; readonly args: readonly string[] };

/** What the client's process finds around it. */
export interface Around {
  readonly env: Readonly<Record<string, string>>;
  /** What a person types where the client asks. */
  readonly typed: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the second reader takes files as their clients do, without the project's own types
type Any = any;
type Client = (text: string, name: string, around: Around) => Reached;

const strictJson = (text: string): Any => JSON.parse(text);
const jsonc = (text: string): Any => {
  const errors: Any[] = [];
  const value = parseJsonc(text, errors, { allowTrailingComma: true });
  assert.deepEqual(errors, []);
  return value;
};

const program = ({ command, args = [] }: Any): Reached => {
  assert.equal(typeof command, "string");
  assert.ok(Array.isArray(args));
  return { command, args };
};

const filled = (text: string, pattern: RegExp, env: Around["env"]): string =>
  text.replace(pattern, (_whole, braced?: string, bare?: string) => env[(braced ?? bare ?? "").trim()] ?? "");

const remote = (url: string, authorization: string | undefined): Reached => {
  assert.equal(typeof url, "string");
  return { url, authorization };
};

const byEnv = /\$\{env:(\w+)\}/g;
const byShell = /\$\{(\w+)\}/g;
const byDollar = /\$\{\s*(\w+)\s*\}|\$(\w+)/g;

/** Each client's rules as its documentation or source has them: facts of gateway.md section 5 and of the clients' sources. */
export const clientRules: Readonly<Record<string, Client>> = {
  "claude-code": (text, name, { env }) => {
    const entry = strictJson(text).mcpServers[name];
    if (entry.type === undefined || entry.type === "stdio") return program(entry);
    assert.equal(entry.type, "http");
    return remote(entry.url, filled(entry.headers.Authorization, byShell, env));
  },
  // Reads programs only; an address would be an invalid entry.
  "claude-desktop": (text, name) => program(strictJson(text).mcpServers[name]),
  junie: (text, name) => program(strictJson(text).mcpServers[name]),
  cursor: (text, name, { env }) => {
    const entry = jsonc(text).mcpServers[name];
    return entry.command ? program(entry) : remote(entry.url, filled(entry.headers.Authorization, byEnv, env));
  },
  codex: (text, name, { env }) => {
    const entry: Any = (parseToml(text) as Any).mcp_servers[name];
    if (entry.command) {
      for (const key of ["url", "bearer_token_env_var", "http_headers", "env_http_headers"])
        assert.equal(entry[key], undefined, `${key} is not supported for stdio`);
      return program(entry);
    }
    for (const key of ["args", "env", "cwd", "bearer_token"])
      assert.equal(entry[key], undefined, `${key} is not supported for streamable_http`);
    const named = entry.bearer_token_env_var;
    // `headers` is ignored: an entry with the token there sends none.
    return remote(entry.url, named ? `Bearer ${env[named]}` : entry.http_headers?.Authorization);
  },
  vscode: (text, name, { typed, env }) => {
    const file = jsonc(text);
    const entry = file.servers[name];
    if (entry.type === "stdio" || entry.type === undefined) return program(entry);
    assert.equal(entry.type, "http");
    const withInputs = entry.headers.Authorization.replace(/\$\{input:([\w-]+)\}/g, (_whole: string, id: string) => {
      const input = file.inputs?.find((item: Any) => item.id === id);
      assert.equal(input?.type, "promptString", `the input ${id} is defined`);
      assert.equal(input.password, true);
      return typed;
    });
    return remote(entry.url, filled(withInputs, byEnv, env));
  },
  "copilot-cli": (text, name) => {
    const entry = strictJson(text).mcpServers[name];
    assert.deepEqual(entry.tools, ["*"]);
    if (entry.type === "local" || entry.type === "stdio") return program(entry);
    assert.equal(entry.type, "http");
    return remote(entry.url, entry.headers.Authorization); // no variables in headers
  },
  "gemini-cli": (text, name, { env }) => {
    const entry = jsonc(text).mcpServers[name];
    if (entry.httpUrl) return remote(entry.httpUrl, filled(entry.headers.Authorization, byDollar, env));
    assert.equal(entry.url, undefined, "url means HTTP+SSE");
    return program(entry);
  },
  windsurf: (text, name, { env }) => {
    const entry = jsonc(text).mcpServers[name];
    if (entry.command) return program(entry);
    return remote(entry.serverUrl, filled(entry.headers.Authorization, byEnv, env)); // not url
  },
  cline: (text, name) => {
    const entry = strictJson(text).mcpServers[name];
    if (entry.command) return program(entry);
    assert.equal(entry.type, "streamableHttp", "without it the client speaks HTTP+SSE");
    assert.ok(entry.timeout >= 1);
    return remote(entry.url, entry.headers.Authorization);
  },
  roo: (text, name, { env }) => {
    const entry = strictJson(text).mcpServers[name];
    if (entry.command) return program(entry);
    assert.equal(entry.type, "streamable-http", "an address needs a type");
    return remote(entry.url, filled(entry.headers.Authorization, byEnv, env));
  },
  continue: (text, name, { env }) => {
    const file: Any = parseYaml(text);
    for (const key of ["name", "version"]) assert.equal(typeof file[key], "string", `a file needs ${key}`);
    const entry = file.mcpServers.find((item: Any) => item.name === name);
    if (entry.command) return program(entry);
    assert.equal(entry.type, "streamable-http");
    const value: string = entry.requestOptions.headers.Authorization;
    return remote(
      entry.url,
      value.replace(/\$\{\{ secrets\.(\w+) \}\}/g, (_whole, key: string) => env[key] ?? ""),
    );
  },
  zed: (text, name) => {
    const entry = jsonc(text).context_servers[name];
    return entry.command ? program(entry) : remote(entry.url, entry.headers.Authorization);
  },
  opencode: (text, name, { env }) => {
    const { mcp } = jsonc(text);
    const isFirst = Object.values(mcp).some((value: Any) => value.type !== undefined);
    const entry = isFirst ? mcp[name] : mcp.servers[name];
    if (entry.type === "local") return program({ command: entry.command[0], args: entry.command.slice(1) });
    assert.equal(entry.type, "remote");
    assert.equal(entry.oauth, false, "else a refusal begins a sign-in");
    return remote(entry.url, filled(entry.headers.Authorization, /\{env:(\w+)\}/g, env));
  },
  goose: (text, name, { env }) => {
    const entry: Any = parseYaml(text).extensions[name];
    assert.equal(entry.enabled, true);
    for (const key of ["name", "description"]) assert.equal(typeof entry[key], "string", `missing field ${key}`);
    if (entry.type === "stdio") return program({ command: entry.cmd, args: entry.args });
    assert.equal(entry.type, "streamable_http");
    const known = Object.fromEntries(entry.env_keys.map((key: string) => [key, env[key]]));
    return remote(entry.uri, filled(entry.headers.Authorization, byDollar, known));
  },
  kiro: (text, name, { env }) => {
    const entry = strictJson(text).mcpServers[name];
    return entry.command ? program(entry) : remote(entry.url, filled(entry.headers.Authorization, byShell, env));
  },
  "lm-studio": (text, name) => {
    const entry = strictJson(text).mcpServers[name];
    return entry.command ? program(entry) : remote(entry.url, entry.headers.Authorization);
  },
  crush: (text, name, { env }) => {
    const entry = jsonc(text).mcp[name];
    if (entry.type === "stdio") return program(entry);
    assert.equal(entry.type, "http");
    return remote(entry.url, filled(entry.headers.Authorization, byDollar, env));
  },
};
