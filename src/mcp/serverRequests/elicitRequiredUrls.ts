import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { relayed, type ServerRequestContext } from "./serverRequests";

/** The most URLs that one request may require. */
const maxUrls = 5;

/**
 * Where a request failed because the server requires the person to open URLs first (error -32042, specification, URL mode elicitation),
 * asks the client whose request it was, or the person here. Settles when the request may be sent once more; rejects with any other failure as it is.
 */
export async function elicitRequiredUrls(
  context: ServerRequestContext,
  signal: AbortSignal,
  error: unknown,
): Promise<void> {
  const { server, clientFeatures, keepAlive, mask } = context;
  const required = clientFeatures.can.urls ? urlsIn(error) : [];
  if (required.length === 0) throw error;
  for (const { message: text, url, elicitationId } of required) {
    const ask = { server, message: mask.text(text), url, untilDone: true };
    const params = { mode: "url", message: ask.message, url, ...(elicitationId !== undefined && { elicitationId }) };
    const { action } = await keepAlive.during(() =>
      relayed(context, { method: "elicitation/create", params }, signal, async () => ({
        action: await clientFeatures.visit(ask, signal),
      })),
    );
    if (action !== "accept")
      throw new HubError(
        "denied",
        message("questions.urlDeclined", '"{server}" requires you to open an address first, and you declined.', {
          server,
        }),
        {
          cause: error,
        },
      );
  }
}

interface RequiredUrl {
  readonly message: string;
  readonly url: string;
  readonly elicitationId?: string;
}

function urlsIn(error: unknown): readonly RequiredUrl[] {
  if (!(error instanceof ProtocolError) || error.code !== ProtocolErrorCode.UrlElicitationRequired) return [];
  const listed = isObject(error.data) ? error.data.elicitations : undefined;
  if (!Array.isArray(listed)) return [];
  return listed.slice(0, maxUrls).flatMap((one: unknown) =>
    isObject(one) && typeof one.url === "string" && typeof one.message === "string"
      ? [
          {
            message: one.message,
            url: one.url,
            ...(typeof one.elicitationId === "string" && { elicitationId: one.elicitationId }),
          },
        ]
      : [],
  );
}
