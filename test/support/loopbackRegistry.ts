import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** An MCP registry and an npm registry on loopback, as one server. */
export interface LoopbackRegistry {
  readonly url: string;
  /** What was searched for, in order. */
  readonly searches: readonly string[];
  stop(): Promise<void>;
}

/** A server without dependencies, whose only tool says what its environment has. */
const program = `#!/usr/bin/env node
import { createInterface } from "node:readline";
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const results = {
    initialize: { protocolVersion: params?.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "weather", version: "1.0.0" } },
    "tools/list": { tools: [{ name: "forecast", inputSchema: { type: "object" } }] },
    "tools/call": { content: [{ type: "text", text: "key " + process.env.WEATHER_API_KEY + ", " + process.argv.slice(2).join(" ") }] },
  };
  const result = results[method];
  const answer = result ? { result } : { error: { code: -32601, message: "unknown" } };
  process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, ...answer }) + "\\n");
});
`;

/** Packs the server as \`npm publish\` would. */
async function pack(): Promise<{ readonly tarball: Buffer; readonly shasum: string; readonly integrity: string }> {
  const folder = await mkdtemp(join(tmpdir(), "mcph-package-"));
  try {
    await mkdir(join(folder, "package"));
    const description = { name: "@ann/weather", version: "1.4.0", type: "module", bin: { weather: "server.mjs" } };
    await writeFile(join(folder, "package/package.json"), JSON.stringify(description));
    await writeFile(join(folder, "package/server.mjs"), program, { mode: 0o755 });
    const { stdout } = await promisify(execFile)("npm", ["pack", "--json", "./package"], { cwd: folder });
    const [packed] = JSON.parse(stdout);
    const { filename, shasum, integrity } = packed;
    return { tarball: await readFile(join(folder, filename)), shasum, integrity };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Descriptions as the official registry answers them; the package of the first one is on this server, and the last one is at `guarded`. */
const servers = (url: string, guarded: string) => [
  {
    name: "io.github.ann/weather",
    title: "Weather",
    description: "Forecasts for any place",
    version: "1.4.0",
    repository: { url: "https://github.com/ann/weather", source: "github" },
    packages: [
      {
        registryType: "npm",
        registryBaseUrl: `${url}/npm`,
        identifier: "@ann/weather",
        version: "1.4.0",
        transport: { type: "stdio" },
        packageArguments: [
          { type: "named", name: "--place", description: "Where you are", isRequired: true },
          { type: "named", name: "--units", description: "Units", choices: ["metric", "imperial"] },
        ],
        environmentVariables: [
          { name: "WEATHER_API_KEY", description: "Key of the weather service", isRequired: true, isSecret: true },
        ],
      },
    ],
  },
  {
    name: "io.github.ann/weathcr",
    description: "Nothing like it",
    version: "1.0.0",
    remotes: [{ type: "streamable-http", url: "https://weather.example.com/mcp" }],
  },
  {
    name: "io.github.ANN/weather",
    description: "The same in capitals",
    version: "9.0.0",
    remotes: [{ type: "streamable-http", url: "https://other.example.com/mcp" }],
  },
  {
    name: "io.github.dee/weather-bundle",
    description: "A bundle",
    version: "1.0.0",
    packages: [
      {
        registryType: "mcpb",
        identifier: "https://github.com/dee/w/w.mcpb",
        version: "1.0.0",
        transport: { type: "stdio" },
      },
    ],
  },
  {
    name: "io.github.eve/guarded",
    description: "Wants to know who you are",
    version: "1.0.0",
    remotes: [{ type: "streamable-http", url: guarded }],
  },
];

/** `guarded`: the address of a server that wants a sign-in. */
export async function startLoopbackRegistry(guarded: string): Promise<LoopbackRegistry> {
  const { tarball, shasum, integrity } = await pack();
  const searches: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", url());
    const path = decodeURIComponent(pathname);
    if (path === "/v0.1/servers") {
      const search = searchParams.get("search") ?? "";
      searches.push(search);
      const found = servers(url(), guarded).filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
      const official = { status: "active", publishedAt: "2026-02-03T10:00:00Z", isLatest: true };
      const list = found.map((one) => ({
        server: one,
        _meta: { "io.modelcontextprotocol.registry/official": official },
      }));
      response.end(JSON.stringify({ servers: list, metadata: { count: list.length } }));
    } else if (path === "/npm/@ann/weather") {
      const dist = { tarball: `${url()}/npm/weather.tgz`, shasum, integrity };
      const version = { name: "@ann/weather", version: "1.4.0", bin: { weather: "server.mjs" }, dist };
      const packument = { name: "@ann/weather", "dist-tags": { latest: "1.4.0" }, versions: { "1.4.0": version } };
      response.setHeader("content-type", "application/json").end(JSON.stringify(packument));
    } else if (path === "/npm/weather.tgz") response.end(tarball);
    else response.writeHead(404).end();
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: url(),
    searches,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
