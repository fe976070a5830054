import * as z from "zod";

/** A client as an authorization server knows it (RFC 7591). */
export const Registration = z.object({
  issuer: z.string(),
  clientId: z.string(),
  clientSecret: z.string().optional(),
  /** Milliseconds since the epoch; missing where the secret stays good. */
  secretExpiresAt: z.number().optional(),
  /** How it proves itself at the token endpoint. */
  authMethod: z.string().optional(),
  redirectUri: z.string(),
  /** What it said that it would ask for, space-separated. */
  scope: z.string().optional(),
});
export type Registration = z.infer<typeof Registration>;
