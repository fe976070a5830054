/** What can be done with a server, as menus ask for it. `off`: neither running nor switched off. */
export type ServerPhase = "ready" | "connecting" | "needs-auth" | "failed" | "off" | "disabled";

/** `viewItem` of a node of the tree. The menus' `when` clauses are made from these and from nothing else. */
export type ContextValue =
  | `server.${ServerPhase}`
  | `server.${ServerPhase}.trusted`
  | "line"
  | "line.server"
  | "group"
  | "tool"
  | "resource"
  | "template"
  | "prompt";

const phases: readonly ServerPhase[] = ["ready", "connecting", "needs-auth", "failed", "off", "disabled"];

export const serverContext = (phase: ServerPhase, trusted: boolean): ContextValue =>
  trusted ? `server.${phase}.trusted` : `server.${phase}`;

/** The values of a server in one of these phases, whether or not its annotations are trusted. */
export const serversIn = (...wanted: readonly ServerPhase[]): readonly ContextValue[] =>
  wanted.flatMap((phase) => [serverContext(phase, false), serverContext(phase, true)]);

export const serversExcept = (...unwanted: readonly ServerPhase[]): readonly ContextValue[] =>
  serversIn(...phases.filter((phase) => !unwanted.includes(phase)));

export const serversTrusted = (trusted: boolean): readonly ContextValue[] =>
  phases.map((phase) => serverContext(phase, trusted));

/** Every value that a node can have. */
export const contextValues: readonly ContextValue[] = [
  ...serversExcept(),
  "line",
  "line.server",
  "group",
  "tool",
  "resource",
  "template",
  "prompt",
];
