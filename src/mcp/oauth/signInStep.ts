/** Where a sign-in stands, by the names of the Sign-in Doctor's steps. */
export type SignInStep = "Metadata" | "Registration" | "Authorization" | "Token";

/** How a sign-in failed. Holds no secret. */
export interface SignInFailure {
  readonly step: SignInStep;
  /** What happened; whole sentences. */
  readonly text: string;
}
