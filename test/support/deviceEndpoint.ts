import { randomUUID } from "node:crypto";

export const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

/** What a service does with device codes (RFC 8628); every part may be changed while it runs. */
export interface DeviceBehavior {
  /** Seconds between two requests that it asks for, and seconds that its codes last; its answer does not say where it is missing. */
  interval: number | undefined;
  lifetime: number | undefined;
  /** What it answers while nobody has decided, one after the other; then that it waits. */
  readonly errors: string[];
  /** Changes of its answer. */
  answer: Record<string, unknown>;
}

interface Pending {
  readonly userCode: string;
  readonly clientId: string;
  readonly scope: string;
  outcome: "waiting" | "allowed" | "denied";
}

/** The device codes of one service, which nobody has allowed until `decide` is called. */
export function deviceEndpoint(issuer: () => string) {
  const behavior: DeviceBehavior = { interval: 1, lifetime: 600, errors: [], answer: {} };
  const pending = new Map<string, Pending>();
  return {
    behavior,
    /** The answer to a device authorization request. */
    issue(form: URLSearchParams, clientId: string) {
      const deviceCode = `device-${randomUUID()}`;
      const userCode = randomUUID().slice(0, 8).toUpperCase();
      pending.set(deviceCode, { userCode, clientId, scope: form.get("scope") ?? "", outcome: "waiting" });
      const { interval, lifetime, answer } = behavior;
      return {
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: `${issuer()}/device`,
        verification_uri_complete: `${issuer()}/device?user_code=${userCode}`,
        ...(lifetime !== undefined && { expires_in: lifetime }),
        ...(interval !== undefined && { interval }),
        ...answer,
      };
    },
    /** What a token request with a device code gets: an error, or what was granted. */
    redeem(form: URLSearchParams, clientId: string): string | { readonly scope: string } {
      const code = form.get("device_code") ?? "";
      const known = pending.get(code);
      if (!known || known.clientId !== clientId) return "invalid_grant";
      if (known.outcome === "denied") return "access_denied";
      const error = behavior.errors.shift();
      if (error !== undefined) return error;
      if (known.outcome === "waiting") return "authorization_pending";
      pending.delete(code);
      return { scope: known.scope };
    },
    /** The person enters a code on another device. */
    decide(userCode: string, outcome: "allowed" | "denied"): void {
      for (const one of pending.values()) if (one.userCode === userCode) one.outcome = outcome;
    },
  };
}
