// The scenarios that fail, and why. Exact in both directions: one that begins to pass must leave this list.

/** By why; a name alone stands for all revisions, `name 2025-11-25` for one. @type {Readonly<Record<string, readonly string[]>>} */
const failing = {
  "the hub answers no elicitation yet": ["elicitation-sep1034-client-defaults", "sep-2322-client-request-state"],
  "the hub knows no skills yet": [
    "sep-2640-client-no-prefetch",
    "sep-2640-client-verify-digest",
    "sep-2640-client-verify-size",
    "sep-2640-client-verify-frontmatter",
  ],
  "the hub does not sign in yet": [
    "auth/metadata-default",
    "auth/metadata-var1",
    "auth/metadata-var2",
    "auth/metadata-var3",
    "auth/basic-cimd",
    "auth/scope-from-www-authenticate",
    "auth/scope-from-scopes-supported",
    "auth/scope-omitted-when-undefined",
    "auth/scope-step-up",
    "auth/scope-retry-limit",
    "auth/token-endpoint-auth-basic",
    "auth/token-endpoint-auth-post",
    "auth/token-endpoint-auth-none",
    "auth/pre-registration",
    "auth/resource-mismatch",
    "auth/offline-access-scope",
    "auth/offline-access-not-supported",
    "auth/authorization-server-migration",
    "auth/iss-supported",
    "auth/iss-not-advertised",
    "auth/iss-supported-missing",
    "auth/iss-wrong-issuer",
    "auth/iss-unexpected",
    "auth/iss-normalized",
    "auth/metadata-issuer-mismatch",
    "auth/client-credentials-jwt",
    "auth/client-credentials-basic",
    "auth/enterprise-managed-authorization",
    "auth/dpop",
    "auth/dpop-nonce",
    "auth/wif-jwt-bearer",
    "auth/2025-03-26-oauth-metadata-backcompat",
    "auth/2025-03-26-oauth-endpoint-fallback",
  ],
};

/**
 * Why a scenario is expected to fail; `undefined` where it must pass.
 *
 * @param {import("./scenarios.mjs").Scenario} scenario
 * @returns {string | undefined}
 */
export function expectedToFail({ name, revision }) {
  const isMeant = (/** @type {string} */ entry) => entry === name || entry === `${name} ${revision}`;
  return Object.entries(failing).find(([, names]) => names.some(isMeant))?.[0];
}
