import type { Authorization } from "../../core/auth/authorization";
import { credentialKey } from "../../core/auth/credentialStore";
import { retryTemporary } from "../../core/auth/retryTemporary";
import { type HttpTarget, Network } from "../http/client/network";
import { CachedToken } from "./cachedToken";
import { refusalOf, scopeToAsk } from "./challenge";
import { type Challenge, discover } from "./discovery";
import { type GrantConfig, requestGrant } from "./grants";
import { guardedFetch } from "./guardedFetch";
import type { OAuthParts } from "./oauthParts";
import { toSignInError } from "./signInError";

/** Tokens that the hub gets without the person, once the server asks for one. They are kept in memory only: each window gets its own. */
export function grantAuthorization(
  { config, ...at }: HttpTarget & { readonly url: URL; readonly config: GrantConfig },
  { clock, store, network = new Network(), resolve }: Pick<OAuthParts, "clock" | "store" | "network" | "resolve">,
): Authorization {
  const { server, url } = at;
  const credential = credentialKey(url.href, config.type, config.clientId);
  const allowPrivate = config.allowPrivateAddresses;
  const guard = { server, serverUrl: url, clock, allowPrivate, resolve, fetch: network.fetch(at) };
  return new CachedToken({
    clock,
    when: "asked",
    obtain: async (signal, answer) => {
      const fetch = guardedFetch({ ...guard, signal });
      const challenge: Challenge = answer ? refusalOf(answer, url) : {};
      const discovery = await discover({
        server,
        serverUrl: url,
        allowPrivate,
        challenge,
        // The credential is sent without asking: it stays with the authorization server that first received it, whatever the server names later.
        issuer: config.issuer ?? store.issuer(credential),
        settings: config,
        inBrowser: false,
        fetch,
      });
      const scope = scopeToAsk(
        // A grant without a person needs no refresh token.
        { ...discovery, metadata: undefined },
        { configured: config.scopes, challenged: challenge.scope },
      );
      // The address of an identity provider comes from the settings: it is trusted like a server's.
      const fetchAt = (address: URL) => guardedFetch({ ...guard, serverUrl: address, signal });
      const request = { server, config, discovery, scope, fetch, fetchAt };
      const tokens = await retryTemporary(
        () =>
          requestGrant(request).catch((error: unknown) => {
            throw toSignInError(server, error);
          }),
        { clock },
        signal,
      );
      if (config.issuer === undefined) await store.keepIssuer(credential, discovery.issuer);
      const lifetimeMs = tokens.expires_in === undefined ? undefined : tokens.expires_in * 1000;
      return {
        token: tokens.access_token,
        ...(lifetimeMs !== undefined && { lifetimeMs, expiresAt: clock.now() + lifetimeMs }),
      };
    },
  });
}
