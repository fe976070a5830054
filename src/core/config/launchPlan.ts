import type { ServerId } from "../../protocol/hubEvent";
import type { AuthConfig, TlsConfig } from "../auth/authConfig";

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
}

export interface HttpPlan {
  /** `http`: Streamable HTTP, then HTTP+SSE where the server refuses it. `sse`: HTTP+SSE only. */
  readonly kind: "http" | "sse";
  readonly server: ServerId;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How to sign in; missing: with OAuth, once the server asks for it. */
  readonly auth?: AuthConfig;
  readonly tls?: TlsConfig;
  /** The values that must not show up in a log, an error or an event; missing where there are none. */
  readonly secrets?: readonly string[];
}
