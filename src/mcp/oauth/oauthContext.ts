import { computeScopeUnion, type FetchLike } from "@modelcontextprotocol/client";
import { type Account, serverKey } from "../../core/auth/credentialStore";
import type { TokenSet } from "../../core/auth/tokenSet";
import { neverAborted } from "../../core/kernel/abortSignals";
import { SingleFlight } from "../../core/kernel/singleFlight";
import { Network } from "../http/client/network";
import { sessionlessPing } from "../http/sessionlessPing";
import { refusalOf } from "./challenge";
import type { Reach } from "./checkReach";
import { type Client, clientOf, knownClient } from "./client";
import { type Challenge, type Discovery, discover, isSameIssuer } from "./discovery";
import { DpopKey } from "./dpopKey";
import { guardedFetch } from "./guardedFetch";
import type { OAuthParts, OAuthServer } from "./oauthParts";

/** How long a server may take to answer the probe, in milliseconds; then the sign-in goes on without its challenge. */
const probeMs = 10_000;

/** What is known about signing in to one server. */
export class OAuthContext {
  /** The server that the tokens are for. */
  readonly key: string;
  /** The redirect from the browser. */
  readonly redirectKind: "loopback" | "editor";
  readonly dpop: DpopKey | undefined;
  private lastChallenge: Challenge = {};
  private requestedScope: string | undefined;
  private discovered: Discovery | undefined;
  private readonly flights = new SingleFlight<Discovery>();

  constructor(
    readonly at: OAuthServer,
    readonly parts: OAuthParts,
  ) {
    this.key = serverKey(at.url.href);
    this.redirectKind = at.config.redirect ?? parts.defaultRedirect ?? "loopback";
    this.dpop = at.config.dpop ? new DpopKey() : undefined;
  }

  get server(): string {
    return this.at.server;
  }

  /** The account that this workspace uses. */
  get account(): Account | undefined {
    return this.parts.store.account(this.key);
  }

  /** The challenge of the last refusal. */
  get challenge(): Challenge {
    return this.lastChallenge;
  }

  /** All scopes that the server has required so far: each sign-in requests them again. */
  get scope(): string | undefined {
    return this.requestedScope;
  }

  /** Takes the challenge of a refusal; `granted`: the scope of the refused tokens. */
  challenged({ scope, resourceMetadataUrl }: Challenge, granted?: string): void {
    this.lastChallenge = { scope, resourceMetadataUrl };
    this.requestedScope = computeScopeUnion(this.requestedScope, granted, scope);
  }

  /** Sends the server a request without credentials, for its challenge, unless a refusal has brought one. */
  async requestChallenge(signal: AbortSignal): Promise<void> {
    if (this.lastChallenge.resourceMetadataUrl || this.lastChallenge.scope) return;
    const over = new AbortController();
    const timer = this.parts.clock.after(probeMs, () => over.abort());
    const asked = probe(this.at.url, this.plainFetch, AbortSignal.any([signal, over.signal]));
    this.challenged(await asked.finally(() => timer.dispose()));
  }

  /** The authorization server of the server. Rejects with a `HubError`. */
  async discovery(signal?: AbortSignal): Promise<Discovery> {
    const { server, url, config } = this.at;
    this.discovered ??= await discover({
      server,
      serverUrl: url,
      allowPrivate: config.allowPrivateAddresses,
      challenge: this.lastChallenge,
      issuer: config.issuer,
      fetch: this.fetch(signal),
    });
    return this.discovered;
  }

  /** The authorization server of the server, looked up again; simultaneous calls join. Rejects with a `HubError`. */
  rediscover(): Promise<Discovery> {
    return this.flights.run("discovery", () => {
      this.forgetDiscovery();
      return this.discovery(); // not canceled with one caller: others wait for it too
    });
  }

  /**
   * The authorization server of the server, found as a sign-in finds it: a new window has seen no refusal yet, and only a refusal may name
   * the address of the server's metadata (RFC 9728, section 5.1). Not canceled with one caller. Rejects with a `HubError`.
   */
  async sharedDiscovery(): Promise<Discovery> {
    if (!this.discovered) await this.requestChallenge(neverAborted);
    return this.discovery();
  }

  /** The server may have moved to another sign-in service: the next use looks it up again. */
  forgetDiscovery(): void {
    this.discovered = undefined;
  }

  /** `fetch` for the server itself: addresses are not checked. */
  get plainFetch(): FetchLike {
    const { network = new Network() } = this.parts;
    return network.fetch(this.at);
  }

  fetch(signal?: AbortSignal): FetchLike {
    return guardedFetch({ ...this.reach, clock: this.parts.clock, signal, fetch: this.plainFetch });
  }

  /** Which addresses its metadata may name. */
  get reach(): Reach {
    const { server, url, config } = this.at;
    return { server, serverUrl: url, allowPrivate: config.allowPrivateAddresses, resolve: this.parts.resolve };
  }

  /**
   * The client that got these tokens; `undefined` where the settings name another one by now, and where the server names another
   * authorization server than the one that issued them: neither the tokens nor the client's secret must go there.
   */
  clientFor(discovery: Discovery, { issuer, clientId, registration }: TokenSet): Client | undefined {
    if (!isSameIssuer(discovery.issuer, issuer)) return undefined;
    if (registration) return clientOf(registration);
    const known = knownClient({ config: this.at.config, discovery });
    return known?.information.client_id === clientId ? known : undefined;
  }
}

/** Sends a server a request without credentials, for what its refusal says about signing in. A server that does not answer says nothing. */
async function probe(url: URL, fetch: FetchLike, signal: AbortSignal): Promise<Challenge> {
  const response = await sessionlessPing(fetch, url, {}, signal).catch(() => undefined);
  if (!response) return {};
  const { scope, resourceMetadataUrl } = refusalOf({
    status: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
  });
  return { scope, resourceMetadataUrl };
}
