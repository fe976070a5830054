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

/** The envelope of a request without a handshake; `undefined` where the body has none. */
export function envelopeOf(body: unknown): Envelope | undefined {
  const params = isObject(body) ? body.params : undefined;
  const meta = isObject(params) ? params._meta : undefined;
  if (!isObject(meta) || meta[`${metaPrefix}protocolVersion`] === undefined) return undefined;
  return {
    version: meta[`${metaPrefix}protocolVersion`],
    capabilities: meta[`${metaPrefix}clientCapabilities`],
    logLevel: meta[`${metaPrefix}logLevel`],
  };
}

/** Throws an `RpcError` where the revision is not spoken here, or where the client does not say what it can. */
export function checkEnvelope({ version, capabilities }: Envelope): void {
  if (version !== firstModernRevision)
    throw new RpcError(
      rpcCodes.unsupportedVersion,
      `The revision ${String(version).slice(0, 40)} is not supported without a handshake.`,
      { supported: supportedVersions, requested: version },
      400,
    );
  if (!isObject(capabilities))
    throw new RpcError(rpcCodes.invalidParams, `_meta has no ${metaPrefix}clientCapabilities.`, undefined, 400);
}
