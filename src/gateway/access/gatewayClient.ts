import type { Scope } from "../../protocol/scope";

/** A program that uses the gateway, once its token has been checked. */
export interface GatewayClient {
  /** Tells it from every other client, also over restarts: grants, queues, figures and the audit name it. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** What it may use: everything that lies within all of them. */
  readonly scopes: readonly Scope[];
  readonly limits: ClientLimits;
}

/** What one client may take up at once. */
export interface ClientLimits {
  /** Requests that run at the same time, open streams included; beyond it: 429. */
  readonly concurrent: number;
  /** Requests in a minute; beyond it: 429 with `Retry-After`. `Infinity`: no limit. */
  readonly perMinute: number;
  /** Sessions of MCP; the one that was used longest ago ends for a new one. */
  readonly sessions: number;
  /** The largest body, in bytes; beyond it: 413. */
  readonly bodyBytes: number;
}

/** For a client that has no limits of its own. */
export const defaultClientLimits: ClientLimits = {
  concurrent: 256,
  perMinute: Number.POSITIVE_INFINITY,
  sessions: 64,
  bodyBytes: 10 * 1024 * 1024,
};

/** Why a request is not let in. */
export interface Refusal {
  readonly status: 401 | 403 | 413 | 429 | 503;
  /** Names what happened and the next step. */
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** `until`: when the token expires, in milliseconds since the epoch; what is open then ends. Missing: it does not. */
export type Admission = { readonly client: GatewayClient; readonly until?: number } | { readonly refusal: Refusal };

/** Decides who is let in. */
export interface Access {
  /** By the headers `Authorization: Bearer …` or `X-API-Key`. `from` is the address of the connection, for the limit of failed attempts. */
  admit(headers: Readonly<Record<string, string | string[] | undefined>>, from: string): Admission | Promise<Admission>;
}
