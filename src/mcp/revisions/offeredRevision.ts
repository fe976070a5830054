import { ProtocolError, SdkHttpError, SUPPORTED_PROTOCOL_VERSIONS } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { eraOf } from "../../protocol/era";

/** The revisions with a handshake, newest first. */
const withHandshake = SUPPORTED_PROTOCOL_VERSIONS.filter((revision) => eraOf(revision) === "legacy");

/** How much of a refusal is looked at, in characters. */
const textLimit = 20_000;

/**
 * The revisions to offer instead, where a server refused the handshake because of the revision: those that it names, or all older ones
 * where it names none. Empty where the refusal is about something else. `offered`: the one that it refused.
 */
export function otherRevisions(error: unknown, offered = withHandshake[0]): readonly string[] {
  if (!(error instanceof HubError)) return [];
  const text = textOf(error);
  const named = withHandshake.filter((revision) => revision !== offered && text.includes(revision));
  if (named.length > 0) return named.slice(0, 1);
  if (
    !/(?:protocol|unsupported|incompatible)[\s_-]*(?:protocol[\s_-]*)?version|version (?:is )?(?:not supported|unsupported|mismatch)/i.test(
      text,
    )
  )
    return [];
  return withHandshake.filter((revision) => revision !== offered);
}

/** The revisions in the order in which they are offered and accepted. */
export const offering = (first: string): readonly string[] => [
  first,
  ...withHandshake.filter((revision) => revision !== first),
];

/** All that a refusal says, in the hub's words and in the server's. */
function textOf({ message, cause, code }: HubError): string {
  if (cause instanceof SdkHttpError) return String(cause.data.text).slice(0, textLimit);
  if (cause instanceof ProtocolError) return `${cause.message} ${json(cause.data)}`.slice(0, textLimit);
  return code === "exited" ? message : "";
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return ""; // nested too deeply
  }
}
