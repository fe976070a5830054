import type { ConnectionState } from "../../protocol/connectionState";
import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import type { ConnectionListener } from "../connection/connectionPorts";
import { HubError } from "../kernel/hubError";
import { safeJson, safeLine, safeText } from "../kernel/redact";
import type { Notifications } from "./notifications";

/** Bounds of what a server may put into one event, in characters. */
const logLimit = 4000;
const paramsLimit = 4000;

/** How what a server says on its own enters the stream: bounded and without secrets. */
export const serverEvents = (
  server: ServerId,
  publish: (event: HubEvent) => void,
  notifications: Notifications,
): Pick<ConnectionListener, "log" | "notification" | "checked"> => ({
  log: (level, from, text) => publish({ type: "server.log", server, level, from, text: safeText(text, logLimit) }),
  notification(method, params) {
    notifications.publish(server, method, params);
    publish({
      type: "server.notification",
      server,
      method: safeLine(method),
      params: safeJson(params, paramsLimit),
    });
  },
  checked: ({ ms, error }) => publish({ type: "server.ping", server, ok: !error, ...(!error && { ms }) }),
});

/** What is said of every name once the hub has closed. */
export const hubClosed = (server: ServerId): HubError =>
  new HubError("not-connected", `"${safeLine(server, 80)}" is not connected: the hub is closed. Open a new one.`);

/** What is said of a name that no server has. */
export function unknownServer(server: ServerId, known: readonly ServerId[]): HubError {
  const hint = known.length > 0 ? `Known servers: ${known.join(", ")}.` : "No server is configured.";
  return new HubError("unknown-server", `There is no server "${safeLine(server, 80)}". ${hint}`);
}

/** The longest text that a server may put into its state, in characters. */
const textLimit = 4000;

/** A state as it may enter the stream: texts that a server had a part in are cleaned and cut. */
export function boundedState(state: ConnectionState): ConnectionState {
  if ("error" in state)
    return { ...state, error: { ...state.error, message: safeText(state.error.message, textLimit) } };
  if (state.kind !== "ready") return state;
  const { name, version, instructions, ...info } = state.info;
  return {
    ...state,
    info: {
      ...info,
      name: safeLine(name),
      version: safeLine(version),
      ...(instructions !== undefined && { instructions: safeText(instructions, textLimit) }),
    },
  };
}
