import type { Authorization } from "../../core/auth/authorization";
import { retryPassing } from "../../core/auth/retryPassing";
import { HeldToken } from "../auth/heldToken";
import { Network, type Reached } from "../http/network";
import { refusalOf } from "./challenge";
import { discover } from "./discovery";
import { type GrantConfig, requestGrant } from "./grants";
import { guardedFetch } from "./guardedFetch";
import type { OAuthParts } from "./oauthParts";
import { scopeToAsk } from "./scopes";
import { toSignInError } from "./signInError";

/** Tokens that the hub gets by itself, once the server asks for one. They are kept in memory only: the next window gets its own. */
export function grantAuthorization(
  { config, ...at }: Reached & { readonly url: URL; readonly config: GrantConfig },
  { clock, network = new Network(), resolve }: Pick<OAuthParts, "clock" | "network" | "resolve">,
): Authorization {
  const { server, url } = at;
  const guard = { server, serverUrl: url, clock, resolve, fetch: network.fetch(at) };
  return new HeldToken({
    clock,
    when: "asked",
    obtain: async (signal, answer) => {
      const fetch = guardedFetch({ ...guard, signal });
      const challenge = answer ? refusalOf(answer) : {};
      const discovery = await discover({ server, serverUrl: url, challenge, issuer: config.issuer, fetch });
      const scope = scopeToAsk(
        // A grant without a person has nothing to keep alive.
        { ...discovery, metadata: undefined },
        { configured: config.scopes, challenged: challenge.scope },
      );
      const request = { server, config, discovery, scope, fetch };
      const tokens = await retryPassing(
        () =>
          requestGrant(request).catch((error: unknown) => {
            throw toSignInError(server, error);
          }),
        { clock },
        signal,
      );
      const lifetimeMs = tokens.expires_in === undefined ? undefined : tokens.expires_in * 1000;
      return {
        token: tokens.access_token,
        ...(lifetimeMs !== undefined && { lifetimeMs, expiresAt: clock.now() + lifetimeMs }),
      };
    },
  });
}
