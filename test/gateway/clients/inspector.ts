import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { installOnce } from "../../host/installOnce.mjs";
import { node24 } from "../../host/node24.mjs";
import { bearer, type ClientKind, type OtherClient } from "./otherClient";

const version = "2.12.0";
const limitMs = 60_000;
const run = promisify(execFile);

/** The official Inspector's command line, installed from npm when it is first asked for: each thing is a process of its own. */
const inspector = (name: string, era: "legacy" | "modern"): ClientKind => ({
  name,
  noAnswers: "its command line tells servers that it answers no question",
  open: {
    mcp: ({ url, token }) => opened(era, { type: "http", url, headers: bearer(token) }),
    program: ({ command, args, env }) => opened(era, { command, args, env }),
  },
});

export const inspectorLegacy = inspector("Inspector --cli", "legacy");
export const inspectorModern = inspector("Inspector --cli, 2026-07-28", "modern");

/** The server is named in a file: on its command line the options of a program are taken for the Inspector's own. */
async function opened(era: string, server: object): Promise<OtherClient> {
  const folder = await installOnce(`inspector-${version}`, [`@modelcontextprotocol/inspector@${version}`]);
  const package_ = join(folder, "node_modules/@modelcontextprotocol/inspector");
  const { bin } = JSON.parse(readFileSync(join(package_, "package.json"), "utf8"));
  const script = join(package_, typeof bin === "string" ? bin : String(Object.values(bin)[0]));
  const node = await node24();
  const home = mkdtempSync(join(tmpdir(), "inspector-"));
  const config = join(home, "servers.json");
  await writeFile(config, JSON.stringify({ mcpServers: { hub: server } }), { mode: 0o600 });
  const ask = async (method: string, ...more: string[]) => {
    const way = ["--cli", "--config", config, "--server", "hub", "--protocol-era", era];
    const env = { ...process.env, HOME: home, MCP_STORAGE_DIR: home, MCP_INSPECTOR_SECRET_STORE: "memory" };
    const line = [script, ...way, "--method", method, "--format", "json", ...more];
    // A tool that reports an error makes it fail, with the result on standard output.
    const { stdout } = await run(node, line, { env, timeout: limitMs, maxBuffer: 1 << 26 }).catch((error) => {
      throw new Error(`${error.stdout}${error.stderr}`, { cause: error });
    });
    return JSON.parse(stdout).result;
  };
  return {
    tools: async () => (await ask("tools/list")).tools.map(({ name }: { name: string }) => name),
    call: async (name, args) =>
      JSON.stringify((await ask("tools/call", "--tool-name", name, "--tool-args-json", JSON.stringify(args))).content),
    read: async (uri) => JSON.stringify((await ask("resources/read", "--uri", uri)).contents),
    prompt: async (name) => JSON.stringify((await ask("prompts/get", "--prompt-name", name)).messages),
    close: () => rm(home, { recursive: true, force: true }),
  };
}
