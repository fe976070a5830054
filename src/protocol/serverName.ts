import type { ServerId } from "./hubEvent";

/** A server, as far as its name goes. */
export interface NamedServer {
  readonly id: ServerId;
  readonly label: string;
}

/**
 * What a server is called wherever a person reads of it: by its label. Where that is also the label or the name of another server, the
 * name of its entry follows, so that no two servers are called the same. A name that no server has stays as it is.
 */
export function serverName(servers: readonly NamedServer[], id: ServerId): string {
  const label = servers.find((server) => server.id === id)?.label;
  if (label === undefined || label === id) return id;
  const isTaken = servers.some((other) => other.id !== id && (other.label === label || other.id === label));
  return isTaken ? `${label} (${id})` : label;
}
