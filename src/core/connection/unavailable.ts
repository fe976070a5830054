import type { ConnectionState } from "../../protocol/connectionState";
import type { ServerId } from "../../protocol/hubEvent";
import { HubError } from "../hubError";

/** Why a request cannot be sent to a server that is not ready, and what to do. Nothing was sent. */
export function unavailable(server: ServerId, state: ConnectionState): HubError {
  if (state.kind === "failed" || state.kind === "needs-auth")
    return new HubError(state.error.code, state.error.message, { sent: "no" });
  const off = state.kind === "stopped" && state.reason === "disabled";
  const words = off ? `"${server}" is disabled. Enable it first.` : `"${server}" is not connected. Connect it first.`;
  return new HubError("not-connected", words, { sent: "no" });
}
