import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { isObject } from "../../protocol/isObject";
import type { ServerRequestContext } from "./serverRequests";

/** More addresses than this for one request are no question any more. */
const maxAddresses = 5;

/**
 * Where a request failed because the server wants addresses to be visited first (error -32042, specification, URL mode elicitation), asks
 * the person to; settles when the request may be sent once more. Rejects with any other failure as it is.
 */
export async function visitRequiredUrls(
  { server, clientFeatures, patience, mask }: ServerRequestContext,
  signal: AbortSignal,
  error: unknown,
): Promise<void> {
  const wanted = clientFeatures.can.urls ? addressesIn(error) : [];
  if (wanted.length === 0) throw error;
  for (const { message, url } of wanted) {
    const ask = { server, message: mask.text(message), url, untilDone: true };
    const answer = await patience.during(() => clientFeatures.visit(ask, signal));
    if (answer !== "accept")
      throw new HubError("denied", `"${server}" wants an address visited first, and that was declined.`, {
        cause: error,
      });
  }
}

function addressesIn(error: unknown): readonly { readonly message: string; readonly url: string }[] {
  if (!(error instanceof ProtocolError) || error.code !== ProtocolErrorCode.UrlElicitationRequired) return [];
  const listed = isObject(error.data) ? error.data.elicitations : undefined;
  if (!Array.isArray(listed)) return [];
  return listed
    .slice(0, maxAddresses)
    .flatMap((one: unknown) =>
      isObject(one) && typeof one.url === "string" && typeof one.message === "string"
        ? [{ message: one.message, url: one.url }]
        : [],
    );
}
