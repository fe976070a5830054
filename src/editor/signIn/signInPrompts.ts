import type { HubEvent, ServerId } from "../../protocol/hubEvent";

/** Tells for which server a sign-in is to be asked for: once, until it has been up or has left. */
export class SignInPrompts {
  private readonly asked = new Set<ServerId>();

  due(event: HubEvent): ServerId | undefined {
    if (event.type === "server.removed") this.asked.delete(event.server);
    if (event.type !== "server.state") return undefined;
    const { server, state } = event;
    if (state.kind === "ready") this.asked.delete(server);
    if (state.kind !== "needs-auth" || this.asked.has(server)) return undefined;
    this.asked.add(server);
    return server;
  }
}
