import * as z from "zod";
import { serverLogLevels } from "../../../protocol/serverLogLevel";
import { protocolChoices } from "../plan/launchPlan";
import { AuthConfig, TlsConfig } from "./authConfig";
import { serverCallSettings } from "./callSettings";
import { serverConnectionSettings } from "./connectionSettings";
import { entrySnippets } from "./entrySnippets";
import { DevConfig, HttpDevConfig } from "./program/devConfig";
import { SandboxConfig } from "./program/sandboxConfig";

const variables =
  "Variables: `${workspaceFolder}`, `${workspaceFolder:NAME}`, `${workspaceFolderBasename}`, `${userHome}`, `${pathSeparator}`, `${env:NAME}`, `${env:NAME:-default}`, `${input:NAME}` (asked once, kept in secret storage), `${secret:NAME}`.";

/** The name of an environment variable: anything without "=" and control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern excludes them
const envName = /^[^=\u0000-\u001f]+$/;

/** Names of environment variables; `*` stands for any text. */
export const inheritedNames = z.array(z.string().regex(envName)).max(100);

/** Names of environment variables, each written out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern excludes them
export const exactNames = z.array(z.string().regex(/^[^=*\u0000-\u001f]+$/)).max(100);

/** A header's name (RFC 9110, section 5.6.2). */
export const headerName = /^[\w!#$%&'*+.^`|~-]+$/;

const common = {
  enabled: z.boolean().optional().describe("Set to `false` to keep the entry without running it."),
  label: z.string().min(1).max(80).optional().describe("The name to show for this server."),
};

const protocol = z
  .enum(protocolChoices)
  .optional()
  .describe("Which revision of the protocol is spoken with this server.")
  .meta({
    enumDescriptions: [
      "The newest that both sides speak: the server is asked once, and the answer is kept.",
      "Any revision with a handshake, up to 2025-11-25.",
      "Only revisions without a handshake, from 2026-07-28 on.",
      ...protocolChoices.slice(3).map((revision) => `Only revision ${revision}.`),
    ],
  });

const stdio = {
  protocol,
  type: z.literal("stdio").optional().describe("The server is a program on this machine."),
  command: z.string().min(1).describe(`The program to start, found on the PATH of your login shell. ${variables}`),
  args: z.array(z.string()).optional().describe(`Arguments for the program, one per item. ${variables}`),
  cwd: z.string().min(1).optional().describe(`The folder to start in. ${variables}`),
  env: z
    .record(z.string().regex(envName), z.union([z.string(), z.number(), z.null()]))
    .optional()
    .describe(`Environment variables for the program; \`null\` removes one. ${variables}`),
  inheritEnv: inheritedNames
    .optional()
    .describe(
      "Variables of your environment that the program gets besides those that every program needs; `*` stands for any text. Replaces `mcpHub.inheritEnv`.",
    ),
  envFile: z
    .string()
    .min(1)
    .optional()
    .describe(`A file of \`NAME=value\` lines; \`env\` takes precedence over it. ${variables}`),
  sandbox: SandboxConfig.optional().describe(
    `Limits what the program can reach: its own folder to read, a temporary folder to write, no network, and what is named here. Linux (with bubblewrap) and macOS; elsewhere the server does not start. ${variables}`,
  ),
};

const http = {
  protocol,
  type: z
    .enum(["http", "sse"])
    .optional()
    .describe("How the server is reached.")
    .meta({ enumDescriptions: ["Streamable HTTP, and HTTP+SSE where the server is older.", "HTTP+SSE only."] }),
  url: z
    .string()
    .min(1)
    .describe(
      `The server's address: http, https, ws or wss; or one message a line over tcp://host:port, unix:/path or pipe:name. ${variables}`,
    ),
  headers: z
    .record(z.string().regex(headerName), z.string())
    .optional()
    .describe(`HTTP headers to send with each request. ${variables}`),
  auth: AuthConfig.optional(),
  tls: TlsConfig.optional(),
};

/** Another address or command of the same server. */
export const Replica = z.union([z.strictObject(stdio), z.strictObject(http)]);

const replicas = z
  .array(Replica)
  .max(8)
  .optional()
  .describe("The same server elsewhere, in order of preference; used where it offers a tool with the same schema.");

const context = z
  .boolean()
  .optional()
  .describe(
    "Whether the server gets what a client of the gateway sends besides the arguments of a call: its thread, what its user asked before, and its user's language.",
  );

/** What an entry says of its server that changes nothing about how it runs. */
const described = {
  logLevel: z
    .enum(serverLogLevels)
    .optional()
    .describe(
      "The lowest level of the messages that the server sends, where it can be told, and that its log in the editor shows. Without a level, the server decides; in revision 2026-07-28 it sends none.",
    ),
  description: z.string().max(4000).optional().describe("What the server is for, as the servers view shows it."),
  icon: z
    .string()
    .max(100_000)
    .regex(/^(?:[a-z][a-z0-9-]{0,60}|data:image\/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2})$/, {
      error: 'it is the name of an icon of the editor, such as "ticket", or a picture as a data: address',
    })
    .optional()
    .describe(
      "The icon of the server while it is ready: the name of an icon of the editor, such as `ticket`, or a picture as a `data:` address.",
    ),
  apiVersion: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe("The version of the service behind the server, for the rows of `mcpHub.services`: `{apiVersion}`."),
  custom: z
    .record(z.string().regex(/^\w{1,60}$/), z.union([z.string().max(2000), z.number(), z.boolean()]))
    .optional()
    .describe("Values of your own for the rows of `mcpHub.services`: `{custom.NAME}`."),
};

/** Keys of an entry that do not change what runs: they hold no variables, and changing them does not restart the server. */
export const describingKeys: ReadonlySet<string> = new Set(Object.keys(described));

const shared = {
  ...common,
  ...described,
  context,
  ...serverCallSettings,
  ...serverConnectionSettings,
  replicas,
};

/** A server that runs as a process on this machine and communicates over its standard input and output. */
export const StdioConfig = z
  .strictObject({ ...stdio, dev: DevConfig.optional(), ...shared })
  .describe("A server that runs as a program on this machine.");

/** A server that is reached at an address. */
export const HttpConfig = z
  .strictObject({ ...http, dev: HttpDevConfig.optional(), ...shared })
  .describe("A server that is reached over HTTP.");

/** How to run one server: the shape of VS Code's `mcp.json`, with `enabled` and `label`. */
export const ServerConfig = z.union([StdioConfig, HttpConfig]);

/** An entry that only changes a server that a wider scope defines. */
export const Overlay = z
  .strictObject(common)
  .describe("Changes a server of the same name that a wider scope defines, such as the user settings.");

/** One entry of `mcpHub.servers`. */
export const ServerEntry = z.union([StdioConfig, HttpConfig, Overlay]).meta({ defaultSnippets: entrySnippets });

export type StdioConfig = z.infer<typeof StdioConfig>;
export type HttpConfig = z.infer<typeof HttpConfig>;
export type Overlay = z.infer<typeof Overlay>;
export type ServerConfig = z.infer<typeof ServerConfig>;
export type Replica = z.infer<typeof Replica>;

export const isStdio = <T extends ServerConfig | Replica>(config: T): config is Extract<T, { command: string }> =>
  "command" in config;
