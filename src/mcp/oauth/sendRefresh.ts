import { type FetchLike, OAuthError, OAuthErrorCode, refreshAuthorization } from "@modelcontextprotocol/client";
import type { SendRefresh } from "../../core/auth/refresher";
import { tokenSetOf } from "../../core/auth/tokenSet";
import type { Clock } from "../../core/clock";
import { HubError } from "../../core/hubError";
import { isUnknownClient } from "./authorize";
import type { Client } from "./client";
import type { Discovery } from "./discovery";
import type { DpopKey } from "./dpopKey";
import { toSignInError } from "./signInError";

export interface RefreshRequest {
  readonly server: string;
  readonly discovery: Discovery;
  readonly client: Client;
  readonly fetch: FetchLike;
  readonly clock: Clock;
  readonly dpop?: DpopKey | undefined;
}

/** One refresh request (RFC 6749, section 6). Only `invalid_grant` means that the sign-in is over. */
export const sendRefresh =
  ({ server, discovery, client, fetch, clock, dpop }: RefreshRequest): SendRefresh =>
  async (tokens) => {
    const { metadata, authorizationServer, issuer, resource } = discovery;
    const session = await dpop?.session(tokens.dpopKey);
    try {
      const answer = await refreshAuthorization(authorizationServer, {
        ...(metadata && { metadata }),
        clientInformation: client.information,
        refreshToken: tokens.refreshToken ?? "",
        ...(resource !== undefined && { resource }),
        ...(session && { dpop: session }),
        fetchFn: fetch,
      });
      const at = { issuer, clientId: tokens.clientId, now: clock.now() };
      return { kind: "tokens", tokens: tokenSetOf(answer, at, tokens) };
    } catch (error) {
      if (error instanceof OAuthError && error.code === OAuthErrorCode.InvalidGrant) return { kind: "revoked" };
      if (isUnknownClient(error)) return { kind: "unknown-client" };
      const { client_secret: secret = "" } = client.information;
      const failure = toSignInError(server, error, [tokens.refreshToken ?? "", tokens.accessToken, secret]);
      if (failure.code !== "needs-auth") throw failure;
      return { kind: "refused", error: new HubError(failure.code, failure.message, { cause: error, sent: "no" }) };
    }
  };
