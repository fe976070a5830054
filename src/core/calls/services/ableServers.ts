import { startsWhenUsed } from "../../../protocol/connectionState";
import type { ServerId } from "../../../protocol/hubEvent";
import type { ServerView } from "../../../protocol/hubView";
import type { ServiceMethod } from "../../config/schema/options/serviceRows";
import type { Means, SeesTool, ServiceDoor } from "./serviceDoor";

/** A server that can do a method. */
export interface AbleServer {
  readonly server: ServerId;
  readonly means: Means;
  /** It is connected now. */
  readonly isReady: boolean;
  /** It is connected now, or connects when it is used. */
  readonly isUsable: boolean;
}

/** The servers that can do a method with the tools that a caller sees, by what they list or listed last. */
export const ableServers = (
  door: Pick<ServiceDoor, "means">,
  servers: readonly ServerView[],
  method: ServiceMethod,
  sees: (server: ServerId) => SeesTool,
): readonly AbleServer[] =>
  servers.flatMap(({ id, state }) => {
    const means = door.means(id, method, sees(id));
    const isReady = state.kind === "ready";
    return means ? [{ server: id, means, isReady, isUsable: isReady || startsWhenUsed(state) }] : [];
  });
