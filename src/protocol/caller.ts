/** The way by which a request enters the hub. */
export type Door = "chat" | "agent" | "command" | "panel" | "command-line" | "module";

/** Who makes a request: the door, the client behind it, and which questions of a server that client can answer. */
export interface Caller {
  readonly door: Door;
  /** The program behind the door; missing where the door itself is the client. */
  readonly client?: { readonly id: string; readonly name: string };
  /** What the client can answer when a server asks back; missing: the window, or the process, answers. */
  readonly answers?: { readonly sampling: boolean; readonly elicitation: boolean; readonly roots: boolean };
}
