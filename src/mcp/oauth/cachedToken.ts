import type { Authorization, AuthResponse, Credentials } from "../../core/auth/authorization";
import { isExpiring } from "../../core/auth/tokenSet";
import { neverAborted } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";
import { SingleFlight } from "../../core/kernel/singleFlight";
import { asksForToken } from "./challenge";

/** A token that the hub can get without the person. */
export interface ObtainedToken {
  /** Missing where only the success counts. */
  readonly token?: string | undefined;
  /** Milliseconds since the epoch; missing where it is unknown. */
  readonly expiresAt?: number | undefined;
  readonly lifetimeMs?: number | undefined;
}

export interface CachedTokenOptions {
  readonly clock: Clock;
  /** Gets a token; `answer`: the refusal that made it necessary. Rejects with a `HubError`. */
  readonly obtain: (signal: AbortSignal, answer: AuthResponse | undefined) => Promise<ObtainedToken>;
  /** Whether the token is obtained before the first request, or only once the server asks. */
  readonly when: "first" | "asked";
}

/** Authorization by a token that is obtained once, kept in memory, and obtained again when it expires or is refused: once per refusal, for all calls. */
export class CachedToken implements Authorization {
  private readonly flights = new SingleFlight<ObtainedToken>();
  private cached: ObtainedToken | undefined;

  constructor(private readonly options: CachedTokenOptions) {}

  async credentials(): Promise<Credentials> {
    const { clock, when } = this.options;
    const { cached } = this;
    const isOver = cached?.expiresAt !== undefined && isExpiring({ ...unknownParts, ...cached }, clock.now());
    const current = isOver || (!cached && when === "first") ? await this.obtain(undefined) : cached;
    return { headers: current?.token === undefined ? {} : { authorization: `Bearer ${current.token}` } };
  }

  async refused(answer: AuthResponse, used: Credentials, tries: number): Promise<boolean> {
    // A server may mean "sign in" by a 403 where it got no token.
    const isSignInMeant = used.headers.authorization === undefined && asksForToken(answer);
    if (tries > 0 || (answer.status !== 401 && !isSignInMeant)) return false;
    const { token } = this.cached ?? {};
    const isOld = token !== undefined && used.headers.authorization !== `Bearer ${token}`;
    if (!isOld) await this.obtain(answer);
    return true;
  }

  /** The next request gets a new token. */
  forget(): void {
    this.cached = undefined;
  }

  secrets(): readonly string[] {
    return this.cached?.token === undefined ? [] : [this.cached.token];
  }

  /** Not canceled with one caller: others wait for it too. It has a limit of its own. */
  private async obtain(answer: AuthResponse | undefined): Promise<ObtainedToken> {
    this.cached = await this.flights.run("token", () => this.options.obtain(neverAborted, answer));
    return this.cached;
  }
}

const unknownParts = { accessToken: "", tokenType: "Bearer", issuer: "", clientId: "", generation: 0 } as const;
