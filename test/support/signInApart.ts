import type { ServerResponse } from "node:http";
import { type Behavior, startSignInServer } from "./signInServer";

/** Where an MCP server says who issues its tokens (RFC 9728, section 3.1), and where that one says how (RFC 8414, section 3). */
export const resourcePath = "/.well-known/oauth-protected-resource/mcp";
export const metadataPath = "/.well-known/oauth-authorization-server";

/** An answer that is nothing but a status. */
export const status = (code: number) => (response: ServerResponse) => void response.writeHead(code).end();

/** Starts an MCP server and its authorization server, each on an origin of its own, as is usual. `change` is the authorization server's. */
export async function startSignInApart(change: Partial<Behavior> = {}) {
  const signIn = await startSignInServer(change);
  const server = await startSignInServer({
    accepts: signIn.accepts,
    resource: { authorization_servers: [signIn.issuer] },
    answers: { [metadataPath]: status(404) },
  });
  return {
    server,
    signIn,
    /** The refresh requests that reached the authorization server. */
    refreshes: () => signIn.requestsTo("/token").filter(({ form }) => form.get("grant_type") === "refresh_token"),
    stop: async () => {
      await Promise.all([server.stop(), signIn.stop()]);
    },
  };
}

export type SignInApart = Awaited<ReturnType<typeof startSignInApart>>;
