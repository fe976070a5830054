/** The state of a server as far as menus need it. `off`: not running, but not disabled. */
export type ServerPhase = "ready" | "connecting" | "needs-auth" | "needs-consent" | "failed" | "off" | "disabled";

/** What a server offers, as its rows are named. */
export type EntryKind = "tool" | "prompt" | "resource" | "template";

/** The `viewItem` of a tree node. The `when` clauses of menus use only these values. */
export type ContextValue =
  | `server.${ServerPhase}`
  | `server.${ServerPhase}.trusted`
  | `server.${ServerPhase}.account`
  | `server.${ServerPhase}.account.trusted`
  | "message"
  | "message.server"
  | "message.changed"
  | "group"
  | "off"
  | `${EntryKind}.off`
  | "tool"
  | "tool.changed"
  | "prompt.changed"
  | "resource"
  | "template"
  | "prompt"
  | "clients"
  | "client"
  | "client.agent"
  | "action";

const phases: readonly ServerPhase[] = [
  "ready",
  "connecting",
  "needs-auth",
  "needs-consent",
  "failed",
  "off",
  "disabled",
];

/** `signsIn`: the server may have an account. */
export function serverContext(phase: ServerPhase, trusted: boolean, signsIn = false): ContextValue {
  const context = signsIn ? (`server.${phase}.account` as const) : (`server.${phase}` as const);
  return trusted ? `${context}.trusted` : context;
}

const both = [false, true] as const;

/** The values of a server in one of these phases, with trusted annotations or without, with an account or without. */
export const serversIn = (...included: readonly ServerPhase[]): readonly ContextValue[] =>
  included.flatMap((phase) => both.flatMap((trusted) => both.map((signsIn) => serverContext(phase, trusted, signsIn))));

export const serversExcept = (...excluded: readonly ServerPhase[]): readonly ContextValue[] =>
  serversIn(...phases.filter((phase) => !excluded.includes(phase)));

export const serversTrusted = (trusted: boolean): readonly ContextValue[] =>
  phases.flatMap((phase) => both.map((signsIn) => serverContext(phase, trusted, signsIn)));

/** The values of a server that may have an account. */
export const serversWithAccount = (...excluded: readonly ServerPhase[]): readonly ContextValue[] =>
  phases
    .filter((phase) => !excluded.includes(phase))
    .flatMap((phase) => both.map((trusted) => serverContext(phase, trusted, true)));

/** The values of what is off. */
export const offValues: readonly ContextValue[] = ["tool.off", "prompt.off", "resource.off", "template.off"];

/** All values that a node can have. */
export const contextValues: readonly ContextValue[] = [
  ...serversExcept(),
  "message",
  "message.server",
  "message.changed",
  "group",
  "off",
  ...offValues,
  "tool",
  "tool.changed",
  "prompt.changed",
  "resource",
  "template",
  "prompt",
  "clients",
  "client",
  "client.agent",
  "action",
];
