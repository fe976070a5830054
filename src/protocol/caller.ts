import type { Scope } from "./scope";

/** Which way a request came into the hub. */
export type Door =
  | "chat" // the chat participant @mcp
  | "agent" // a language model of the editor, through the declared tools
  | "command" // the person, by a command or a click
  | "panel" // the person, in the activity panel
  | "command-line" // the program `mcp-client-hub`
  | "module" // a script that uses the hub as a module
  | "extension" // another extension of the editor, through the API; its client is the id that it declares
  | "gateway" // another program of the machine, through the gateway
  | "hub"; // the hub itself, for what an entry wants made ready at the start

/** Who asks: plain data, so that events, grants, queues, questions and figures can name it. */
export interface Caller {
  readonly door: Door;
  /** The program behind the door, where there is one. `id` tells it from every other client of that door; `name` is for people. */
  readonly client?: { readonly id: string; readonly name: string };
  /** What the client may use; missing: everything. */
  readonly scopes?: readonly Scope[];
  /** What the client answers itself when a server asks back; missing: it answers nothing. */
  readonly answers?: { readonly sampling: boolean; readonly elicitation: boolean; readonly roots: boolean };
}

/** Whether the client is only what the caller says of itself: VS Code does not prove which extension calls. */
export const isUnproven = ({ door }: Pick<Caller, "door">): boolean => door === "extension";

/** Tells a caller from every other one: a grant, a share of a queue or a figure of one does not hold for another. */
export const callerKey = ({ door, client }: Caller): string => (client ? `${door}:${client.id}` : door);
