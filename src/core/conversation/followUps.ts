import { message } from "../../protocol/message";
import type { ChatCommandName } from "./chatContributions";

/** What a turn of the participant stores for later turns. The editor keeps it as JSON. */
export interface ChatMemory {
  readonly kind: "answer" | ChatCommandName;
  /** The model's own text, without the lines about tools. */
  readonly answer?: string;
  readonly limitReached?: boolean;
  readonly failed?: boolean;
  /** What tells the conversation from every other one, and whose results it has read so far: a reload must not forget it. */
  readonly conversation?: string;
  readonly read?: readonly string[];
}

export interface FollowUp {
  readonly prompt: string;
  readonly label: string;
  readonly command?: ChatCommandName;
}

/** The most servers that a turn remembers to have read. */
const readKept = 50;

/** Suggests the next prompts. */
export function followUps({ kind, limitReached, failed }: ChatMemory): readonly FollowUp[] {
  if (limitReached) return [{ prompt: "Continue where you stopped.", label: message("chat.continue", "Continue") }];
  if (failed)
    return [
      { prompt: "", label: message("chat.showServers", "Show the servers and their states"), command: "servers" },
    ];
  if (kind === "servers") return [{ prompt: "", label: message("chat.listTools", "List the tools"), command: "tools" }];
  return [];
}

/** Reads a turn's memory. The editor may return any JSON; unknown values are ignored. */
export function toMemory(metadata: Readonly<Record<string, unknown>> | undefined): ChatMemory {
  const { kind, answer, limitReached, failed, conversation, read } = metadata ?? {};
  return {
    kind: kind === "servers" || kind === "tools" || kind === "call" || kind === "prompt" ? kind : "answer",
    ...(typeof answer === "string" && { answer }),
    ...(limitReached === true && { limitReached }),
    ...(failed === true && { failed }),
    ...(typeof conversation === "string" && { conversation }),
    ...(Array.isArray(read) && { read: read.filter((server) => typeof server === "string").slice(0, readKept) }),
  };
}
