import { message } from "../../protocol/message";
import type { ChatCommandName } from "./chatContributions";

/** What a turn of the participant stores for later turns. The editor keeps it as JSON. */
export interface ChatMemory {
  readonly kind: "answer" | ChatCommandName;
  /** The model's own text, without the lines about tools. */
  readonly answer?: string;
  readonly limitReached?: boolean;
  readonly failed?: boolean;
}

export interface FollowUp {
  readonly prompt: string;
  readonly label: string;
  readonly command?: ChatCommandName;
}

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
  const { kind, answer, limitReached, failed } = metadata ?? {};
  return {
    kind: kind === "servers" || kind === "tools" || kind === "call" || kind === "prompt" ? kind : "answer",
    ...(typeof answer === "string" && { answer }),
    ...(limitReached === true && { limitReached }),
    ...(failed === true && { failed }),
  };
}
