import type { OAuthTokens } from "@modelcontextprotocol/client";
import { type Account, accountId } from "../../core/auth/credentialStore";
import { tokenSetOf } from "../../core/auth/tokenSet";
import { safeLine } from "../../core/kernel/redact";
import { withinTime } from "../../core/kernel/timeLimit";
import { message } from "../../protocol/message";
import { authorize, type IssuedTokens } from "./authorize";
import { scopeToAsk } from "./challenge";
import { authorizeDevice } from "./device/authorizeDevice";
import type { Discovery } from "./discovery";
import { isSameIssuer } from "./documents/issuers";
import type { OAuthContext } from "./oauthContext";
import { type SignInStep, signInFailed, signingIn } from "./signInError";

export interface FlowOptions {
  /** With another account than the present one. */
  readonly another: boolean;
  /** The client of the last sign-in in this window. */
  readonly provenClient: string | undefined;
  /** Called with each step as it begins. */
  readonly reached: (step: SignInStep) => void;
  readonly signal: AbortSignal;
}

/** The longest that a sign-in by device code may take, in milliseconds: no service lets a code be valid for longer. */
const deviceLimitMs = 3_700_000;

export interface SignedIn {
  readonly account: Account;
  readonly clientId: string;
}

/** One sign-in of the person, from the discovery until the tokens are stored. Rejects within the time limit, with a `HubError`. */
export async function signInFlow(context: OAuthContext, options: FlowOptions): Promise<SignedIn> {
  const { at, parts, server } = context;
  const { clock, showCode } = parts;
  const inBrowser = showCode ? undefined : browser(context);
  // A device code has a limit of its own, which the service sets.
  const limitMs = showCode ? deviceLimitMs : parts.limitMs();
  const limit = {
    clock,
    signal: options.signal,
    idleMs: limitMs,
    what: signingIn(server),
    onTimeout: () =>
      signInFailed(
        server,
        message("signIn.browserTimeout", "the browser did not return within {seconds} seconds", {
          seconds: Math.round(limitMs / 1000),
        }),
      ),
  };
  return withinTime(limit, async (signal) => {
    const { provenClient, another, reached } = options;
    reached("Metadata");
    await context.requestChallenge(signal);
    context.forgetDiscovery();
    const discovery = await context.discovery(signal);
    const scope = scopeToAsk(discovery, { configured: at.config.scopes, challenged: context.scope });
    const { dpop } = context;
    const fetch = context.fetch(signal);
    const common = {
      server,
      config: at.config,
      discovery,
      scope,
      store: parts.store,
      clock,
      reached,
      signal,
      fetch,
      dpop,
    };
    const grant = !inBrowser
      ? await authorizeDevice({ ...common, show: (code) => showCode?.(code) })
      : await authorize({
          ...{ ...common, ...inBrowser, provenClient, another },
          reach: context.reach,
          redirectKind: context.redirectKind,
        });
    try {
      const account = await keep(context, discovery, grant, options.another);
      grant.finish({
        ok: true,
        text: message("signIn.done", "You are signed in to {server} as {account}.", { server, account: account.name }),
      });
      return { account, clientId: grant.client.information.client_id };
    } finally {
      grant.dispose();
    }
  });
}

/** How the person signs in in a browser here. Throws where there is none. */
function browser({ parts, server, redirectKind }: OAuthContext) {
  const { open } = parts;
  const openRedirect = redirectKind === "editor" ? parts.redirects.editor : parts.redirects.loopback;
  if (!open || !openRedirect) throw signInFailed(server, message("signIn.noBrowser", "there is no browser here"));
  return { open, openRedirect };
}

/** Stores the tokens: for the account that they name, else for the present one, else for a new one. */
async function keep(
  context: OAuthContext,
  { issuer }: Discovery,
  grant: IssuedTokens,
  another: boolean,
): Promise<Account> {
  const { store, refresher, clock } = context.parts;
  const accounts = store.accounts(context.key);
  const name = accountName(grant.tokens);
  const isHere = (one: Account | undefined) => one !== undefined && isSameIssuer(one.issuer, issuer);
  const present = another || name !== undefined ? undefined : context.account;
  const known = accounts.find((one) => isHere(one) && one.name === name) ?? (isHere(present) ? present : undefined);
  const account: Account = known ?? {
    id: name === undefined ? crypto.randomUUID() : accountId(issuer, context.key, name),
    name: name ?? freeName(accounts),
    issuer,
    server: context.key,
  };
  const { client, scope } = grant;
  const at = { issuer, clientId: client.information.client_id, now: clock.now(), scope };
  const { registration } = client;
  const dpopKey = await context.dpop?.key();
  await refresher.signedIn(account, {
    ...tokenSetOf(grant.tokens, at),
    ...(registration && { registration }),
    ...(dpopKey && { dpopKey }),
  });
  await store.add(account);
  await store.bind(context.key, account.id);
  return account;
}

/** A name for an account that its issuer does not name. */
function freeName(accounts: readonly Account[]): string {
  const taken = new Set(accounts.map(({ name }) => name));
  let number = 1;
  const name = () => message("signIn.unnamedAccount", "account {number}", { number });
  while (taken.has(name())) number++;
  return name();
}

/**
 * The name of the account, from the identity token that came with the tokens over a verified connection. It is only displayed: no decision
 * depends on it, so its signature does not matter. `undefined` where there is none.
 */
function accountName({ id_token: token }: OAuthTokens): string | undefined {
  const [, body] = token?.split(".") ?? [];
  if (!body) return undefined;
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  } catch {
    return undefined; // not a JSON web token: only a name is lost
  }
  if (typeof claims !== "object" || claims === null) return undefined;
  for (const key of ["email", "preferred_username", "name", "sub"]) {
    const name: unknown = Reflect.get(claims, key);
    if (typeof name === "string" && name.trim() !== "") return safeLine(name, 80);
  }
  return undefined;
}
