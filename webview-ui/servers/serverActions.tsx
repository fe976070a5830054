import type { ConnectionState } from "../../src/protocol/connectionState";
import { Icon } from "../icon";

/** The requests that concern one server. */
export type ServerRequest =
  | "connect"
  | "disconnect"
  | "restart"
  | "showLog"
  | "setLogLevel"
  | "openSettings"
  | "signIn"
  | "diagnose";

interface ServerActionsProps {
  readonly state: ConnectionState;
  /** True where there is room for what is rarely needed. */
  readonly hasRoom?: boolean;
  readonly ask: (request: ServerRequest) => void;
}

/** What can be done with a server in its state. */
export function ServerActions({ state: { kind }, hasRoom, ask }: ServerActionsProps) {
  const resting = kind === "stopped" || kind === "failed" || kind === "needs-auth" || kind === "needs-consent";
  return (
    <>
      {kind === "needs-auth" && <Action icon="key" words="Sign in" run={() => ask("signIn")} />}
      {resting ? (
        <Action icon="plug" words="Connect" run={() => ask("connect")} />
      ) : (
        <>
          <Action icon="debug-restart" words="Restart" run={() => ask("restart")} />
          <Action icon="debug-disconnect" words="Disconnect" run={() => ask("disconnect")} />
        </>
      )}
      {kind === "failed" && <Action icon="pulse" words="Diagnose" run={() => ask("diagnose")} />}
      <Action icon="output" words="Show log" run={() => ask("showLog")} />
      {hasRoom && <Action icon="list-filter" words="Log level" run={() => ask("setLogLevel")} />}
      <Action icon="gear" words="Open settings" run={() => ask("openSettings")} />
    </>
  );
}

function Action({ icon, words, run }: { icon: string; words: string; run: () => void }) {
  return (
    <button type="button" class="action" onClick={run}>
      <Icon name={icon} /> {words}
    </button>
  );
}
