/** The state of a server as far as menus need it. `off`: not running, but not disabled. */
export type ServerPhase = "ready" | "connecting" | "needs-auth" | "failed" | "off" | "disabled";

/** The `viewItem` of a tree node. The `when` clauses of menus use only these values. */
export type ContextValue =
  | `server.${ServerPhase}`
  | `server.${ServerPhase}.trusted`
  | "message"
  | "message.server"
  | "group"
  | "tool"
  | "resource"
  | "template"
  | "prompt";

const phases: readonly ServerPhase[] = ["ready", "connecting", "needs-auth", "failed", "off", "disabled"];

export const serverContext = (phase: ServerPhase, trusted: boolean): ContextValue =>
  trusted ? `server.${phase}.trusted` : `server.${phase}`;

/** The values of a server in one of these phases, with trusted annotations or without. */
export const serversIn = (...included: readonly ServerPhase[]): readonly ContextValue[] =>
  included.flatMap((phase) => [serverContext(phase, false), serverContext(phase, true)]);

export const serversExcept = (...excluded: readonly ServerPhase[]): readonly ContextValue[] =>
  serversIn(...phases.filter((phase) => !excluded.includes(phase)));

export const serversTrusted = (trusted: boolean): readonly ContextValue[] =>
  phases.map((phase) => serverContext(phase, trusted));

/** All values that a node can have. */
export const contextValues: readonly ContextValue[] = [
  ...serversExcept(),
  "message",
  "message.server",
  "group",
  "tool",
  "resource",
  "template",
  "prompt",
];
