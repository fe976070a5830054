import type { ConnectionKind } from "../src/protocol/connectionState";

/** A codicon. It is hidden from screen readers: the text beside it, or its button's label, says the same. */
export function Icon({ name, spin = false, class: more = "" }: { name: string; spin?: boolean; class?: string }) {
  return <span class={`codicon codicon-${name} ${spin ? "codicon-modifier-spin" : ""} ${more}`} aria-hidden="true" />;
}

const stateIcons: { readonly [K in ConnectionKind]: string } = {
  stopped: "circle-outline",
  starting: "loading",
  waiting: "loading",
  "needs-auth": "key",
  "needs-consent": "shield",
  ready: "circle-filled",
  failed: "error",
};

/** A server's state as an icon: its shape differs as well as its color, for users who cannot tell the colors apart. */
export function StateIcon({ kind }: { kind: ConnectionKind }) {
  return (
    <Icon name={stateIcons[kind]} spin={kind === "starting" || kind === "waiting"} class={`state state-${kind}`} />
  );
}
