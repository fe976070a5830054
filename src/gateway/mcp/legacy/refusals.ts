import { safeLine } from "../../../core/kernel/redact";
import { firstModernRevision } from "../../../protocol/era";
import { message } from "../../../protocol/message";
import type { Exchange } from "../../http/exchange";
import { RpcError, rpcCodes } from "../rpc";
import { legacyVersions } from "../versions";

/** 404 tells a client to begin a new session; 400 that it named none (specification, transports, session management). */
export const noSession = (status: 400 | 404 = 400) =>
  new RpcError(
    rpcCodes.invalidRequest,
    status === 404
      ? message("gateway.noSession", "This session has ended. Send initialize to begin a new one.")
      : message("gateway.needsSession", "This needs a session. Send initialize, then name it in Mcp-Session-Id."),
    undefined,
    status,
  );

/** Throws an `RpcError` where a request names a revision that it cannot have. */
export function checkRevision({ request: { headers, method } }: Exchange): void {
  const version = headers["mcp-protocol-version"];
  if (version === undefined || legacyVersions.some((known) => known === version)) return;
  if (version === firstModernRevision && method !== "POST")
    throw new RpcError(
      rpcCodes.invalidRequest,
      `Revision ${firstModernRevision} has only POST. To hear of changes, send subscriptions/listen.`,
      undefined,
      405,
    );
  throw new RpcError(
    rpcCodes.invalidRequest,
    `MCP-Protocol-Version ${safeLine(String(version), 40)} is not supported here. Supported: ${legacyVersions.join(", ")}.`,
    undefined,
    400,
  );
}
