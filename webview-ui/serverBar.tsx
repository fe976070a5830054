import type { ServerId } from "../src/protocol/hubEvent";
import type { ServerView } from "../src/protocol/hubView";
import { message } from "../src/protocol/message";
import { describeState } from "../src/protocol/summary";
import { Icon, StateIcon } from "./icon";

interface ServerBarProps {
  readonly servers: readonly ServerView[];
  readonly chosen: ServerId | undefined;
  readonly choose: (server: ServerId | undefined) => void;
}

/** One chip per server: it shows the server's state, and a click filters the list to that server. */
export function ServerBar({ servers, chosen, choose }: ServerBarProps) {
  const gone = chosen !== undefined && !servers.some(({ id }) => id === chosen);
  return (
    <fieldset class="servers" aria-label={message("page.serverBar.servers", "Servers")}>
      {servers.map((server) => (
        <button
          type="button"
          key={server.id}
          class="chip"
          aria-pressed={server.id === chosen}
          aria-label={`${server.label}: ${describeState(server)}`}
          title={`${server.label}: ${describeState(server)}`}
          onClick={() => choose(server.id === chosen ? undefined : server.id)}
        >
          <StateIcon kind={server.state.kind} />
          <span class="chip-label">{server.label}</span>
          {server.inFlight > 0 && <span class="badge" data-count={server.inFlight} />}
        </button>
      ))}
      {gone && (
        <button type="button" class="chip" aria-pressed="true" onClick={() => choose(undefined)}>
          <Icon name="close" />
          <span class="chip-label">
            {message("page.serverBar.chosenNotInTheSettings", "{chosen} (not in the settings)", { chosen })}
          </span>
        </button>
      )}
    </fieldset>
  );
}
