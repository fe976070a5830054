import type { TokenSet } from "../../../src/core/auth/tokenSet";

export const issuer = "https://id.example.com";
export const account = { id: "1", name: "ada", issuer, server: "s" };

/** The tokens of a renewal, told apart by its number. */
export const tokens = (number: number, more: Partial<TokenSet> = {}): TokenSet => ({
  accessToken: `access-${number}`,
  refreshToken: `refresh-${number}`,
  tokenType: "Bearer",
  issuer,
  clientId: "c",
  generation: 0,
  ...more,
});
