import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installOnce } from "../../../host/installOnce.mjs";
import { oldSse } from "../callers/oldSse";
import { rest } from "../callers/rest";
import { streamable } from "../callers/streamable";
import { viaLua } from "../callers/viaLua";
import { buildNative } from "./buildNative";
import type { Peer, Programs } from "./peer";
import { startProgram } from "./program";

/** What is measured beside the gateway, as it is on npm. */
const versions = {
  "mcp-hub": "4.2.1",
  "mcp-proxy": "6.7.19",
  supergateway: "4.0.0",
  "@karashiiro/my-cool-proxy": "1.6.2",
};

type PackageName = keyof typeof versions;

/**
 * Each is installed by itself: together they would share what they depend on, which they do not with a person.
 *
 * @param native a package with a native part that it needs
 */
async function scriptOf(name: PackageName, native?: string): Promise<string> {
  const version = versions[name];
  const kind = native === undefined ? "" : `-abi${process.versions.modules}`;
  const folder = await installOnce(
    `gateway-peer-${name.replace(/^.*\//, "")}-${version}${kind}`,
    [`${name}@${version}`],
    async (draft) => {
      if (native !== undefined) await buildNative(draft, native);
    },
  );
  const home = join(folder, "node_modules", name);
  const { bin }: { bin: string | Record<string, string> } = JSON.parse(
    readFileSync(join(home, "package.json"), "utf8"),
  );
  return join(home, typeof bin === "string" ? bin : (Object.values(bin)[0] ?? ""));
}

/** The one server of a gateway that has one. */
function only(servers: Programs) {
  const [server, ...others] = Object.values(servers);
  if (!server || others.length > 0) throw new Error("It stands before one server only.");
  return server;
}

/** The makers' own defaults, but for the address; every log at the least that its command offers. */
export const others: readonly Peer[] = [
  {
    name: "mcp-hub",
    prepare: () => scriptOf("mcp-hub"),
    aggregates: true,
    async start(servers) {
      const script = await scriptOf("mcp-hub");
      const { pid, port, stop } = await startProgram(async (home, free) => {
        const config = join(home, "servers.json");
        await writeFile(config, JSON.stringify({ mcpServers: servers }));
        return { args: [script, "--port", String(free), "--config", config] };
      });
      const origin = `http://127.0.0.1:${port}`;
      const doors = {
        "": () => oldSse(`${origin}/mcp`, (server, tool) => `${server}__${tool}`),
        REST: async () =>
          rest(
            { url: origin },
            {
              path: "/api/servers/tools",
              body: (server_name, tool, args) => ({ server_name, tool, arguments: args }),
              resultIn: ({ result }) => result,
            },
          ),
      };
      return { pid, doors, stop };
    },
  },
  {
    name: "mcp-proxy",
    prepare: () => scriptOf("mcp-proxy"),
    aggregates: false,
    async start(servers) {
      const { command, args } = only(servers);
      const script = await scriptOf("mcp-proxy");
      const { pid, port, stop } = await startProgram(async (_, free) => ({
        args: [script, "--host", "127.0.0.1", "--port", String(free), "--server", "stream", "--", command, ...args],
      }));
      return { pid, doors: oneDoor(port), stop };
    },
  },
  {
    name: "supergateway",
    prepare: () => scriptOf("supergateway"),
    aggregates: false,
    async start(servers) {
      const { command, args } = only(servers);
      const script = await scriptOf("supergateway");
      const line = [command, ...args].map((part) => JSON.stringify(part)).join(" ");
      const { pid, port, stop } = await startProgram(async (_, free) => ({
        args: [
          ...[script, "--stdio", line, "--outputTransport", "streamableHttp", "--stateful"],
          ...["--port", String(free), "--logLevel", "none"],
        ],
      }));
      return { pid, doors: oneDoor(port), stop };
    },
  },
  {
    name: "my-cool-proxy",
    prepare: () => scriptOf("@karashiiro/my-cool-proxy", "better-sqlite3"),
    aggregates: true,
    async start(servers) {
      const script = await scriptOf("@karashiiro/my-cool-proxy", "better-sqlite3");
      const { pid, port, stop } = await startProgram(async (home, free) => {
        const config = join(home, "config.json");
        const mcpClients = Object.fromEntries(
          Object.entries(servers).map(([name, entry]) => [name, { type: "stdio", ...entry }]),
        );
        await writeFile(config, JSON.stringify({ port: free, host: "127.0.0.1", transport: "http", mcpClients }));
        return { args: [script], env: { CONFIG_PATH: config } };
      });
      const doors = {
        "": async () => viaLua(await streamable(at(port), (_, tool) => tool), Object.keys(servers)),
      };
      return { pid, doors, stop };
    },
  },
];

const at = (port: number) => ({ url: `http://127.0.0.1:${port}/mcp` });

const oneDoor = (port: number) => ({ "": () => streamable(at(port), (_, tool) => tool) });
