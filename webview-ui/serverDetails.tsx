import type { ServerView } from "../src/protocol/hubView";
import type { PanelRequests } from "../src/protocol/panelMessages";
import { describeState } from "../src/protocol/summary";
import { Icon, StateIcon } from "./icon";

/** The requests that concern one server. */
export type ServerRequest = "connect" | "disconnect" | "restart" | "showLog" | "openSettings";

interface ServerDetailsProps {
  readonly server: ServerView;
  readonly ask: (request: ServerRequest & keyof PanelRequests) => void;
}

/** A line about the selected server, and the actions for it. */
export function ServerDetails({ server, ask }: ServerDetailsProps) {
  const { kind } = server.state;
  const resting = kind === "stopped" || kind === "failed" || kind === "needs-auth" || kind === "needs-consent";
  return (
    <section class="server-details" aria-label={`Server ${server.label}`}>
      <p class="server-words">
        <StateIcon kind={kind} /> <strong>{server.label}</strong> {describeState(server)}
        <span class="quiet">{facts(server).map((fact) => ` · ${fact}`)}</span>
      </p>
      <div class="actions">
        {resting ? (
          <Action icon="plug" words="Connect" run={() => ask("connect")} />
        ) : (
          <>
            <Action icon="debug-restart" words="Restart" run={() => ask("restart")} />
            <Action icon="debug-disconnect" words="Disconnect" run={() => ask("disconnect")} />
          </>
        )}
        <Action icon="output" words="Show log" run={() => ask("showLog")} />
        <Action icon="gear" words="Open settings" run={() => ask("openSettings")} />
      </div>
    </section>
  );
}

function Action({ icon, words, run }: { icon: string; words: string; run: () => void }) {
  return (
    <button type="button" class="action" onClick={run}>
      <Icon name={icon} /> {words}
    </button>
  );
}

/** What is known about a running server beyond its state. */
function facts({ state }: ServerView): string[] {
  if (state.kind !== "ready") return [];
  const { name, version, transport, protocolVersion, pid } = state.info;
  return [
    `${name} ${version}`,
    transport,
    `protocol ${protocolVersion}`,
    ...(pid === undefined ? [] : [`process ${pid}`]),
  ];
}
