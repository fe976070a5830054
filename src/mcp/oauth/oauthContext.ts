import { computeScopeUnion, type FetchLike } from "@modelcontextprotocol/client";
import { type Account, serverKey } from "../../core/auth/credentialStore";
import type { TokenSet } from "../../core/auth/tokenSet";
import { neverAborted } from "../../core/kernel/abortSignals";
import { abortError, HubError } from "../../core/kernel/hubError";
import { SingleFlight } from "../../core/kernel/singleFlight";
import { displayedAddress } from "../http/client/displayedAddress";
import { Network } from "../http/client/network";
import { networkError } from "../http/client/networkError";
import { sessionlessPing } from "../http/sessionlessPing";
import { refusalOf } from "./challenge";
import type { Reach } from "./checkReach";
import { type Client, clientOf, knownClient } from "./client";
import { type Challenge, type Discovery, discover, UnreadableMetadata } from "./discovery";
import { isSameIssuer } from "./documents/issuers";
import { DpopKey } from "./dpopKey";
import { guardedFetch } from "./guardedFetch";
import type { OAuthParts, OAuthServer } from "./oauthParts";
import { signingIn } from "./signInError";

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

  /**
   * Sends the server a request without credentials, for its challenge, unless a refusal has brought one. Rejects with a `HubError` where the
   * server cannot be reached; one that is slow to answer has no challenge.
   */
  async requestChallenge(signal: AbortSignal): Promise<void> {
    if (this.lastChallenge.resourceMetadataUrl || this.lastChallenge.scope) return;
    const { server, url } = this.at;
    const over = new AbortController();
    const timer = this.parts.clock.after(probeMs, () => over.abort());
    try {
      this.challenged(await probe(url, this.plainFetch, AbortSignal.any([signal, over.signal])));
    } catch (error) {
      if (signal.aborted) throw abortError(signal, signingIn(server));
      if (error instanceof HubError) throw error;
      // Without its challenge, its metadata may lie at an address that nothing else names: going on would find that it has none.
      if (!over.signal.aborted) throw networkError({ server, address: displayedAddress(url) }, error);
    } finally {
      timer.dispose();
    }
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
      settings: config,
      inBrowser: this.parts.showCode === undefined,
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

  /** Whether the server says how to sign in to it, as far as it can be asked. */
  async offersSignIn(signal?: AbortSignal): Promise<boolean> {
    try {
      const { metadata, resourceMetadata } = await this.discovery(signal);
      return metadata !== undefined || resourceMetadata !== undefined;
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      return !(error.cause instanceof UnreadableMetadata); // any other failure is reported by the sign-in
    }
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

/** Sends a server a request without credentials, for what its refusal says about signing in. Rejects as `fetch` does. */
async function probe(url: URL, fetch: FetchLike, signal: AbortSignal): Promise<Challenge> {
  const { status, headers } = await sessionlessPing(fetch, url, {}, signal);
  return refusalOf({ status, header: (name) => headers.get(name) ?? undefined }, url);
}
