import { OAuthError } from "@modelcontextprotocol/client";
import { endpointProblem } from "../../../core/auth/urlChecks";
import { safeLine } from "../../../core/kernel/redact";
import { message } from "../../../protocol/message";
import { serverWords } from "../../http/serverWords";
import { objectIn, textIn } from "../documents/readMetadata";
import type { DeviceCode } from "../oauthParts";
import { serviceFailed, signInFailed } from "../signInError";

/** What a service answers to a device authorization request (RFC 8628, section 3.2). Times are in milliseconds. */
export interface IssuedCode {
  /** What the hub asks with: a secret. */
  readonly deviceCode: string;
  readonly shown: DeviceCode;
  readonly lastsMs: number;
  /** How long to wait between two requests. */
  readonly intervalMs: number;
}

/** What a service may ask for, in seconds, and what holds where it says nothing. */
const limits = { lasts: { least: 1, most: 3600, usual: 900 }, interval: { least: 1, most: 300, usual: 5 } } as const;

/** The longest code that a person can be asked to enter. */
const codeLimit = 100;

/** Reads the answer of a service. Throws an `OAuthError` where it refuses, and a `HubError` where it fails or cannot be used. */
export async function readIssuedCode(server: string, response: Response): Promise<IssuedCode> {
  const text = await response.text();
  const { status } = response;
  const json = objectIn(text) ?? {};
  const error = textIn(json, "error");
  if (!response.ok || error !== undefined) {
    if (error !== undefined) throw new OAuthError(error, textIn(json, "error_description") ?? error);
    const words = serverWords(text);
    if (status >= 500 || status === 429) throw serviceFailed(server, `HTTP ${status}`);
    throw new OAuthError(`HTTP ${status}`, words === "" ? `HTTP ${status}` : words);
  }
  const deviceCode = textIn(json, "device_code");
  const code = textIn(json, "user_code");
  const page = textIn(json, "verification_uri") ?? textIn(json, "verification_url");
  if (deviceCode === undefined || code === undefined || page === undefined || code.length > codeLimit)
    throw signInFailed(
      server,
      message("device.unreadable", "the sign-in service sent no device code that can be used"),
    );
  const problem = endpointProblem(page);
  if (problem !== undefined)
    throw signInFailed(
      server,
      message("device.badPage", "the page that its sign-in service names for the code {problem}", { problem }),
    );
  const complete = textIn(json, "verification_uri_complete");
  return {
    deviceCode,
    shown: {
      page: safeLine(page, 1000),
      code: safeLine(code, codeLimit),
      ...(complete !== undefined && endpointProblem(complete) === undefined && { complete: safeLine(complete, 1000) }),
    },
    lastsMs: within(Number(json.expires_in), limits.lasts) * 1000,
    intervalMs: within(Number(json.interval), limits.interval) * 1000,
  };
}

function within(
  value: number,
  { least, most, usual }: { readonly least: number; readonly most: number; readonly usual: number },
): number {
  return Number.isFinite(value) && value > 0 ? Math.min(most, Math.max(least, value)) : usual;
}
