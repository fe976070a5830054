import type { FetchLike } from "@modelcontextprotocol/client";

/**
 * Whether an authorization server refuses a registered client on sight: it must not send the browser back to an address that it does not
 * know (RFC 6749, section 4.1.2.1), so nobody would ever hear of it. Anything that is not clearly that counts as good.
 */
export async function isStaleClient(authorizationUrl: URL, fetch: FetchLike): Promise<boolean> {
  try {
    const response = await fetch(authorizationUrl, { redirect: "manual", headers: { accept: "text/html" } });
    if (response.status < 400 || response.status >= 500) return false;
    return /invalid_client|unauthorized_client|unknown client|client.{0,40}(not found|unknown|invalid)|redirect_uri/i.test(
      await response.text(),
    );
  } catch {
    return false; // the browser may reach what this process cannot
  }
}
