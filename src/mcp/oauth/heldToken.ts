import type { Authorization, AuthResponse, Credentials } from "../../core/auth/authorization";
import { isExpiring } from "../../core/auth/tokenSet";
import { neverAborted } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";
import { SingleFlight } from "../../core/kernel/singleFlight";

/** A token that the hub can get without the person. */
export interface Obtained {
  /** Missing where success alone is what counts. */
  readonly token?: string | undefined;
  /** Milliseconds since the epoch; missing where nobody said. */
  readonly expiresAt?: number | undefined;
  readonly lifetimeMs?: number | undefined;
}

export interface HeldTokenOptions {
  readonly clock: Clock;
  /** Gets a token; `answer`: the refusal that made it necessary. Rejects with a `HubError`. */
  readonly obtain: (signal: AbortSignal, answer: AuthResponse | undefined) => Promise<Obtained>;
  /** Whether it is gotten before the first request, or only once the server asks. */
  readonly when: "first" | "asked";
}

/** Requests with a token that is gotten once, kept in memory, and gotten anew when it ends or is refused: once per refusal, for all calls. */
export class HeldToken implements Authorization {
  private readonly flights = new SingleFlight<Obtained>();
  private held: Obtained | undefined;

  constructor(private readonly options: HeldTokenOptions) {}

  async credentials(): Promise<Credentials> {
    const { clock, when } = this.options;
    const { held } = this;
    const isOver = held?.expiresAt !== undefined && isExpiring({ ...unknownParts, ...held }, clock.now());
    const current = isOver || (!held && when === "first") ? await this.obtain(undefined) : held;
    return { headers: current?.token === undefined ? {} : { authorization: `Bearer ${current.token}` } };
  }

  async refused(answer: AuthResponse, used: Credentials, tries: number): Promise<boolean> {
    if (answer.status !== 401 || tries > 0) return false;
    const { token } = this.held ?? {};
    const isOld = token !== undefined && used.headers.authorization !== `Bearer ${token}`;
    if (!isOld) await this.obtain(answer);
    return true;
  }

  /** The next request gets a new one. */
  forget(): void {
    this.held = undefined;
  }

  secrets(): readonly string[] {
    return this.held?.token === undefined ? [] : [this.held.token];
  }

  /** Not given up with one caller: the others wait for it too. It has a limit of its own. */
  private async obtain(answer: AuthResponse | undefined): Promise<Obtained> {
    this.held = await this.flights.run("token", () => this.options.obtain(neverAborted, answer));
    return this.held;
  }
}

const unknownParts = { accessToken: "", tokenType: "Bearer", issuer: "", clientId: "", generation: 0 } as const;
