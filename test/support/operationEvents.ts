import type { ConnectionState } from "../../src/protocol/connectionState";
import type { HubErrorCode } from "../../src/protocol/hubErrorCode";
import type { HubEvent, Stamped } from "../../src/protocol/hubEvent";
import { info } from "./fakeLink";
import { atServer, requestFacts } from "./requestFacts";

type Ended = Extract<HubEvent, { type: "call.ended" }>;

let seq = 0;

export const stamp = (event: HubEvent, at = 0): Stamped => ({ ...event, seq: ++seq, at });

export const added = (server = "files"): HubEvent => ({ type: "server.added", server, label: server, scope: "user" });

export const started = (more: Partial<Ended> = {}): HubEvent => ({
  type: "call.started",
  ...requestFacts(more),
  args: "{}",
});

/** A call of `read` on `files` by the chat that was answered within 10 ms, unless told otherwise. */
export const ended = ({ ms = 10, ...more }: Partial<Ended> = {}): Ended => ({
  type: "call.ended",
  ...requestFacts(),
  outcome: "ok",
  ms,
  split: atServer(ms),
  ...more,
});

export const failed = (code: HubErrorCode, more: Partial<Ended> = {}): Ended =>
  ended({ outcome: "failed", error: { code, message: "It failed." }, ...more });

export const changed = (state: ConnectionState, server = "files"): HubEvent => ({
  type: "server.state",
  server,
  state,
});

const error = { code: "transport", message: "It is gone." } as const;

/** The states of a connection, each with what it needs. */
export const states = {
  starting: (attempt = 1): ConnectionState => ({ kind: "starting", attempt, losses: 0 }),
  waiting: (attempt = 1): ConnectionState => ({ kind: "waiting", attempt, losses: 0, error }),
  ready: { kind: "ready", since: 0, info, losses: 0 } as ConnectionState,
  failed: { kind: "failed", error } as ConnectionState,
  away: (until: number): ConnectionState => ({ kind: "failed", error, until }),
  stopped: { kind: "stopped", reason: "person" } as ConnectionState,
  needsAuth: { kind: "needs-auth", error: { code: "needs-auth", message: "Sign in." } } as ConnectionState,
};
