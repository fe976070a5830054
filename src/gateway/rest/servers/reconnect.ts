import { asHubError, HubError } from "../../../core/kernel/hubError";
import { SingleFlight } from "../../../core/kernel/singleFlight";
import { inWords, withinTime } from "../../../core/kernel/timeLimit";
import type { ServerView } from "../../../protocol/hubView";
import { message } from "../../../protocol/message";
import type { GatewayClient } from "../../access/gatewayClient";
import { type Answer, isAnswer, okAnswer } from "../answers/answer";
import { type About, failure, hubFailure } from "../answers/failure";
import type { RestParts } from "../restParts";
import { detailOf } from "./servers";
import { visibleServer } from "./visible";

/** How long a client waits for a server that is connected again, in milliseconds. */
const waitMs = 60_000;

/** Connects servers again for clients. */
export class Reconnects {
  private readonly running = new SingleFlight<void>();

  constructor(private readonly parts: RestParts) {}

  /** `POST /servers/{id}/reconnect`: ends the server's session, or its program, and begins a new one. */
  async reconnect(about: About, client: GatewayClient, id: string, signal: AbortSignal): Promise<Answer> {
    const { parts } = this;
    const server = visibleServer(parts, client, about);
    if (isAnswer(server)) return server;
    const forbidden = this.forbidden(client, server, about);
    if (forbidden) return forbidden;
    const limit = {
      clock: parts.clock,
      signal,
      idleMs: waitMs,
      what: id,
      onTimeout: (ms: number) => notYet(id, ms),
    };
    try {
      await withinTime(limit, () => this.running.run(id, () => parts.hub.restart(id)));
    } catch (error) {
      return hubFailure(asHubError(error), about);
    }
    const now = visibleServer(parts, client, about);
    return isAnswer(now) ? now : okAnswer({ status: "success", server: detailOf(parts, client, now) });
  }

  /** A client that may only read changes nothing, and what a person stopped stays stopped. While it is connected again, it is stopped, too. */
  private forbidden({ scopes }: GatewayClient, { id, state }: ServerView, about: About): Answer | undefined {
    const refuse = (text: string) => failure("AUTHORIZATION_ERROR", 403, text, about, { undone: true });
    if (scopes.some(({ readOnly }) => readOnly))
      return refuse(
        message(
          "rest.readOnly",
          'This client may only read, so "{id}" was not connected again. Ask for a token with a wider scope.',
          {
            id,
          },
        ),
      );
    if (this.running.isRunning(id) || state.kind !== "stopped") return undefined;
    if (state.reason === "person")
      return refuse(
        message(
          "rest.stoppedByPerson",
          'A person stopped "{id}", so only a person starts it again. Ask the user to connect it.',
          { id },
        ),
      );
    return state.reason === "disabled"
      ? refuse(message("rest.disabled", '"{id}" is disabled in the settings. Ask the user to enable it.', { id }))
      : undefined;
  }
}

const notYet = (id: string, ms: number) =>
  new HubError(
    "timeout",
    message(
      "rest.notConnectedYet",
      '"{id}" is not connected after {time}; the hub goes on trying. See GET /servers/{id}.',
      {
        id,
        time: inWords(ms),
      },
    ),
    { retryAfterMs: 5000 },
  );
