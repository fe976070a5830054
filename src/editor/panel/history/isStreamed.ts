import type { Stamped } from "../../../protocol/hubEvent";

/** Whether a server can send events of this type without limit. */
export function isStreamed({ type }: Stamped): boolean {
  switch (type) {
    case "server.log":
    case "hub.log":
    case "server.notification":
    case "call.progress":
      return true;
    default:
      return false;
  }
}
