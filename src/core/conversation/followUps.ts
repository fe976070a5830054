import type { ChatCommandName } from "./chatContributions";

/** What a turn of the participant leaves for later turns; kept by the editor as JSON. */
export interface ChatMemory {
  readonly kind: "answer" | ChatCommandName;
  /** What the model said, without the lines about tools. */
  readonly answer?: string;
  readonly limitReached?: boolean;
  readonly failed?: boolean;
}

export interface FollowUp {
  readonly prompt: string;
  readonly label: string;
  readonly command?: ChatCommandName;
}

/** What the person may want next. */
export function followUps({ kind, limitReached, failed }: ChatMemory): readonly FollowUp[] {
  if (limitReached) return [{ prompt: "Continue where you stopped.", label: "Continue" }];
  if (failed) return [{ prompt: "", label: "Show the servers and their states", command: "servers" }];
  if (kind === "servers") return [{ prompt: "", label: "List the tools", command: "tools" }];
  return [];
}

/** The editor keeps any JSON; only what this participant wrote is believed. */
export function toMemory(metadata: Readonly<Record<string, unknown>> | undefined): ChatMemory {
  const { kind, answer, limitReached, failed } = metadata ?? {};
  return {
    kind: kind === "servers" || kind === "tools" || kind === "call" || kind === "prompt" ? kind : "answer",
    ...(typeof answer === "string" && { answer }),
    ...(limitReached === true && { limitReached }),
    ...(failed === true && { failed }),
  };
}
