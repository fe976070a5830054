import type { Requests } from "../../core/calls/requests";
import type { ServerId } from "../../protocol/hubEvent";
import type { Offer } from "../rows/choices";
import type { Row, Variables } from "../rows/row";

/** What services stand on: the one path of requests, and what servers offer. */
export interface ServicePorts {
  readonly requests: Pick<Requests, "callTool" | "readResource">;
  /** What the server offers, once it is ready. Rejects where it does not become ready. */
  offer(server: ServerId, signal: AbortSignal): Promise<Offer>;
  /** The rows of the person, which come before those of the hub. */
  readonly ownRows: () => readonly Row[];
  /** What the entry of a server has for rows, beside what the caller gives. */
  readonly ofEntry?: (server: ServerId) => Variables;
  /** The rows of the hub; missing: all of them. */
  readonly rows?: readonly Row[];
  /** Takes what a person should know of a server, such as that a tool has been renamed. */
  readonly note: (text: string) => void;
}
