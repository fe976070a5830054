import type { FetchLike } from "@modelcontextprotocol/client";
import { safeLine } from "../../../core/kernel/redact";
import { serverWords } from "../../http/serverWords";
import { needsConsentPrompt } from "../challenge";
import type { Discovery } from "../discovery";
import type { Parameters } from "../documents/answers";

export interface PageOptions {
  readonly discovery: Discovery;
  readonly config: { readonly scopes?: readonly string[] | undefined; readonly parameters?: Parameters };
  /** The person wants another account than the one that the service may remember. */
  readonly another: boolean;
}

/** Completes the address of the page that the person signs in at; the SDK has made it, with `prompt=consent` for each `offline_access`. */
export function completePage({ searchParams }: URL, { discovery, config, another }: PageOptions): void {
  if (!needsConsentPrompt(discovery, config.scopes)) searchParams.delete("prompt");
  if (another) askWho(searchParams, discovery.metadata);
  for (const [name, value] of Object.entries(config.parameters ?? {})) searchParams.set(name, value);
}

/** A service that remembers the person would not ask for the account; `prompt` makes it ask (OpenID Connect Core, section 3.1.2.1). */
function askWho(searchParams: URLSearchParams, metadata: Discovery["metadata"]): void {
  const known: unknown = metadata && Reflect.get(metadata, "prompt_values_supported");
  const choice = Array.isArray(known) && known.includes("select_account") ? "select_account" : "login";
  const others = searchParams.get("prompt")?.split(" ") ?? [];
  searchParams.set("prompt", [...new Set([choice, ...others])].join(" "));
}

/** How a service refuses to show its page. */
export interface PageRefusal {
  readonly status: number;
  /** What the page says, as one line. */
  readonly words: string;
  readonly about: "client" | "redirect" | "client-or-redirect";
}

/**
 * Whether a service refuses a client or its way back at once: it must not redirect the browser to an address that it does not know (RFC 6749,
 * section 4.1.2.1), so that the hub would never learn of it. Only a clear refusal counts.
 */
export async function pageRefusal(page: URL, fetch: FetchLike): Promise<PageRefusal | undefined> {
  try {
    const { status, body } = await shownAt(page, fetch);
    if (status < 400 || status >= 500) return undefined;
    const isClient =
      /invalid_client|unauthorized_client|unknown client|client.{0,40}(not found|unknown|invalid)/is.test(body);
    const isRedirect = /redirect[_ -]?ur[il]|callback ur[il]/i.test(body);
    if (!isClient && !isRedirect) return undefined;
    const about = isClient && isRedirect ? "client-or-redirect" : isClient ? "client" : "redirect";
    return { status, words: serverWords(body, 200) || safeLine(textOfPage(body), 200), about };
  } catch {
    return undefined; // the browser may reach what this process cannot
  }
}

async function shownAt(page: URL, fetch: FetchLike) {
  const response = await fetch(page, { redirect: "manual", headers: { accept: "text/html" } });
  return { status: response.status, body: await response.text() };
}

const textOfPage = (html: string): string =>
  html
    .replace(/<(style|script|head)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
