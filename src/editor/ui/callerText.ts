import { safeLine } from "../../core/kernel/redact";
import type { Caller, Door } from "../../protocol/caller";
import { message } from "../../protocol/message";

const callers = (): Readonly<Record<Door, string>> => ({
  chat: message("approval.chat", "@mcp in the chat"),
  agent: message("approval.agent", "a model in the chat"),
  command: message("approval.command", "you (Call Tool)"),
  panel: message("approval.panel", "you (activity panel)"),
  "command-line": message("approval.commandLine", "the command line"),
  module: message("approval.module", "a script"),
  gateway: message("approval.gateway", "a program on this computer"),
});

/** Who asks. A client names itself: its name is cleaned and cut. */
export const callerText = ({ door, client }: Pick<Caller, "door" | "client">): string =>
  client ? `"${safeLine(client.name, 60)}"` : callers()[door];
