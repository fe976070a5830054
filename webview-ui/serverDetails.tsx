import type { ServerView } from "../src/protocol/hubView";
import { message } from "../src/protocol/message";
import { describeState } from "../src/protocol/summary";
import { Icon, StateIcon } from "./icon";
import { ServerActions, type ServerRequest } from "./servers/serverActions";

interface ServerDetailsProps {
  readonly server: ServerView;
  readonly ask: (request: ServerRequest) => void;
  /** Shows all that is known about it. */
  readonly showCard: () => void;
}

/** A line about the selected server, the way to its card, and the actions for it. */
export const ServerDetails = ({ server, ask, showCard }: ServerDetailsProps) => (
  <section
    class="server-details"
    aria-label={message("page.serverDetails.serverLabel", "Server {label}", { label: server.label })}
  >
    <p class="server-words">
      <StateIcon kind={server.state.kind} /> <strong>{server.label}</strong> {describeState(server)}
    </p>
    <div class="actions">
      <button type="button" class="action" onClick={showCard}>
        <Icon name="info" /> {message("page.serverDetails.details", "Details")}
      </button>
      <ServerActions state={server.state} ask={ask} />
    </div>
  </section>
);
