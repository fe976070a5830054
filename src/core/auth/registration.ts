import * as z from "zod";

/** A client as an authorization server knows it (RFC 7591). */
export const Registration = z.object({
  issuer: z.string(),
  clientId: z.string(),
  clientSecret: z.string().optional(),
  /** Milliseconds since the epoch; missing if the secret does not expire. */
  secretExpiresAt: z.number().optional(),
  /** How the client authenticates at the token endpoint. */
  authMethod: z.string().optional(),
  redirectUri: z.string(),
  /** The scopes that it registered for, separated by spaces. */
  scope: z.string().optional(),
});
export type Registration = z.infer<typeof Registration>;
