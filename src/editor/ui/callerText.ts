import { safeLine } from "../../core/kernel/redact";
import { type Caller, type Door, isUnproven } from "../../protocol/caller";
import { message } from "../../protocol/message";

const callers = (): Readonly<Record<Door, string>> => ({
  chat: message("approval.chat", "@mcp in the chat"),
  agent: message("approval.agent", "a model in the chat"),
  command: message("approval.command", "you (Call Tool)"),
  panel: message("approval.panel", "you (activity panel)"),
  "command-line": message("approval.commandLine", "the command line"),
  module: message("approval.module", "a script"),
  extension: message("approval.extension", "another extension"),
  gateway: message("approval.gateway", "a program on this computer"),
  hub: message("approval.hub", "MCP Hub itself"),
});

/** Who asks. A client names itself: its name is cleaned and cut. */
export function callerText({ door, client }: Pick<Caller, "door" | "client">): string {
  if (!client) return callers()[door];
  if (!isUnproven({ door })) return `"${safeLine(client.name, 60)}"`;
  return message("approval.declared", 'an extension that declares itself as "{name}"', {
    name: safeLine(client.name, 100),
  });
}
