import type { FetchLike } from "@modelcontextprotocol/client";
import { type Authorization, noAuthorization, type OutgoingRequest } from "../../core/auth/authorization";
import type { EditorSessions } from "../../core/auth/editorSessions";
import type { SignInChange } from "../../core/auth/signIns";
import type { HttpPlan } from "../../core/config/plan/launchPlan";
import type { AuthConfig, AuthOf } from "../../core/config/schema/authConfig";
import type { ServerId } from "../../protocol/hubEvent";
import { Network } from "../http/client/network";
import { grantAuthorization } from "../oauth/grantAuthorization";
import { OAuthAuthorization } from "../oauth/oauthAuthorization";
import type { OAuthParts } from "../oauth/oauthParts";
import { type ProcessSystem, processSystem } from "../processes/processTree";
import { command } from "./command";
import { EditorSession } from "./editorSession";

export interface AuthorizationParts extends OAuthParts {
  /** The environment that a sign-in program starts with. */
  readonly env: () => Promise<Readonly<Record<string, string | undefined>>>;
  /** Takes failures that should not happen, such as a refused signal to a sign-in program. */
  readonly report: (error: unknown) => void;
  readonly sessions?: EditorSessions | undefined;
  /** Called with the account that a server is used with, each time that it may have changed. */
  readonly onAccount?: ((server: ServerId, account: string | undefined) => void) | undefined;
}

/** The most authorizations; more exist only where the settings change over and over. The oldest go first. */
const limit = 500;

/** The authorizations of all servers: one for each server and method, however many links are open to it. */
export class Authorizations {
  private readonly known = new Map<string, { readonly plan: HttpPlan; readonly authorization: Authorization }>();
  /** The servers whose account was published. */
  private readonly signedIn = new Set<ServerId>();

  private readonly system: ProcessSystem;

  constructor(private readonly parts: AuthorizationParts) {
    this.system = processSystem(parts.report);
  }

  /** How the requests of a plan are authorized. */
  readonly of = (plan: HttpPlan): Authorization => {
    const key = keyOf(plan);
    const known = this.known.get(key);
    if (known) return known.authorization;
    const made = this.make(plan);
    this.known.set(key, { plan, authorization: made });
    if (made instanceof OAuthAuthorization) this.publish(plan.server, made.account?.name);
    for (const oldest of [...this.known.keys()].slice(0, -limit)) this.known.delete(oldest);
    return made;
  };

  /** The OAuth sign-in of a plan; `undefined` where it has another method. */
  oauth(plan: HttpPlan): OAuthAuthorization | undefined {
    const authorization = this.of(plan);
    return authorization instanceof OAuthAuthorization ? authorization : undefined;
  }

  /** The next connection of a plan begins without the credentials of this one. */
  forget(plan: HttpPlan): void {
    this.known.delete(keyOf(plan));
  }

  /** `fetch` for a server, without its authorization. */
  fetch(plan: HttpPlan): FetchLike {
    const { network = new Network() } = this.parts;
    return network.fetch(plan);
  }

  /** Publishes the account that a server is used with now. */
  publishAccount(plan: HttpPlan): void {
    this.publish(plan.server, this.oauth(plan)?.account?.name);
  }

  /**
   * The tokens under a key of secret storage have changed. Settles with the sign-ins that began or ended by that; `undefined` where no
   * account in use has its tokens there.
   */
  async reloadTokens(key: string): Promise<readonly SignInChange[] | undefined> {
    const changes: SignInChange[] = [];
    let isKnown = false;
    for (const { plan, authorization } of [...this.known.values()]) {
      if (!(authorization instanceof OAuthAuthorization)) continue;
      const { account } = authorization;
      const found = await authorization.reloadTokens(key);
      isKnown ||= found !== undefined;
      if (!found?.isNew) continue;
      this.publish(plan.server, found.signedIn ? account?.name : undefined);
      changes.push({ server: plan.server, signedIn: found.signedIn });
    }
    return isKnown ? changes : undefined;
  }

  /** Revokes the sign-ins to all known servers at their authorization servers. Returns for how many that worked. */
  async revokeAll(signal: AbortSignal): Promise<number> {
    const oauths = [...this.known.values()]
      .map(({ authorization }) => authorization)
      .filter((authorization) => authorization instanceof OAuthAuthorization);
    const byServer = new Map(oauths.map((one) => [one.key, one]));
    const revoked = await Promise.all([...byServer.values()].map((one) => one.revokeAll(signal)));
    return revoked.reduce((sum, count) => sum + count, 0);
  }

  /** Drops everything that is kept in memory. */
  forgetAll(): void {
    for (const { authorization } of this.known.values())
      if (authorization instanceof OAuthAuthorization) authorization.forget();
    this.known.clear();
  }

  /** A missing account is published only where there was one. */
  private publish(server: ServerId, account: string | undefined): void {
    if (account === undefined && !this.signedIn.delete(server)) return;
    if (account !== undefined) this.signedIn.add(server);
    this.parts.onAccount?.(server, account);
  }

  private make(plan: HttpPlan): Authorization {
    const { server, auth = hasOwnHeader(plan) ? none : oauth } = plan;
    const url = new URL(plan.url);
    url.username = "";
    url.password = "";
    const { parts } = this;
    const at = { server, url, ...(plan.tls && { tls: plan.tls }) };
    switch (auth.type) {
      case "oauth":
        return new OAuthAuthorization({ ...at, config: auth }, parts);
      case "client-credentials":
      case "enterprise":
      case "workload":
        return grantAuthorization({ ...at, config: auth }, parts);
      case "bearer":
        return bearer(auth);
      case "api-key":
        return apiKey(auth);
      case "basic":
        return basic(auth);
      case "command":
        return command({ server, config: auth, clock: parts.clock, system: this.system, env: parts.env });
      case "editor":
        return new EditorSession({ server, config: auth, sessions: parts.sessions, clock: parts.clock });
      case "none":
        return noAuthorization;
    }
  }
}

const oauth: AuthConfig = { type: "oauth" };
const none: AuthConfig = { type: "none" };

const keyOf = (plan: HttpPlan): string =>
  JSON.stringify([plan.server, plan.url, plan.auth, plan.tls, hasOwnHeader(plan)]);

/** Whether the entry has a credential of its own, so that no other is sent. */
const hasOwnHeader = ({ url, headers }: HttpPlan): boolean =>
  new URL(url).username !== "" || Object.keys(headers).some((name) => name.toLowerCase() === "authorization");

/** A value that is the same for every request: a refused request is not repeated. */
const fixed = (name: string, value: string): Authorization => ({
  credentials: async () => ({ headers: { [name.toLowerCase()]: value } }),
  refused: async () => false,
  secrets: () => [value, value.replace(/^\S+ /, "")],
});

/** A token that the person has (RFC 6750, section 2.1), such as a personal access token. */
const bearer = ({ token, scheme = "Bearer" }: Omit<AuthOf<"bearer">, "type">): Authorization =>
  fixed("authorization", `${scheme} ${token}`);

/** A user name and a password (RFC 7617), in UTF-8. */
const basic = ({ username, password }: Omit<AuthOf<"basic">, "type">): Authorization =>
  fixed("authorization", `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`);

/** A key in a header, or in the query of the address. */
export function apiKey({ header, query, value }: Omit<AuthOf<"api-key">, "type">): Authorization {
  if (query === undefined) return fixed(header ?? "X-API-Key", value);
  return {
    credentials: async ({ url }: OutgoingRequest) => {
      const keyed = new URL(url);
      keyed.searchParams.set(query, value);
      const inHeader: Record<string, string> = header === undefined ? {} : { [header.toLowerCase()]: value };
      return { headers: inHeader, url: keyed };
    },
    refused: async () => false,
    // As the address has it, and as others may encode it.
    secrets: () => [inForm(value), encodeURIComponent(value)],
  };
}

/** A value in the query of an address: form encoding (URL standard, section 5.2), which escapes more characters than URIs need. */
const inForm = (value: string): string => new URLSearchParams([["", value]]).toString().slice(1);
