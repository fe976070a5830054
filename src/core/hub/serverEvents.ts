import type { ConnectionState } from "../../protocol/connectionState";
import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { type Catalog, countsOf } from "../catalog/catalog";
import type { ConnectionListener } from "../connection/connectionPorts";
import { HubError } from "../kernel/hubError";
import { safeJson, safeLine, safeText } from "../kernel/redact";
import type { Notifications } from "./notifications";

/** How much of a server's text enters one event, in characters. */
const logLimit = 4000;
const paramsLimit = 4000;

/** Publishes what a server reports by itself: bounded and without secrets. `client`: the one whose own connection it comes over. */
export const serverEvents = (
  server: ServerId,
  publish: (event: HubEvent) => void,
  notifications: Notifications,
  client?: string,
): Pick<ConnectionListener, "log" | "notification" | "checked"> => ({
  log: (level, from, text) => publish({ type: "server.log", server, level, from, text: safeText(text, logLimit) }),
  notification(method, params) {
    notifications.publish(server, method, params, client);
    publish({
      type: "server.notification",
      server,
      method: safeLine(method),
      params: safeJson(params, paramsLimit),
    });
  },
  checked: ({ ms, error }) => publish({ type: "server.ping", server, ok: !error, ...(!error && { ms }) }),
});

/** The error for every server once the hub is closed. */
export const hubClosed = (server: ServerId): HubError =>
  new HubError(
    "not-connected",
    message("hub.closed", '"{server}" is not connected: the hub is closed. Open a new one.', {
      server: safeLine(server, 80),
    }),
  );

/** The error for a name that no server has. */
export function unknownServer(server: ServerId, known: readonly ServerId[]): HubError {
  const values = { server: safeLine(server, 80), known: known.join(", ") };
  return new HubError(
    "unknown-server",
    known.length > 0
      ? message("hub.unknownServer", 'There is no server "{server}". Known servers: {known}.', values)
      : message("hub.noServers", 'There is no server "{server}". No server is configured.', values),
  );
}

/** The longest text that a server may put into its state, in characters. */
const textLimit = 4000;

/** How many capabilities of a server enter its state. */
const capabilitiesLimit = 50;

/** A state as it may enter the stream: texts of servers are cleaned and cut. */
export function boundedState(state: ConnectionState): ConnectionState {
  if ("error" in state)
    return { ...state, error: { ...state.error, message: safeText(state.error.message, textLimit) } };
  if (state.kind === "starting" && state.progress?.said !== undefined)
    return { ...state, progress: { ...state.progress, said: safeLine(state.progress.said) } };
  if (state.kind !== "ready") return state;
  const { name, version, instructions, capabilities, ...info } = state.info;
  return {
    ...state,
    info: {
      ...info,
      name: safeLine(name),
      version: safeLine(version),
      ...(instructions !== undefined && { instructions: safeText(instructions, textLimit) }),
      ...(capabilities && { capabilities: capabilities.slice(0, capabilitiesLimit).map((one) => safeLine(one, 100)) }),
    },
  };
}

/** What a server offers, as it enters the stream. */
export const catalogEvent = (server: ServerId, catalog: Catalog, stale: boolean): HubEvent => ({
  type: "server.catalog",
  server,
  counts: countsOf(catalog),
  ...(stale && { stale }),
  ...(catalog.missing && { missing: catalog.missing.map(({ text }) => safeLine(text, 500)) }),
});
