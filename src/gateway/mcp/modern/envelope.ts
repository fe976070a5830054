import type { IncomingHttpHeaders } from "node:http";
import { firstModernRevision } from "../../../protocol/era";
import { isObject } from "../../../protocol/isObject";
import { RpcError, rpcCodes } from "../rpc";
import { supportedVersions } from "../versions";

export const metaPrefix = "io.modelcontextprotocol/";

/** What a request of this era says about itself, in its `_meta`. */
export interface Envelope {
  readonly version: unknown;
  readonly capabilities: unknown;
  readonly logLevel: unknown;
}

/**
 * The envelope of a request without a handshake; `undefined` where it is of another era. A body that says nothing is of the era that its
 * header names: what the envelope lacks is then refused, and a notification has none.
 */
export function envelopeOf(body: unknown, headers: IncomingHttpHeaders): Envelope | undefined {
  if (!isObject(body)) return undefined;
  const meta = isObject(body.params) ? body.params._meta : undefined;
  const said = isObject(meta) ? meta : {};
  const version = said[`${metaPrefix}protocolVersion`];
  const isNamed = headers["mcp-protocol-version"] === firstModernRevision && body.method !== "initialize";
  if (version === undefined && !isNamed) return undefined;
  return {
    version,
    capabilities: said[`${metaPrefix}clientCapabilities`],
    logLevel: said[`${metaPrefix}logLevel`],
  };
}

/** Throws an `RpcError` where the revision is missing or not spoken here, or where the client does not say what it can. */
export function checkEnvelope({ version, capabilities }: Envelope): void {
  if (version === undefined) throw missing("protocolVersion");
  if (version !== firstModernRevision)
    throw new RpcError(
      rpcCodes.unsupportedVersion,
      `The revision ${String(version).slice(0, 40)} is not supported without a handshake.`,
      { supported: supportedVersions, requested: version },
      400,
    );
  if (!isObject(capabilities)) throw missing("clientCapabilities");
}

const missing = (member: string) =>
  new RpcError(
    rpcCodes.invalidParams,
    `The params have no _meta with ${metaPrefix}${member}, which revision ${firstModernRevision} asks for.`,
    undefined,
    400,
  );
