import assert from "node:assert/strict";
import { expressEntry } from "../../../../src/core/apps/expressing/expressEntry";
import type { ServerConfig } from "../../../../src/core/config/schema/serverConfig";
import { writable } from "../writtenEntries";

/** A program and an address about which an entry says all that some app has a word for. */
const common = { enabled: false, callTimeoutSeconds: 90, connectTimeoutSeconds: 20 } as const;
const program: ServerConfig = { command: "x", args: ["a"], cwd: "/a", envFile: "/b", env: { A: "1" }, ...common };
const address: ServerConfig = {
  ...{ type: "http", url: "https://x.example", headers: { A: "1" }, ...common },
  auth: { type: "oauth", clientId: "c" },
};

/** What an app gets of a server, and the keys for which it has no word. */
function written(id: string, config: ServerConfig): readonly [entry: object | string, left: string] {
  const { file } = writable.find(({ app }) => app.id === id) ?? assert.fail(id);
  const exported = { name: "one", config, disabledTools: ["rm"], allowedTools: ["ls"] };
  const expressed = expressEntry(file, exported);
  return expressed.kind === "unsaid"
    ? [expressed.reason, ""]
    : [expressed.entry, expressed.left.toSorted().join(" ").replaceAll("TimeoutSeconds", "Timeout")];
}

const stdio = { command: "x", args: ["a"], env: { A: "1" } };
const at = { url: "https://x.example" };
const headers = { headers: { A: "1" } };
const oauth = { clientId: "c" };
const codexWords = { tool_timeout_sec: 90, startup_timeout_sec: 20, disabled_tools: ["rm"], enabled_tools: ["ls"] };
const crushWords = { disabled: true, timeout: 20, disabled_tools: ["rm"], enabled_tools: ["ls"] };
const geminiWords = { timeout: 90_000, excludeTools: ["rm"], includeTools: ["ls"] };
const gooseWords = { name: "one", description: "", enabled: false, timeout: 90, available_tools: ["ls"] };
const openCodeWords = { disabled: true, timeout: { startup: 20_000, request: 90_000 } };
const off = { disabled: true, disabledTools: ["rm"] };
const tools = "allowedTools disabledTools";

type Row = readonly [app: string, program: ReturnType<typeof written>, address: ReturnType<typeof written>];
const rows: readonly Row[] = [
  [
    "claude-code",
    [{ type: "stdio", ...stdio, timeout: 90_000 }, "allowedTools connectTimeout cwd disabledTools enabled envFile"],
    [{ type: "http", ...at, ...headers, oauth, timeout: 90_000 }, "allowedTools connectTimeout disabledTools enabled"],
  ],
  [
    "claude-desktop",
    [stdio, "allowedTools callTimeout connectTimeout cwd disabledTools enabled envFile"],
    ["The app starts programs only.", ""],
  ],
  [
    "cursor",
    [{ ...stdio, envFile: "/b" }, "allowedTools callTimeout connectTimeout cwd disabledTools enabled"],
    [{ ...at, ...headers, auth: { CLIENT_ID: "c" } }, "allowedTools callTimeout connectTimeout disabledTools enabled"],
  ],
  [
    "codex",
    [{ ...stdio, cwd: "/a", enabled: false, ...codexWords }, "envFile"],
    [{ ...at, http_headers: { A: "1" }, oauth: { client_id: "c" }, enabled: false, ...codexWords }, ""],
  ],
  [
    "vscode",
    [
      { type: "stdio", ...stdio, cwd: "/a", envFile: "/b" },
      "allowedTools callTimeout connectTimeout disabledTools enabled",
    ],
    [{ type: "http", ...at, ...headers, oauth }, "allowedTools callTimeout connectTimeout disabledTools enabled"],
  ],
  [
    "copilot-cli",
    [{ type: "local", ...stdio, cwd: "/a", tools: ["ls"] }, "callTimeout connectTimeout disabledTools enabled envFile"],
    [{ type: "http", ...at, ...headers, tools: ["ls"] }, "auth callTimeout connectTimeout disabledTools enabled"],
  ],
  [
    "gemini-cli",
    [{ ...stdio, cwd: "/a", ...geminiWords }, "connectTimeout enabled envFile"],
    [{ httpUrl: at.url, ...headers, oauth, ...geminiWords }, "connectTimeout enabled"],
  ],
  [
    "windsurf",
    [{ ...stdio, ...off }, "allowedTools callTimeout connectTimeout cwd envFile"],
    [{ serverUrl: at.url, ...headers, ...off }, "allowedTools auth callTimeout connectTimeout"],
  ],
  [
    "cline",
    [{ ...stdio, cwd: "/a", disabled: true, timeout: 90 }, "allowedTools connectTimeout disabledTools envFile"],
    [
      { type: "streamableHttp", ...at, ...headers, disabled: true, timeout: 90 },
      "allowedTools auth connectTimeout disabledTools",
    ],
  ],
  [
    "roo",
    [{ ...stdio, cwd: "/a", timeout: 90, ...off }, "allowedTools connectTimeout envFile"],
    [{ type: "streamable-http", ...at, ...headers, timeout: 90, ...off }, "allowedTools auth connectTimeout"],
  ],
  [
    "continue",
    [
      { name: "one", type: "stdio", ...stdio, cwd: "/a", connectionTimeout: 20_000 },
      "allowedTools callTimeout disabledTools enabled envFile",
    ],
    [
      { name: "one", type: "streamable-http", ...at, connectionTimeout: 20_000, requestOptions: headers },
      "allowedTools auth callTimeout disabledTools enabled",
    ],
  ],
  [
    "zed",
    [{ ...stdio, enabled: false }, "allowedTools callTimeout connectTimeout cwd disabledTools envFile"],
    [{ ...at, ...headers, enabled: false }, "allowedTools auth callTimeout connectTimeout disabledTools"],
  ],
  [
    "opencode",
    [{ type: "local", command: ["x", "a"], cwd: "/a", environment: { A: "1" }, ...openCodeWords }, `${tools} envFile`],
    [{ type: "remote", ...at, ...headers, oauth: { client_id: "c" }, ...openCodeWords }, tools],
  ],
  [
    "goose",
    [
      { ...gooseWords, type: "stdio", cmd: "x", args: ["a"], cwd: "/a", envs: { A: "1" } },
      "connectTimeout disabledTools envFile",
    ],
    [{ ...gooseWords, type: "streamable_http", uri: at.url, ...headers }, "auth connectTimeout disabledTools"],
  ],
  [
    "kiro",
    [{ ...stdio, ...off }, "allowedTools callTimeout connectTimeout cwd envFile"],
    [{ ...at, ...headers, ...off }, "allowedTools auth callTimeout connectTimeout"],
  ],
  [
    "crush",
    [{ type: "stdio", ...stdio, ...crushWords }, "callTimeout cwd envFile"],
    [{ type: "http", ...at, ...headers, ...crushWords }, "auth callTimeout"],
  ],
];

describe("everything that a server says, in the words of an app", () => {
  for (const [id, ofProgram, ofAddress] of rows)
    it(`is written, and what the app has no word for is named: ${id}`, () => {
      assert.deepEqual(written(id, program), ofProgram);
      assert.deepEqual(written(id, address), ofAddress);
    });
});
