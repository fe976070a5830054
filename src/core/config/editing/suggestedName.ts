import type { ServerId } from "../../../protocol/hubEvent";
import { splitCommand } from "./commandLine";

/** Programs that only start another program: the server's name comes from their arguments. */
const launchers = /^(npx|uvx|bunx|pnpx|node|python3?|uv|deno|docker|cmd)(\.(exe|cmd))?$/i;

/** Suggests a free name, made from what the person typed. */
export function suggestedName(kind: "program" | "address", text: string, taken: readonly ServerId[]): string {
  const base = (kind === "address" ? hostName(text) : programName(text)).slice(0, 50) || "server";
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

const hostName = (text: string): string =>
  toName(URL.canParse(text.trim()) ? new URL(text.trim()).hostname.replace(/^(www|mcp|api)\./, "") : "");

function programName(text: string): string {
  const { command = "", args = [] } = splitCommand(text) ?? {};
  const program = baseName(command);
  const names = launchers.test(program) ? args.filter((arg) => /^[@\w./\\:]/.test(arg) && arg !== "run") : [];
  return toName(baseName(names[0] ?? program).replace(/@[\w.^~-]+$/, ""))
    .replace(/\.(exe|cmd|bat|[cm]?js|py|ts)$/i, "")
    .replace(/^(mcp-)?server-|-?mcp(-server)?$/g, "");
}

const baseName = (path: string): string => path.split(/[/\\]/).findLast((part) => part !== "") ?? "";

const toName = (text: string): string => text.replace(/[^\w.-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
