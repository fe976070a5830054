import type { HubEvent, ServerId } from "../../protocol/hubEvent";

/** Decides when to prompt for a sign-in: once per server, and again only after the server was ready or removed. */
export class SignInPrompts {
  private readonly prompted = new Set<ServerId>();

  /** The server to prompt for after an event, if any. */
  serverFor(event: HubEvent): ServerId | undefined {
    if (event.type === "server.removed") this.prompted.delete(event.server);
    if (event.type !== "server.state") return undefined;
    const { server, state } = event;
    if (state.kind === "ready") this.prompted.delete(server);
    if (state.kind !== "needs-auth" || this.prompted.has(server)) return undefined;
    this.prompted.add(server);
    return server;
  }
}
