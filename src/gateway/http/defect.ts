import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";

/** A defect as it is reported: with the id of the request, under which its client is told to look for it in the log. */
export const defectIn = (requestId: string, error: unknown): HubError =>
  new HubError(
    "internal",
    message("gateway.defectIn", "The request {id} met a defect of the hub: {reason}", {
      id: requestId,
      reason: error instanceof Error ? error.message : String(error),
    }),
    { cause: error instanceof HubError && error.cause !== undefined ? error.cause : error },
  );
