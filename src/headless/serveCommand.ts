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
  readonly json: boolean;
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
} as const;

export type ServeValues = { readonly [K in keyof typeof serveOptions]?: string | undefined };

const approvals = ["never", "writes", "always"] as const;

/** The command, of what was written. Throws `bad-config` with one sentence where that is wrong. */
export function serveCommand(values: ServeValues, config: string, json: boolean): ServeCommand {
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
