import type { ApprovalAnswer } from "../../core/calls/approval/grants";
import type { ToolCall } from "../../core/calls/toolCall";
import type { Tool } from "../../core/catalog/catalog";
import { safeJson, safeLine, safeText } from "../../core/kernel/redact";
import type { Caller, Door } from "../../protocol/caller";

/** The question whether a call may run, in words. Texts of servers and models, cleaned and cut. */
export interface ApprovalWords {
  readonly message: string;
  readonly detail: string;
}

const askers: Readonly<Record<Door, string>> = {
  chat: "The chat participant @mcp asks to run it.",
  agent: "A language model in the editor's chat asks to run it.",
  command: "You asked to run it with the command Call Tool.",
  panel: "You asked to run it in the activity panel.",
  "command-line": "The command line asks to run it.",
  module: "A script asks to run it.",
};

/** Who asks, in words. A client names itself: its name is cleaned and cut. */
const askerOf = ({ door, client }: Caller): string =>
  client ? `"${safeLine(client.name, 60)}" asks to run it.` : askers[door];

/** Characters and lines of the arguments that the question shows. */
const argumentsShown = 2000;
const linesShown = 25;

export function approvalWords(call: ToolCall, tool: Tool, label: string): ApprovalWords {
  const server = label === call.server ? `"${call.server}"` : `"${safeLine(label, 80)}" (${call.server})`;
  const about = safeLine(tool.description || tool.title || "", 300);
  const parts = [askerOf(call.caller), about && `The server says of the tool: ${about}`, argumentWords(call.args)];
  return {
    message: `Run the tool "${safeLine(call.tool, 100)}" of the MCP server ${server}?`,
    detail: parts.filter((part) => part !== "").join("\n\n"),
  };
}

function argumentWords(args: ToolCall["args"]): string {
  if (Object.keys(args).length === 0) return "Without arguments.";
  return `Arguments:\n${cutLines(pretty(safeJson(args, 20 * argumentsShown)))}`;
}

/** JSON that was cut is no JSON any more and stays as it is. */
function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), undefined, 2);
  } catch {
    return json;
  }
}

function cutLines(text: string): string {
  const lines = text.split("\n");
  const few = safeText(lines.slice(0, linesShown).join("\n"), argumentsShown);
  return lines.length > linesShown ? `${few}\n… (${lines.length - linesShown} more lines)` : few;
}

export interface GrantChoice {
  readonly label: string;
  readonly description: string;
  readonly answer: Extract<ApprovalAnswer, { allow: true }>;
}

const spans = [
  ["session", "In this session", "until the window closes or reloads"],
  ["workspace", "In this workspace", "for as long as the server's entry stays as it is"],
  ["always", "Always", "in every window, for as long as the server's entry stays as it is"],
] as const;

/** What "Always Allow…" offers: this tool first, then every tool of the server. */
export function grantChoices(tool: string, server: string): readonly GrantChoice[] {
  return (["tool", "server"] as const).flatMap((what) =>
    spans.map(([span, when, description]) => ({
      label: `${when}: ${what === "tool" ? safeLine(tool, 80) : `every tool of ${safeLine(server, 80)}`}`,
      description,
      answer: { allow: true, span, what },
    })),
  );
}
