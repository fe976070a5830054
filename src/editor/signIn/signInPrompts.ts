import type { ErrorView } from "../../protocol/hubErrorCode";
import type { HubEvent, ServerId } from "../../protocol/hubEvent";

/** Decides when to prompt for a sign-in: once per server, and again only after the server was ready or removed. */
export class SignInPrompts {
  private readonly prompted = new Set<ServerId>();

  /** The server to prompt for after an event, and why it needs a sign-in; `undefined` where there is nothing to say. */
  neededBy(event: HubEvent): { readonly server: ServerId; readonly error: ErrorView } | undefined {
    if (event.type === "server.removed") this.prompted.delete(event.server);
    if (event.type !== "server.state") return undefined;
    const { server, state } = event;
    if (state.kind === "ready") this.prompted.delete(server);
    if (state.kind !== "needs-auth" || this.prompted.has(server)) return undefined;
    this.prompted.add(server);
    return { server, error: state.error };
  }
}
