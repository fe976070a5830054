import type { Options } from "../core/config/schema/settings";
import { message } from "../protocol/message";
import { wrongUsage } from "./wrongUsage";

/** `mcp-client-hub serve`: a hub for other programs. */
export interface ServeCommand {
  readonly kind: "serve";
  /** The configuration file, which is followed. */
  readonly config: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Where the token is read from, or written to; missing: a file of the hub's own. */
  readonly tokenFile: string | undefined;
  /** The profile that the token is tied to. */
  readonly profile: string | undefined;
  /** When calls must be allowed by somebody; missing: as the configuration says. */
  readonly approval: Options["approval"] | undefined;
  /** The files of the certificate chain and of its key. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Names beside `host` that clients reach it by. */
  readonly publicNames: readonly string[];
  /** The web pages that may use it. */
  readonly origins: readonly string[];
  /** The signed tokens that are accepted beside the token of the file. */
  readonly jwt: JwtCommand | undefined;
  readonly json: boolean;
}

/** Which signed tokens are accepted, as it was written. */
export interface JwtCommand {
  readonly issuer: string;
  readonly audience: string;
  /** A file with the secret, or what the environment holds of it; or a file or an address with the keys. */
  readonly keys: { readonly secretFile: string } | { readonly secret: string } | { readonly keys: string };
}

/** `mcp-client-hub stdio`: a hub for one client that only starts programs. */
export interface StdioCommand extends Pick<ServeCommand, "profile" | "approval"> {
  readonly kind: "stdio";
  /** What is run where no hub of the user runs; missing: nothing. */
  readonly config: string | undefined;
  /** The one server to offer, under its own names; missing: all together. */
  readonly server: string | undefined;
  readonly json: boolean;
}

/** The options of `serve` and `stdio` as they are written. */
export const serveOptions = {
  host: { type: "string" },
  port: { type: "string" },
  "token-file": { type: "string" },
  profile: { type: "string" },
  approval: { type: "string" },
  "tls-cert": { type: "string" },
  "tls-key": { type: "string" },
  server: { type: "string" },
  "public-name": { type: "string", multiple: true },
  origins: { type: "string" },
  "jwt-issuer": { type: "string" },
  "jwt-audience": { type: "string" },
  "jwt-secret-file": { type: "string" },
  "jwt-keys": { type: "string" },
} as const;

export type ServeValues = {
  readonly [K in Exclude<keyof typeof serveOptions, "public-name">]?: string | undefined;
} & { readonly "public-name"?: readonly string[] | undefined };

/** The variable with the secret of signed tokens: the environment of the process alone, never its arguments, which others see. */
export const jwtSecretVariable = "MCP_HUB_JWT_SECRET";

const approvals = ["never", "writes", "always"] as const;

/** The command, of what was written. Throws `bad-config` with one sentence where that is wrong. */
export function serveCommand(
  values: ServeValues,
  config: string,
  json: boolean,
  env: Readonly<Record<string, string | undefined>> = process.env,
): ServeCommand {
  const { host = "127.0.0.1", port = "0", approval, "tls-cert": cert, "tls-key": key } = values;
  const number = Number(port);
  if (!/^\d{1,5}$/.test(port) || number > 65_535)
    throw wrongUsage(message("serve.badPort", "--port must be a number from 0 to 65535; 0 takes any free port."));
  if ((cert === undefined) !== (key === undefined))
    throw wrongUsage(message("serve.halfTls", "--tls-cert and --tls-key belong together: give both, or none."));
  return {
    kind: "serve",
    config,
    host,
    port: number,
    tokenFile: values["token-file"],
    profile: values.profile,
    approval: approvalOf(approval),
    tls: cert !== undefined && key !== undefined ? { cert, key } : undefined,
    publicNames: values["public-name"] ?? [],
    origins: originsOf(values.origins),
    jwt: jwtOf(values, env),
    json,
  };
}

/** The command, of what was written. Throws as `serveCommand` does. */
export const stdioCommand = (values: ServeValues, config: string | undefined, json: boolean): StdioCommand => ({
  kind: "stdio",
  config,
  server: values.server,
  profile: values.profile,
  approval: approvalOf(values.approval),
  json,
});

function approvalOf(approval: string | undefined): Options["approval"] | undefined {
  const known = approvals.find((one) => one === approval);
  if (approval === undefined || known !== undefined) return known;
  throw wrongUsage(message("serve.badApproval", "--approval must be never, writes or always."));
}

/** An origin is written without a path (RFC 6454, section 6.2); only pages of this machine may be named. */
function originsOf(list: string | undefined): readonly string[] {
  const origins = (list ?? "").split(",").flatMap((one) => one.trim() || []);
  for (const one of origins) {
    const url = URL.canParse(one) ? new URL(one) : undefined;
    if (url?.origin !== one || !["127.0.0.1", "localhost", "[::1]"].includes(url.hostname))
      throw wrongUsage(
        message(
          "serve.badOrigin",
          '--origins takes pages of this machine, such as http://127.0.0.1:6274, and "{origin}" is not one.',
          { origin: one.slice(0, 100) },
        ),
      );
  }
  return origins;
}

function jwtOf(values: ServeValues, env: Readonly<Record<string, string | undefined>>): JwtCommand | undefined {
  const { "jwt-issuer": issuer, "jwt-audience": audience, "jwt-secret-file": secretFile, "jwt-keys": keys } = values;
  const written = [issuer, audience, secretFile, keys];
  if (written.every((one) => one === undefined)) return undefined;
  if (!issuer || !audience)
    throw wrongUsage(
      message("serve.halfJwt", "--jwt-issuer and --jwt-audience belong together: signed tokens must name both."),
    );
  const { [jwtSecretVariable]: secret } = env;
  const sources = [
    secretFile === undefined ? [] : [{ secretFile }],
    keys === undefined ? [] : [{ keys }],
    secret === undefined || secretFile !== undefined ? [] : [{ secret }],
  ].flat();
  const [only, ...others] = sources;
  if (!only || others.length > 0)
    throw wrongUsage(
      message(
        "serve.jwtKeys",
        "Signed tokens are checked with one thing: --jwt-secret-file, --jwt-keys, or the variable {variable}.",
        { variable: jwtSecretVariable },
      ),
    );
  return { issuer, audience, keys: only };
}
