import type { OAuthTokens } from "@modelcontextprotocol/client";
import { type Account, accountId } from "../../core/auth/credentialStore";
import { tokenSetOf } from "../../core/auth/tokenSet";
import { safeLine } from "../../core/kernel/redact";
import { withinTime } from "../../core/kernel/timeLimit";
import { authorize, type Grant } from "./authorize";
import { scopeToAsk } from "./challenge";
import { type Discovery, isSameIssuer } from "./discovery";
import type { OAuthSite } from "./oauthSite";
import { type SignInStep, signInFailed } from "./signInError";

export interface FlowOptions {
  /** As someone else than the present account. */
  readonly another: boolean;
  /** The client of the last sign-in in this window. */
  readonly provenClient: string | undefined;
  /** Hears each step as it begins. */
  readonly reached: (step: SignInStep) => void;
  readonly signal: AbortSignal;
}

export interface SignedIn {
  readonly account: Account;
  readonly clientId: string;
}

/** One sign-in of the person, from the question where to go until the tokens are stored. Rejects within the time limit, with a `HubError`. */
export async function signInFlow(site: OAuthSite, options: FlowOptions): Promise<SignedIn> {
  const { at, parts, server } = site;
  const { open, clock, store } = parts;
  const openRedirect = site.way === "editor" ? parts.redirects.editor : parts.redirects.loopback;
  if (!open || !openRedirect) throw signInFailed(server, "there is no browser here");
  const limitMs = parts.limitMs();
  const limit = {
    clock,
    signal: options.signal,
    idleMs: limitMs,
    what: `Signing in to "${server}"`,
    onTimeout: () =>
      signInFailed(server, `nothing came back from the browser within ${Math.round(limitMs / 1000)} seconds`),
  };
  return withinTime(limit, async (signal) => {
    const { provenClient, another, reached } = options;
    reached("Metadata");
    await site.askHow(signal);
    site.forgetDiscovery();
    const discovery = await site.discovery(signal);
    const scope = scopeToAsk(discovery, { configured: at.config.scopes, challenged: site.scope });
    const { config } = at;
    const grant = await authorize({
      ...{ server, config, discovery, scope, store, clock, open, openRedirect, provenClient, another, reached, signal },
      fetch: site.fetch(signal),
      reach: site.reach,
      dpop: site.dpop,
      way: site.way,
    });
    try {
      const account = await keep(site, discovery, grant, options.another);
      grant.finish({ ok: true, text: `You are signed in to ${server} as ${account.name}.` });
      return { account, clientId: grant.client.information.client_id };
    } finally {
      grant.dispose();
    }
  });
}

/** Stores what was granted: for the account that the tokens name, else for the present one, else for a new one. */
async function keep(site: OAuthSite, { issuer }: Discovery, grant: Grant, another: boolean): Promise<Account> {
  const { store, refresher, clock } = site.parts;
  const accounts = store.accounts(site.key);
  const name = accountName(grant.tokens);
  const isHere = (one: Account | undefined) => one !== undefined && isSameIssuer(one.issuer, issuer);
  const present = another || name !== undefined ? undefined : site.account;
  const known = accounts.find((one) => isHere(one) && one.name === name) ?? (isHere(present) ? present : undefined);
  const account: Account = known ?? {
    id: name === undefined ? crypto.randomUUID() : accountId(issuer, site.key, name),
    name: name ?? freeName(accounts),
    issuer,
    server: site.key,
  };
  const { client, scope } = grant;
  const at = { issuer, clientId: client.information.client_id, now: clock.now(), scope };
  const { registration } = client;
  const dpopKey = await site.dpop?.key();
  await refresher.signedIn(account, {
    ...tokenSetOf(grant.tokens, at),
    ...(registration && { registration }),
    ...(dpopKey && { dpopKey }),
  });
  await store.add(account);
  await store.bind(site.key, account.id);
  return account;
}

/** A name for an account that its issuer does not name. */
function freeName(accounts: readonly Account[]): string {
  const taken = new Set(accounts.map(({ name }) => name));
  let number = 1;
  while (taken.has(`account ${number}`)) number++;
  return `account ${number}`;
}

/**
 * How people call the account, from the identity token that came with the tokens over a verified line. Only shown, never trusted: nothing
 * is decided by it, so its signature does not matter. `undefined` where there is none.
 */
function accountName({ id_token: token }: OAuthTokens): string | undefined {
  const [, body] = token?.split(".") ?? [];
  if (!body) return undefined;
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  } catch {
    return undefined; // no JSON web token: a name is all that is lost
  }
  if (typeof claims !== "object" || claims === null) return undefined;
  for (const key of ["email", "preferred_username", "name", "sub"]) {
    const name: unknown = Reflect.get(claims, key);
    if (typeof name === "string" && name.trim() !== "") return safeLine(name, 80);
  }
  return undefined;
}
