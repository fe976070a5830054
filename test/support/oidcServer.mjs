// node oidcServer.mjs: an MCP server that oidc-provider guards (both by others), each on a port of this machine. It prints
// `{ url, issuer }` as one line, and reads commands, one on a line: `revoke` ends every grant, `expire` every access token.
//
// The pages of the sign-in are oidc-provider's own: a login that takes any name, and a consent page.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { Provider } from "oidc-provider";

const lifetime = Number(process.argv[2] ?? 3600);
let epoch = 0;
/** In which epoch an access token was first seen, by its id. @type {Map<string, number>} */
const firstSeen = new Map();
/** @type {Set<string>} */
const grants = new Set();

/**
 * @param {import("node:http").Server} server
 * @returns {Promise<number>} the port
 */
const listen = (server) =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });

const resource = createServer();
const url = `http://127.0.0.1:${await listen(resource)}/mcp`;
const front = createServer();
const issuer = `http://127.0.0.1:${await listen(front)}`;

const provider = new Provider(issuer, {
  scopes: ["openid", "offline_access", "email", "read", "admin"],
  claims: { openid: ["sub"], email: ["email"] },
  clientDefaults: { token_endpoint_auth_method: "none", id_token_signed_response_alg: "RS256" },
  cookies: { keys: [randomBytes(16).toString("hex")] },
  conformIdTokenClaims: false,
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@example.com` }) }),
  rotateRefreshToken: true,
  issueRefreshToken: async (_, client) => client.grantTypeAllowed("refresh_token"),
  ttl: { AccessToken: lifetime, RefreshToken: 86_400, Grant: 86_400, Session: 86_400, Interaction: 600, IdToken: 3600 },
  features: {
    devInteractions: { enabled: true },
    registration: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => url,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: "read admin", accessTokenFormat: "opaque", accessTokenTTL: lifetime }),
    },
  },
});
front.on("request", provider.callback());

resource.on("request", async (request, response) => {
  const { pathname } = new URL(request.url ?? "/", url);
  if (pathname === "/.well-known/oauth-protected-resource/mcp") {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ resource: url, authorization_servers: [issuer], scopes_supported: ["openid", "email", "read"] }),
    );
    return;
  }
  const challenge = `Bearer resource_metadata="${new URL("/.well-known/oauth-protected-resource/mcp", url)}"`;
  const presented = request.headers.authorization?.replace(/^Bearer /, "");
  const token = presented && (await provider.AccessToken.find(presented));
  if (token) {
    grants.add(token.grantId);
    if (!firstSeen.has(token.jti)) firstSeen.set(token.jti, epoch);
  }
  if (!token || firstSeen.get(token.jti) !== epoch) {
    response.writeHead(401, { "www-authenticate": challenge }).end();
    return;
  }
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  const message = body ? JSON.parse(body) : undefined;
  if (message?.params?.name === "admin" && !token.scope.split(" ").includes("admin")) {
    response.writeHead(403, { "www-authenticate": `${challenge}, error="insufficient_scope", scope="admin"` }).end();
    return;
  }
  const server = new Server({ name: "guarded", version: "1" }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: ["whoami", "admin"].map((name) => ({
      name,
      inputSchema: { type: "object" },
      annotations: { readOnlyHint: true },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, () => ({
    content: [{ type: "text", text: `You are ${token.accountId}.` }],
  }));
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  await transport.handleRequest(request, response, message);
});

for await (const line of announced()) {
  if (line === "expire") epoch++;
  if (line === "revoke")
    for (const grant of grants) {
      await provider.AccessToken.revokeByGrantId(grant);
      await provider.RefreshToken.revokeByGrantId(grant);
    }
  process.stdout.write(`${line} done\n`);
}
process.exit();

function announced() {
  process.stdout.write(`${JSON.stringify({ url, issuer })}\n`);
  return createInterface(process.stdin);
}
