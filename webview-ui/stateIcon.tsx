import type { ConnectionKind } from "../src/protocol/connectionState";
import { Icon } from "./icon";

const icons: { readonly [K in ConnectionKind]: string } = {
  stopped: "circle-outline",
  starting: "loading",
  waiting: "loading",
  "needs-auth": "key",
  ready: "circle-filled",
  failed: "error",
};

/** A server's state at a glance: by shape as well as by color, for those who cannot tell the colors apart. */
export function StateIcon({ kind }: { kind: ConnectionKind }) {
  return <Icon name={icons[kind]} spin={kind === "starting" || kind === "waiting"} class={`state state-${kind}`} />;
}
