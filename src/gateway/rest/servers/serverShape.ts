import { mayUseTool } from "../../../core/access/scope";
import { type ConnectionState, startsWhenUsed } from "../../../protocol/connectionState";
import type { ServerView } from "../../../protocol/hubView";
import { englishOf } from "../../../protocol/message";
import type { GatewayClient } from "../../access/gatewayClient";

const iso = (at: number): string => new Date(at).toISOString();

/** What the API says of the state of a server. Nothing of its entry in the settings is among it. */
export function stateShape(state: ConnectionState) {
  return {
    status: state.kind,
    ready: state.kind === "ready",
    ...(state.kind === "stopped" && { reason: state.reason, starts_when_used: startsWhenUsed(state) }),
    ...("error" in state && { error: { code: state.error.code, message: englishOf(state.error.message) } }),
    ...(state.kind === "failed" && state.until !== undefined && { retry_at: iso(state.until) }),
  };
}

/** A server in a list. `tools`: how many of its tools the client may use. */
export const summaryShape = (
  { id, label, state, counts, stale, inFlight, waiting, perMinute }: ServerView,
  tools: number,
) => ({
  id,
  label,
  ...stateShape(state),
  tools,
  resources: counts.resources,
  resource_templates: counts.resourceTemplates,
  prompts: counts.prompts,
  ...(stale && { stale }),
  in_flight: inFlight,
  waiting: waiting ?? 0,
  ...(perMinute !== undefined && { calls_per_minute: perMinute }),
});

/** A server by itself. */
export function detailShape(server: ServerView, tools: number, { scopes }: GatewayClient) {
  const { id, state, missing = [], breakers = [] } = server;
  const isReady = state.kind === "ready";
  // A breaker names its tool.
  const shown = breakers.filter(({ tool }) => tool === undefined || mayUseTool(scopes, id, tool, () => true));
  return {
    ...summaryShape(server, tools),
    server: isReady
      ? {
          name: state.info.name,
          version: state.info.version,
          protocol_version: state.info.protocolVersion,
          transport: state.info.transport,
        }
      : null,
    connected_since: isReady ? iso(state.since) : null,
    ...(isReady && state.health && { health: state.health }),
    missing,
    breakers: shown.map(({ tool, state: kind, until }) => ({
      ...(tool !== undefined && { tool }),
      state: kind,
      ...(until !== undefined && { until: iso(until) }),
    })),
  };
}
