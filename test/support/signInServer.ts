import { createPublicKey, randomUUID, verify } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { deviceEndpoint, deviceGrant } from "./deviceEndpoint";

/** What one server does that is an MCP server and its authorization server at once; every part may be changed while it runs. */
export interface Behavior {
  /** What the consent page does: sends back, or shows nothing that leads back. */
  consent: "allow" | "deny" | "silent" | "wrong-state" | "wrong-issuer" | "no-issuer";
  /** Seconds that access tokens last. */
  lifetime: number;
  /** Answers of the token endpoint in the place of its own, one after the other. */
  tokenFailures: { readonly status: number; readonly body: unknown }[];
  /** Milliseconds that the token endpoint takes. */
  tokenDelayMs: number;
  /** Changes of the authorization server's metadata; `undefined` takes a key away. */
  metadata: Record<string, unknown>;
  /** Changes of the server's own metadata (RFC 9728). */
  resource: Record<string, unknown>;
  /** The issuer that its answers name; its own unless given. */
  iss: string | undefined;
  /** Changes of what it answers to a registration, and to a token request. */
  registered: Record<string, unknown>;
  granted: Record<string, unknown>;
  /** The clients that it knows beforehand, each with the addresses that it may come back to. */
  known: Record<string, readonly string[]>;
  /** Changes of the refusal of a request without a token: its status, and its challenges, one header each. */
  refusal: { readonly status?: number; readonly challenges?: readonly string[]; readonly body?: unknown };
  /** The whole answer for a path, instead of the usual one. */
  answers: Record<string, (response: ServerResponse) => void>;
  /** The scope that the tool `admin` needs. */
  adminScope: string;
  /** Who signs in, as the identity token says; none where it is missing. */
  person: string | undefined;
  /** Knows the tokens of requests; the server itself, unless another one issues them. */
  accepts: Accepts | undefined;
  /** The secret that clients get which register; none where it is missing. */
  clientSecret: string | undefined;
}

/** What a token is good for, as the proof of possession that came with it lets it be used; `undefined` for nothing. */
type Accepts = (presented: string, dpop: string | undefined) => Token | undefined;

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly body: string;
  readonly authorization: string | undefined;
  /** The proof of a DPoP request (RFC 9449), as it came. */
  readonly dpop: string | undefined;
}

interface Token {
  readonly family: string;
  readonly scope: string;
  readonly endsAt: number;
  /** The key that it is bound to, as the proof at the token endpoint named it; none for a bearer token. */
  readonly key: string | undefined;
}

/** Starts it on a port of this machine. Refresh tokens rotate, and one that is used twice ends its whole family (RFC 9700, 4.14). */
export async function startSignInServer(change: Partial<Behavior> = {}) {
  const behavior: Behavior = {
    consent: "allow",
    lifetime: 3600,
    tokenFailures: [],
    tokenDelayMs: 0,
    metadata: {},
    resource: {},
    iss: undefined,
    registered: {},
    granted: {},
    known: {},
    refusal: {},
    answers: {},
    adminScope: "admin",
    person: undefined,
    accepts: undefined,
    clientSecret: undefined,
    ...change,
  };
  const seen: SeenRequest[] = [];
  /** Each client with the addresses that it may come back to; any where it has named none. */
  const clients = new Map<string, readonly string[] | undefined>();
  const codes = new Map<string, { readonly scope: string; readonly clientId: string }>();
  const access = new Map<string, Token>();
  const refresh = new Map<string, { readonly token: Token; used: boolean; readonly clientId: string }>();
  const ended = new Set<string>();
  const issued: string[] = [];
  let now = () => Date.now();
  let issuer = "";
  const device = deviceEndpoint(() => issuer);

  const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
  const oauthError = (response: ServerResponse, error: string, status = 400) => json(response, status, { error });

  const issue = (response: ServerResponse, family: string, scope: string, clientId: string, key?: string) => {
    const accessToken = `access-${randomUUID()}`;
    const refreshToken = `refresh-${randomUUID()}`;
    const token = { family, scope, endsAt: now() + behavior.lifetime * 1000, key };
    access.set(accessToken, token);
    refresh.set(refreshToken, { token, used: false, clientId });
    issued.push(accessToken, refreshToken);
    const claims = Buffer.from(JSON.stringify({ email: behavior.person })).toString("base64url");
    json(response, 200, {
      access_token: accessToken,
      token_type: key === undefined ? "Bearer" : "DPoP",
      expires_in: behavior.lifetime,
      refresh_token: refreshToken,
      scope,
      ...(behavior.person !== undefined && { id_token: `e30.${claims}.e30` }),
      ...behavior.granted,
    });
  };

  const authorize = (query: URLSearchParams, response: ServerResponse) => {
    const { consent } = behavior;
    const clientId = query.get("client_id") ?? "";
    const known = behavior.known[clientId] ?? clients.get(clientId);
    if (!known && !clients.has(clientId)) {
      response.writeHead(400, { "content-type": "text/html" }).end("<h1>invalid_client</h1>");
      return;
    }
    if (known?.includes(query.get("redirect_uri") ?? "") === false) {
      response.writeHead(400, { "content-type": "text/html" }).end("<h1>This redirect_uri is not registered</h1>");
      return;
    }
    if (consent === "silent") {
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in</h1>");
      return;
    }
    const back = new URL(query.get("redirect_uri") ?? "");
    back.searchParams.set("state", consent === "wrong-state" ? "another" : (query.get("state") ?? ""));
    if (consent !== "no-issuer")
      back.searchParams.set("iss", consent === "wrong-issuer" ? "https://evil.example" : (behavior.iss ?? issuer));
    if (consent === "deny") back.searchParams.set("error", "access_denied");
    else {
      const code = `code-${randomUUID()}`;
      codes.set(code, { scope: query.get("scope") ?? "", clientId });
      issued.push(code);
      back.searchParams.set("code", code);
    }
    response.writeHead(302, { location: back.href }).end();
  };

  const token = async ({ form, dpop, authorization }: SeenRequest, response: ServerResponse) => {
    const key = provenKey(dpop);
    if (behavior.tokenDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, behavior.tokenDelayMs));
    const failure = behavior.tokenFailures.shift();
    if (failure) return json(response, failure.status, failure.body);
    const basic = authorization?.startsWith("Basic ") ? atob(authorization.slice(6)).split(":")[0] : undefined;
    const clientId = basic ?? form.get("client_id") ?? "";
    if (!clients.has(clientId) && !behavior.known[clientId]) return oauthError(response, "invalid_client", 401);
    if (form.get("grant_type") === "authorization_code") {
      const code = codes.get(form.get("code") ?? "");
      codes.delete(form.get("code") ?? "");
      if (!code || !form.get("code_verifier")) return oauthError(response, "invalid_grant");
      return issue(response, randomUUID(), code.scope, clientId, key);
    }
    if (form.get("grant_type") === deviceGrant) {
      const redeemed = device.redeem(form, clientId);
      if (typeof redeemed === "string") return oauthError(response, redeemed);
      return issue(response, randomUUID(), redeemed.scope, clientId, key);
    }
    const known = refresh.get(form.get("refresh_token") ?? "");
    if (known && known.token.key !== key) return oauthError(response, "invalid_grant");
    if (!known || ended.has(known.token.family)) return oauthError(response, "invalid_grant");
    if (known.used) {
      ended.add(known.token.family); // a stolen token, for all that this server knows
      return oauthError(response, "invalid_grant");
    }
    known.used = true;
    return issue(response, known.token.family, known.token.scope, clientId, key);
  };

  const accepts: Accepts = (presented, dpop) => {
    const token = access.get(presented);
    return token && token.key === provenKey(dpop) && token.endsAt > now() && !ended.has(token.family)
      ? token
      : undefined;
  };

  const mcp = (request: SeenRequest, response: ServerResponse) => {
    const presented = request.authorization?.replace(/^(Bearer|DPoP) /, "") ?? "";
    const held = (behavior.accepts ?? accepts)(presented, request.dpop);
    const challenge = `Bearer resource_metadata="${issuer}/.well-known/oauth-protected-resource/mcp"`;
    if (!held) {
      const { status = 401, challenges, body = { error: "invalid_token" } } = behavior.refusal;
      if (presented === "" && (challenges || behavior.refusal.status !== undefined)) {
        response.setHeader("www-authenticate", challenges ?? challenge);
        return json(response, status, body);
      }
      const error = presented === "" ? "" : ', error="invalid_token"';
      return json(response, 401, { error: "invalid_token" }, { "www-authenticate": `${challenge}${error}` });
    }
    if (request.method !== "POST") return json(response, 405, {});
    const message = JSON.parse(request.body);
    if (message.id === undefined) return response.writeHead(202).end();
    const needs = message.method === "tools/call" && message.params.name === "admin" ? behavior.adminScope : "";
    if (needs && !held.scope.split(" ").includes(needs))
      return json(
        response,
        403,
        { error: "insufficient_scope" },
        {
          "www-authenticate": `${challenge}, error="insufficient_scope", scope="${needs}"`,
        },
      );
    return json(response, 200, { jsonrpc: "2.0", id: message.id, ...answerTo(message, presented) });
  };

  const server = createServer(async (incoming, response) => {
    const request = await read(incoming, issuer);
    const { path } = request;
    seen.push(request);
    const own = behavior.answers[path];
    if (own) return own(response);
    if (path === "/mcp") return mcp(request, response);
    if (path === "/.well-known/oauth-protected-resource/mcp")
      return json(response, 200, {
        resource: `${issuer}/mcp`,
        authorization_servers: [issuer],
        scopes_supported: ["read"],
        ...behavior.resource,
      });
    if (path === "/.well-known/oauth-authorization-server")
      return json(response, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        registration_endpoint: `${issuer}/register`,
        revocation_endpoint: `${issuer}/revoke`,
        device_authorization_endpoint: `${issuer}/device_authorization`,
        response_types_supported: ["code"],
        code_challenge_methods_supported: ["S256"],
        token_endpoint_auth_methods_supported: ["none"],
        authorization_response_iss_parameter_supported: true,
        ...behavior.metadata,
      });
    if (path === "/register") {
      const clientId = `client-${randomUUID()}`;
      const asked = JSON.parse(request.body);
      clients.set(clientId, asked.redirect_uris);
      const secret = behavior.clientSecret === undefined ? {} : { client_secret: behavior.clientSecret };
      return json(response, 201, { ...asked, client_id: clientId, ...secret, ...behavior.registered });
    }
    if (path === "/authorize") return authorize(request.query, response);
    if (path === "/device_authorization") {
      const clientId = request.form.get("client_id") ?? "";
      if (!clients.has(clientId) && !behavior.known[clientId]) return oauthError(response, "invalid_client", 401);
      const answer = device.issue(request.form, clientId);
      issued.push(answer.device_code);
      return json(response, 200, answer);
    }
    if (path === "/token") return token(request, response);
    if (path === "/revoke") {
      const held = refresh.get(request.form.get("token") ?? "")?.token;
      if (held) ended.add(held.family);
      return response.writeHead(200).end();
    }
    return json(response, 404, {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;

  return {
    url: `${issuer}/mcp`,
    issuer,
    behavior,
    device,
    seen,
    accepts,
    /** Everything secret that it gave out. */
    issued,
    requestsTo: (path: string) => seen.filter((request) => request.path === path),
    /** Every access token ends now. */
    expire: () => access.clear(),
    /** Everyone is signed out, as an administrator does it. */
    endAll: () => {
      for (const { token } of refresh.values()) ended.add(token.family);
    },
    /** The clients that have registered are known no more. */
    forgetClients: () => clients.clear(),
    /** They are known, but may be sent back to none of the addresses that they registered. */
    forgetRedirects: () => {
      for (const client of clients.keys()) clients.set(client, []);
    },
    /** Another clock than this machine's. */
    setClock: (clock: () => number) => {
      now = clock;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type SignInServer = Awaited<ReturnType<typeof startSignInServer>>;

function answerTo({ method, params }: { method: string; params?: Record<string, unknown> }, presented: string) {
  switch (method) {
    case "initialize":
      return {
        result: {
          protocolVersion: "2025-06-18",
          capabilities: { tools: {} },
          serverInfo: { name: "signIn", version: "1" },
        },
      };
    case "tools/list":
      return { result: { tools: ["who", "admin", "leak"].map((name) => ({ name, inputSchema: { type: "object" } })) } };
    case "tools/call":
      // `leak` says what it was sent, as careless servers do.
      return {
        result: { content: [{ type: "text", text: params?.name === "leak" ? `you sent ${presented}` : "done" }] },
      };
    default:
      return { error: { code: -32601, message: `Method not found: ${method}` } };
  }
}

/** The key of a proof whose signature is good (RFC 9449, section 4.3); `undefined` without a proof. */
function provenKey(proof: string | undefined): string | undefined {
  const [head = "", body = "", signature = ""] = proof?.split(".") ?? [];
  if (!proof) return undefined;
  const { jwk } = JSON.parse(Buffer.from(head, "base64url").toString("utf8"));
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const signed = Buffer.from(`${head}.${body}`);
  const isGood = verify("sha256", signed, { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
  return isGood ? `${jwk.x}.${jwk.y}` : "(forged)";
}

async function read(incoming: IncomingMessage, issuer: string): Promise<SeenRequest> {
  let body = "";
  for await (const chunk of incoming.setEncoding("utf8")) body += chunk;
  const url = new URL(incoming.url ?? "/", issuer || "http://127.0.0.1");
  return {
    method: incoming.method ?? "",
    path: url.pathname,
    query: url.searchParams,
    form: new URLSearchParams(body),
    body,
    authorization: incoming.headers.authorization,
    dpop: [incoming.headers.dpop].flat()[0],
  };
}

/** A browser that clicks on whatever the page leads to: it follows where it is sent. Resolves with the last page's text. */
export const clickThrough = async (url: string): Promise<string> => (await fetch(url)).text();
