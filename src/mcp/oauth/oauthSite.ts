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

/** How long a server may take to say how to sign in before that is done without, in milliseconds. */
const askLimitMs = 10_000;

/** What is known of how to sign in to one server. */
export class OAuthSite {
  /** Which server tokens are for. */
  readonly key: string;
  /** The way back from the browser. */
  readonly way: "loopback" | "editor";
  readonly dpop: DpopKey | undefined;
  private told: Challenge = {};
  private wanted: string | undefined;
  private discovered: Discovery | undefined;
  private readonly flights = new SingleFlight<Discovery>();

  constructor(
    readonly at: OAuthServer,
    readonly parts: OAuthParts,
  ) {
    this.key = serverKey(at.url.href);
    this.way = at.config.redirect ?? parts.usualWay ?? "loopback";
    this.dpop = at.config.dpop ? new DpopKey() : undefined;
  }

  get server(): string {
    return this.at.server;
  }

  /** The account that this workspace uses. */
  get account(): Account | undefined {
    return this.parts.store.account(this.key);
  }

  /** What the last refusal said. */
  get challenge(): Challenge {
    return this.told;
  }

  /** What the server has asked for so far: each sign-in asks for all of it again. */
  get scope(): string | undefined {
    return this.wanted;
  }

  /** A refusal said how to go on; `granted`: what the refused tokens were good for. */
  challenged({ scope, resourceMetadataUrl }: Challenge, granted?: string): void {
    this.told = { scope, resourceMetadataUrl };
    this.wanted = computeScopeUnion(this.wanted, granted, scope);
  }

  /** Asks the server how to sign in, where no refusal has said. */
  async askHow(signal: AbortSignal): Promise<void> {
    if (this.told.resourceMetadataUrl || this.told.scope) return;
    const over = new AbortController();
    const timer = this.parts.clock.after(askLimitMs, () => over.abort());
    const asked = probe(this.at.url, this.plainFetch, AbortSignal.any([signal, over.signal]));
    this.challenged(await asked.finally(() => timer.dispose()));
  }

  /** Who issues tokens for the server. Rejects with a `HubError`. */
  async discovery(signal?: AbortSignal): Promise<Discovery> {
    const { server, url, config } = this.at;
    this.discovered ??= await discover({
      server,
      serverUrl: url,
      allowPrivate: config.allowPrivateAddresses,
      challenge: this.told,
      issuer: config.issuer,
      fetch: this.fetch(signal),
    });
    return this.discovered;
  }

  /** Who issues tokens for the server, as it says now; whoever asks meanwhile joins. Rejects with a `HubError`. */
  discoverAnew(): Promise<Discovery> {
    return this.flights.run("discovery", () => {
      this.forgetDiscovery();
      return this.discovery(); // not given up with one caller: the others wait for it too
    });
  }

  /**
   * Who issues tokens for the server, found as a sign-in finds it: a new window has heard no refusal yet, and the address of the
   * server's metadata may stand nowhere else (RFC 9728, section 5.1). Not given up with one caller. Rejects with a `HubError`.
   */
  async sharedDiscovery(): Promise<Discovery> {
    if (!this.discovered) await this.askHow(neverAborted);
    return this.discovery();
  }

  /** The server may have moved to another sign-in service: it is asked again. */
  forgetDiscovery(): void {
    this.discovered = undefined;
  }

  /** As the server itself is reached: what its metadata names is not checked. */
  get plainFetch(): FetchLike {
    const { network = new Network() } = this.parts;
    return network.fetch(this.at);
  }

  fetch(signal?: AbortSignal): FetchLike {
    return guardedFetch({ ...this.reach, clock: this.parts.clock, signal, fetch: this.plainFetch });
  }

  /** How far what its metadata names may lead. */
  get reach(): Reach {
    const { server, url, config } = this.at;
    return { server, serverUrl: url, allowPrivate: config.allowPrivateAddresses, resolve: this.parts.resolve };
  }

  /**
   * The client that got these tokens; `undefined` where the settings name another one by now, and where the server names another
   * authorization server than the one that issued them: neither they nor the client's secret are for that one.
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
