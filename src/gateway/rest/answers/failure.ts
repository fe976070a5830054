import type { OutgoingHttpHeaders } from "node:http";
import { adviceFor } from "../../../core/kernel/errorTable";
import type { HubError } from "../../../core/kernel/hubError";
import { message } from "../../../protocol/message";
import type { Refusal } from "../../access/gatewayClient";
import { problemCode } from "../../http/problem";
import type { Answer } from "./answer";
import { type ApiCode, type ApiTraits, apiErrors, apiTypes } from "./apiCode";
import { type ServerSaid, saidNothing, serverSaid } from "./serverSaid";

/** What a request is about, as far as that is known. */
export interface About {
  readonly server: string | null;
  readonly tool: string | null;
  /** `request_id` of the body where it has one, otherwise the request's `X-Request-ID`. */
  readonly request: string;
}

/** What else is said of a failure. */
export interface FailureFacts {
  /** For programs; what it holds depends on the code. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly said?: ServerSaid;
  readonly undone?: true | undefined;
  readonly headers?: OutgoingHttpHeaders;
}

/** A failure in the form that all of them have. `text` names what happened and the way out. */
export function failure(code: ApiCode, status: number, text: string, about: About, facts: FailureFacts = {}): Answer {
  const { details, retryAfterMs, said = saidNothing, undone, headers } = facts;
  const seconds = retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(retryAfterMs / 1000));
  const body = {
    status: "error",
    server_id: about.server,
    tool_name: about.tool,
    original_request_id: about.request,
    error: {
      type: apiTypes[code],
      code,
      message: text,
      details:
        details || seconds !== undefined ? { ...details, ...(seconds && { retry_after_seconds: seconds }) } : null,
      mcp_server_status_code: said.status,
      mcp_server_error_details: said.details,
    },
  };
  return {
    status,
    json: JSON.stringify(body),
    headers: { ...headers, ...(seconds !== undefined && { "retry-after": String(seconds) }) },
    ...(undone && { undone }),
  };
}

/** A person has to allow it, and nobody can be asked: the message names the setting. */
const unasked: ApiTraits = { code: "APPROVAL_REQUIRED", status: 403, mayHaveRun: false };

/** A failure of the hub. `text`: in place of its own message, which may name what this client may not see. */
export function hubFailure(
  error: HubError,
  about: About,
  { text, details, said }: { text?: string; details?: object; said?: ServerSaid } = {},
): Answer {
  const { code, status, mayHaveRun } = error.unasked ? unasked : apiErrors[error.code];
  const isDefect = error.code === "internal";
  return failure(code, status, text ?? (isDefect ? defectText(about) : adviceFor(error)), about, {
    details: { reason: error.code, ...details },
    retryAfterMs: error.retryAfterMs,
    ...(!isDefect && { said: said ?? serverSaid(error) }),
    ...((!mayHaveRun || error.sent === "no") && { undone: true }),
  });
}

/** Why a client may not go on. */
export function refusal({ status, message: text, retryAfterSeconds }: Refusal, about: About): Answer {
  const retryAfterMs = retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1000;
  return failure(problemCode(status), status, text, about, { retryAfterMs, undone: true });
}

/** A request that cannot be read, or not as it is: its fields with what is wrong with each. */
export const invalid = (text: string, about: About, fields: readonly FieldProblem[] = [], status = 400): Answer =>
  failure("VALIDATION_ERROR", status, text, about, { ...(fields.length > 0 && { details: { fields } }), undone: true });

/** What is wrong with one field of a request. */
export interface FieldProblem {
  /** From the top of the body, such as `requests[2].tool_name`; a header by its name. */
  readonly path: string;
  readonly message: string;
}

const defectText = ({ request }: About): string =>
  message(
    "rest.defect",
    "The hub failed, which is a defect of it. Do not repeat the request; look for {request} in the log of MCP Hub, and report it.",
    { request },
  );
