/** The state of a server as far as menus need it. `off`: not running, but not disabled. */
export type ServerPhase = "ready" | "connecting" | "needs-auth" | "needs-consent" | "failed" | "off" | "disabled";

/** What a server offers, as its rows are named. */
export type EntryKind = "tool" | "prompt" | "resource" | "template";

/** The `viewItem` of a tree node. The `when` clauses of menus use only these values. */
export type ContextValue =
  | `server.${ServerPhase}${"" | ".account"}${"" | ".trusted"}${"" | ".followed"}`
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

/** `signsIn`: the server may have an account. `followed`: a file of another app has it, so that it is read-only. */
export function serverContext(phase: ServerPhase, trusted: boolean, signsIn = false, followed = false): ContextValue {
  return `server.${phase}${signsIn ? ".account" : ""}${trusted ? ".trusted" : ""}${followed ? ".followed" : ""}`;
}

const both = [false, true] as const;

/** All values of a server in a phase. */
const allIn = (phase: ServerPhase) =>
  both.flatMap((trusted) =>
    both.flatMap((signsIn) =>
      both.map((followed) => ({
        ...{ phase, trusted, signsIn, followed },
        value: serverContext(phase, trusted, signsIn, followed),
      })),
    ),
  );

const all = phases.flatMap(allIn);

/** The values of a server in one of these phases, with trusted annotations or without, with an account or without. */
export const serversIn = (...included: readonly ServerPhase[]): readonly ContextValue[] =>
  included.flatMap(allIn).map(({ value }) => value);

export const serversExcept = (...excluded: readonly ServerPhase[]): readonly ContextValue[] =>
  serversIn(...phases.filter((phase) => !excluded.includes(phase)));

export const serversTrusted = (trusted: boolean): readonly ContextValue[] =>
  all.filter((one) => one.trusted === trusted).map(({ value }) => value);

/** The values of a server that may have an account. */
export const serversWithAccount = (...excluded: readonly ServerPhase[]): readonly ContextValue[] =>
  all.filter(({ phase, signsIn }) => signsIn && !excluded.includes(phase)).map(({ value }) => value);

/** The values of a server that a followed file has. */
export const serversFollowed = (): readonly ContextValue[] =>
  all.filter(({ followed }) => followed).map(({ value }) => value);

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
