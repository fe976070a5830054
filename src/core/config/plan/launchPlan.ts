import type { ServerId } from "../../../protocol/hubEvent";
import type { AuthConfig, TlsConfig } from "../schema/authConfig";

/** Which revisions of the protocol are spoken with a server; one revision pins it. */
export const protocolChoices = [
  "auto",
  "legacy",
  "modern",
  "2024-11-05",
  "2025-03-26",
  "2025-06-18",
  "2025-11-25",
  "2026-07-28",
] as const;
export type ProtocolChoice = (typeof protocolChoices)[number];

/** How to reach one server, with every variable filled in. Holds secrets: never logged, never in an event. */
export type LaunchPlan = StdioPlan | HttpPlan;

export interface StdioPlan {
  readonly kind: "stdio";
  readonly server: ServerId;
  readonly command: string;
  readonly args: readonly string[];
  /** Absolute; the process's own folder where it is missing. */
  readonly cwd?: string;
  /** Over the login shell's environment; `undefined` takes a name out. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The values that must not show up in a log, an error or an event; missing where there are none. */
  readonly secrets?: readonly string[];
  /** `auto` where it is missing. */
  readonly protocol?: ProtocolChoice;
}

/** A server at an address. */
export interface HttpPlan {
  /**
   * `http`: Streamable HTTP, then HTTP+SSE where the server refuses it. `sse`: HTTP+SSE only. `websocket`: a message a frame (`ws:`,
   * `wss:`). `socket`: a message a line over TCP, a unix socket or a named pipe (`tcp:`, `unix:`, `pipe:`); it sends no headers.
   */
  readonly kind: "http" | "sse" | "websocket" | "socket";
  readonly server: ServerId;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How to sign in; missing: with OAuth, once the server asks for it. */
  readonly auth?: AuthConfig;
  readonly tls?: TlsConfig;
  /** `auto` where it is missing. */
  readonly protocol?: ProtocolChoice;
  /** The values that must not show up in a log, an error or an event; missing where there are none. */
  readonly secrets?: readonly string[];
}
