import type { ServerId } from "../../../protocol/hubEvent";
import type { AuthConfig, TlsConfig } from "../schema/authConfig";
import type { DebugConfig } from "../schema/program/devConfig";

/** Which revisions of the protocol may be spoken with a server. Naming one revision pins it. */
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

/** How to reach one server, with every variable filled in. It holds secrets and must never get into a log or an event. */
export type LaunchPlan = StdioPlan | HttpPlan;

/** What a program may reach on this machine beyond what every program needs to run. */
export interface SandboxPlan {
  /** Absolute paths; they need not exist. */
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly network: boolean;
}

/** A server that runs as a program. */
export interface StdioPlan {
  readonly kind: "stdio";
  readonly server: ServerId;
  readonly command: string;
  readonly args: readonly string[];
  /** An absolute path; the hub's own working directory if it is missing. */
  readonly cwd?: string;
  /** Names of the login shell's variables that are kept beside the needed ones; `mcpHub.inheritEnv` where it is missing. */
  readonly inheritEnv?: readonly string[];
  /** Added to the environment of the login shell; `undefined` removes a variable. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Without it, the program may do what the person may. */
  readonly sandbox?: SandboxPlan;
  /** The debugger that the program is to wait for; without a debugger, it is started as if this were missing. */
  readonly debug?: DebugConfig;
  /** The values that must not appear in a log, an error or an event; missing if there are none. */
  readonly secrets?: readonly string[];
  /** `auto` if it is missing. */
  readonly protocol?: ProtocolChoice;
}

/** A server at an address. */
export interface HttpPlan {
  /**
   * `http`: Streamable HTTP, then HTTP+SSE if the server refuses it. `sse`: HTTP+SSE only. `websocket`: one message per frame (`ws:`,
   * `wss:`). `socket`: one message per line over TCP, a Unix socket or a named pipe (`tcp:`, `unix:`, `pipe:`), without headers.
   */
  readonly kind: "http" | "sse" | "websocket" | "socket";
  readonly server: ServerId;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How to sign in. If it is missing: with OAuth, once the server asks for it. */
  readonly auth?: AuthConfig;
  readonly tls?: TlsConfig;
  /** `auto` if it is missing. */
  readonly protocol?: ProtocolChoice;
  /** The values that must not appear in a log, an error or an event; missing if there are none. */
  readonly secrets?: readonly string[];
}
