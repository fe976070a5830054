import type { HubEvent, ServerId } from "../../protocol/hubEvent";

/** Knows which servers have printed something that is not a message since their start. */
export class StrayOutput {
  private readonly servers = new Set<ServerId>();

  /** Must hear every event of the hub: what a running server does is not tried again. */
  readonly follow = (event: HubEvent): void => {
    if (event.type === "server.log" && event.from === "stdout") this.servers.add(event.server);
    if (event.type === "server.removed" || (event.type === "server.state" && event.state.kind === "starting"))
      this.servers.delete(event.server);
  };

  readonly isOf = (server: ServerId): boolean => this.servers.has(server);
}
