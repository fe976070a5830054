import type { Content } from "./content";

/** One message of a prompt, as the server fills it in; untrusted. */
export interface PromptMessage {
  readonly role: "user" | "assistant";
  readonly content: Content;
}
