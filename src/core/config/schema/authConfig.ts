import * as z from "zod";

const text = (words: string) => z.string().min(1).describe(words);
const scopes = z.array(z.string().min(1).max(200)).max(100).optional();
const issuer = text(
  "The authorization server that the credential belongs to (its issuer address); no other one gets it.",
);
const allowPrivateAddresses = z
  .boolean()
  .optional()
  .describe("Let a public server name an authorization server in a private network.");

/** The members of a request that belong to the protocol, which the settings do not replace. */
const ownParameters = new Set(
  "assertion client_assertion client_assertion_type client_id client_secret code code_challenge code_challenge_method code_verifier grant_type redirect_uri refresh_token resource response_type scope state".split(
    " ",
  ),
);
const oddService = {
  omitResource: z
    .boolean()
    .optional()
    .describe('Do not send "resource" (RFC 8707), for a sign-in service that refuses it.'),
  parameters: z
    .record(
      z
        .string()
        .regex(/^[\w.-]{1,100}$/)
        .refine((name) => !ownParameters.has(name), "belongs to the protocol"),
      z.string().max(2000),
    )
    .optional()
    .describe('More parameters for the sign-in service, by name, such as "audience".'),
  tokenEndpointAuthMethod: z
    .enum(["client_secret_basic", "client_secret_post", "none"])
    .optional()
    .describe("How the client authenticates at the token endpoint; without it, as the service says.")
    .meta({
      enumDescriptions: [
        "By HTTP basic authentication.",
        "By the secret in the body of the request.",
        "Not at all, as clients without a secret do.",
      ],
    }),
};

const OAuth = z
  .strictObject({
    type: z.literal("oauth"),
    clientId: text("The client id that was registered for you; without it the hub registers itself.").optional(),
    clientSecret: text("The secret of that client, where it has one.").optional(),
    clientMetadataUrl: z
      .string()
      .regex(/^https:\/\//)
      .optional()
      .describe("The https address of a client id metadata document (CIMD)."),
    issuer: issuer.optional(),
    scopes: scopes.describe("The scopes to ask for; without it, those that the server asks for."),
    redirect: z
      .enum(["loopback", "editor"])
      .optional()
      .describe("How the browser comes back.")
      .meta({
        enumDescriptions: ["To a port of this machine.", "Through the editor's own address, as in remote windows."],
      }),
    redirectPorts: z
      .array(z.int().min(1).max(65_535))
      .min(1)
      .max(16)
      .optional()
      .describe("The ports that the client was registered with, in order; without them any free one."),
    redirectHost: z
      .enum(["127.0.0.1", "localhost"])
      .optional()
      .describe("The host that the client was registered with; 127.0.0.1 without it."),
    redirectPath: z
      .string()
      .regex(/^\/[\w.~/-]{0,200}$/)
      .optional()
      .describe("The path that the client was registered with; /callback without it."),
    refreshScope: z
      .boolean()
      .optional()
      .describe("Send the granted scopes with each renewal, for a sign-in service that wants them."),
    ...oddService,
    dpop: z.boolean().optional().describe("Bind tokens to a key of this window (DPoP), where the server accepts that."),
    allowPrivateAddresses,
  })
  .describe("Sign in with OAuth. This is the default for a server that asks for it.");

const ClientCredentials = z
  .strictObject({
    type: z.literal("client-credentials"),
    clientId: text("The client id."),
    clientSecret: text("The client's secret.").optional(),
    privateKey: text("The client's private key (PEM, PKCS #8), instead of a secret.").optional(),
    algorithm: text("How the key signs, for example ES256 or RS256.").optional(),
    issuer: issuer.optional(),
    scopes,
    ...oddService,
    allowPrivateAddresses,
  })
  .describe("OAuth without a person: client credentials, with a secret or a key.");

const Enterprise = z
  .strictObject({
    type: z.literal("enterprise"),
    clientId: text("The client id at the server's authorization server."),
    clientSecret: text("The secret of that client.").optional(),
    idpIssuer: text("Your organization's identity provider (its issuer address).").optional(),
    idpTokenEndpoint: text("The identity provider's token endpoint, instead of its issuer.").optional(),
    idpClientId: text("The client id at the identity provider."),
    idpClientSecret: text("The secret of that client.").optional(),
    idToken: text("The identity token that the identity provider gave you."),
    issuer: issuer.optional(),
    scopes,
    parameters: oddService.parameters,
    tokenEndpointAuthMethod: oddService.tokenEndpointAuthMethod,
    allowPrivateAddresses,
  })
  .describe("Access that your organization manages: an identity token becomes a grant for the server (ID-JAG).");

const Workload = z
  .strictObject({
    type: z.literal("workload"),
    clientId: text("The client id, where the authorization server wants one.").optional(),
    assertion: text("The token that the platform gave this workload (a JSON web token)."),
    issuer: issuer.optional(),
    scopes,
    ...oddService,
    allowPrivateAddresses,
  })
  .describe("Workload identity: a token of the platform is exchanged for one of the server (RFC 7523).");

const Bearer = z
  .strictObject({
    type: z.literal("bearer"),
    token: text("The token, such as a personal access token."),
    scheme: z
      .string()
      .regex(/^[\w-]{1,40}$/)
      .optional()
      .describe('The word before the token; "Bearer" without it.'),
  })
  .describe("A token that you have.");

const ApiKey = z
  .strictObject({
    type: z.literal("api-key"),
    header: z
      .string()
      .regex(/^[\w!#$%&'*+.^`|~-]+$/)
      .optional()
      .describe("The header that carries the key."),
    query: text("The name in the address's query that carries the key.").optional(),
    value: text("The key."),
  })
  .describe('A key in a header ("X-API-Key" without a name) or in the address.');

const Basic = z
  .strictObject({ type: z.literal("basic"), username: z.string(), password: z.string() })
  .describe("A user name and a password.");

const Command = z
  .strictObject({
    type: z.literal("command"),
    command: text("The program to run; its output is never logged."),
    args: z.array(z.string()).max(100).optional().describe("Arguments for the program, one per item."),
    output: z
      .enum(["token", "none"])
      .optional()
      .describe("What the program prints.")
      .meta({ enumDescriptions: ["A token, sent as a bearer token.", "Nothing of use: it only has to succeed."] }),
    check: z
      .strictObject({
        command: text("The program that says so by its exit code; its output is never logged."),
        args: z.array(z.string()).max(100).optional().describe("Arguments for the program, one per item."),
      })
      .optional()
      .describe(
        'Says first whether you are signed in: with exit code 0 the sign-in program does not run. Only with "output": "none". Example: {"command": "mwinit", "args": ["-s"]}.',
      ),
    timeoutSeconds: z.int().min(1).max(600).optional().describe("Seconds that each program may take; 60 without it."),
  })
  .refine(({ check, output }) => check === undefined || output === "none", {
    path: ["check"],
    message: 'it needs "output": "none", since a check prints no token',
  })
  .describe(
    "A program that prints a token, or signs you in. It runs when the server connects, and once after a refusal.",
  );

const Editor = z
  .strictObject({
    type: z.literal("editor"),
    provider: text('The editor\'s sign-in to use, for example "github" or "microsoft".'),
    scopes,
  })
  .describe("The editor's own sign-in.");

const None = z.strictObject({ type: z.literal("none") }).describe("No sign-in, whatever the server asks for.");

/** How requests to one server are authorized: one method and its parameters. */
export const AuthConfig = z
  .union([OAuth, ClientCredentials, Enterprise, Workload, Bearer, ApiKey, Basic, Command, Editor, None])
  .describe(
    "How to sign in. Without it: OAuth, once the server asks for it. Variables: `${env:NAME}`, `${input:NAME}`, `${secret:NAME}`.",
  );

/** Files for the TLS connection to one server. */
export const TlsConfig = z
  .strictObject({
    caFile: text("Certificates to trust besides the system's (PEM).").optional(),
    certFile: text("The client's certificate (PEM), for mutual TLS.").optional(),
    keyFile: text("The client's private key (PEM).").optional(),
    passphrase: text("The passphrase of that key.").optional(),
  })
  .describe("Files for the TLS connection: a certificate authority of your own, and a client certificate. Full paths.");

export type AuthConfig = z.infer<typeof AuthConfig>;
export type TlsConfig = z.infer<typeof TlsConfig>;
export type AuthOf<T extends AuthConfig["type"]> = Extract<AuthConfig, { type: T }>;

/** The parts of a method that are secrets. */
const secretParts: ReadonlySet<string> = new Set(
  "clientSecret privateKey idpClientSecret idToken assertion token value password passphrase".split(" "),
);

/** Whether a part of a method, or of the TLS files, is a secret. */
export const isSecretPart = (key: string): boolean => secretParts.has(key);

/** The secrets that a filled-in method or TLS part holds. */
export const secretsOf = (config: AuthConfig | TlsConfig | undefined): readonly string[] =>
  Object.entries(config ?? {}).flatMap(([key, value]) =>
    isSecretPart(key) && typeof value === "string" ? [value] : [],
  );
