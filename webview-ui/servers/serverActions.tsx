import type { ConnectionState } from "../../src/protocol/connectionState";
import { message } from "../../src/protocol/message";
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
      {kind === "needs-auth" && (
        <Action icon="key" words={message("page.serverActions.signIn", "Sign in")} run={() => ask("signIn")} />
      )}
      {resting ? (
        <Action icon="plug" words={message("page.serverActions.connect", "Connect")} run={() => ask("connect")} />
      ) : (
        <>
          <Action
            icon="debug-restart"
            words={message("page.serverActions.restart", "Restart")}
            run={() => ask("restart")}
          />
          <Action
            icon="debug-disconnect"
            words={message("page.serverActions.disconnect", "Disconnect")}
            run={() => ask("disconnect")}
          />
        </>
      )}
      {kind === "failed" && (
        <Action icon="pulse" words={message("page.serverActions.diagnose", "Diagnose")} run={() => ask("diagnose")} />
      )}
      <Action icon="output" words={message("page.serverActions.showLog", "Show log")} run={() => ask("showLog")} />
      {hasRoom && (
        <Action
          icon="list-filter"
          words={message("page.serverActions.logLevel", "Log level")}
          run={() => ask("setLogLevel")}
        />
      )}
      <Action
        icon="gear"
        words={message("page.serverActions.openSettings", "Open settings")}
        run={() => ask("openSettings")}
      />
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
