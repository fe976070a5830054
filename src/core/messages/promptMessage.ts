import type { Content } from "./content";

/** One message of a prompt, filled in by the server; untrusted. */
export interface PromptMessage {
  readonly role: "user" | "assistant";
  readonly content: Content;
}
