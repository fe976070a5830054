import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError, UnauthorizedError } from "@modelcontextprotocol/client";
import type { FailureFacts } from "../../core/diagnosis/evidence";
import type { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { isObject } from "../../protocol/isObject";
import type { ProgramExit } from "../stdio/stoppedError";

/** How deep causes are looked at: a failure is wrapped a few times on its way. */
const deepest = 10;

/** The error code of a refused revision (specification 2026-07-28, versioning). */
const unsupportedVersion = -32022;

/** Errors of systems that Node has no name for: on macOS, 86 is a program for another processor. */
const unnamed: Readonly<Record<string, string>> = { "Unknown system error -86": "EBADARCH" };

/** What the causes of a failure say of it: the system's own error, the exit of a program, an HTTP status. */
export function failureFacts(error: HubError): FailureFacts {
  const facts: { -readonly [K in keyof FailureFacts]: FailureFacts[K] } = {};
  let cause: unknown = error;
  for (let depth = 0; cause !== undefined && depth < deepest; depth++) {
    if (isExit(cause)) {
      const { code, signal, variable } = cause;
      return { ...facts, exit: { code, signal }, ...(variable !== undefined && { variable }) };
    }
    if (!(cause instanceof Error)) break;
    const system = "code" in cause && typeof cause.code === "string" ? (unnamed[cause.code] ?? cause.code) : undefined;
    if (system !== undefined && !(cause instanceof SdkError) && isSystemName(system)) {
      facts.system = system;
      facts.words = safeLine(cause.message, 300);
    }
    if (cause instanceof UnauthorizedError && error.code === "needs-auth") facts.status = 401;
    if (cause instanceof SdkHttpError) facts.status = cause.status;
    else if (cause instanceof SdkError) ofSdk(cause, facts);
    else if (cause instanceof ProtocolError && cause.code === unsupportedVersion) facts.isAboutRevision = true;
    cause = cause instanceof AggregateError && cause.cause === undefined ? cause.errors[0] : cause.cause;
  }
  return facts;
}

function ofSdk({ code, data }: SdkError, facts: { -readonly [K in keyof FailureFacts]: FailureFacts[K] }): void {
  if (code === SdkErrorCode.EraNegotiationFailed) facts.isAboutRevision = true;
  if (code === SdkErrorCode.ClientHttpUnexpectedContent) facts.contentType = safeLine(String(Object(data).contentType));
}

const isExit = (cause: unknown): cause is ProgramExit => isObject(cause) && cause.kind === "exit";

/** `ECONNREFUSED`, `CERT_HAS_EXPIRED`, `HPE_INVALID_CONSTANT`; the codes of the hub are written in small letters. */
const isSystemName = (code: string): boolean => /^[A-Z][A-Z0-9_]+$/.test(code);
