import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { installOnce } from "../../host/installOnce.mjs";
import { node24 } from "../../host/node24.mjs";
import type { ClientKind, Target } from "./otherClient";

const version = "2.12.0";
const limitMs = 60_000;
const run = promisify(execFile);

/** The official Inspector's command line, installed from npm when it is first asked for: each thing is a process of its own. */
export const inspector: ClientKind = {
  name: "Inspector --cli",
  answers: false,
  startsPrograms: true,
  async open(target) {
    const folder = await installOnce(`inspector-${version}`, [`@modelcontextprotocol/inspector@${version}`]);
    const package_ = join(folder, "node_modules/@modelcontextprotocol/inspector");
    const { bin } = JSON.parse(readFileSync(join(package_, "package.json"), "utf8"));
    const script = join(package_, typeof bin === "string" ? bin : String(Object.values(bin)[0]));
    const home = mkdtempSync(join(tmpdir(), "inspector-"));
    const node = await node24();
    const ask = async (method: string, ...more: string[]) => {
      const line = [script, "--cli", ...wayTo(target), "--method", method, "--format", "json", ...more];
      const env = { ...process.env, ...("env" in target ? target.env : {}), HOME: home, MCP_STORAGE_DIR: home };
      const { stdout } = await run(node, line, { env, timeout: limitMs, maxBuffer: 1 << 26 });
      return JSON.parse(stdout).result;
    };
    return {
      tools: async () => (await ask("tools/list")).tools.map(({ name }: { name: string }) => name),
      call: async (name, args) =>
        JSON.stringify(
          (await ask("tools/call", "--tool-name", name, "--tool-args-json", JSON.stringify(args))).content,
        ),
      read: async (uri) => JSON.stringify((await ask("resources/read", "--uri", uri)).contents),
      prompt: async (name) => JSON.stringify((await ask("prompts/get", "--prompt-name", name)).messages),
      close: () => rm(home, { recursive: true, force: true }),
    };
  },
};

function wayTo(target: Target): readonly string[] {
  if (!("url" in target)) return [target.command, ...target.args];
  const header = target.token === undefined ? [] : ["--header", `Authorization: Bearer ${target.token}`];
  return [target.url, "--transport", "http", ...header];
}
