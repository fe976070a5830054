import { type FetchLike, LATEST_PROTOCOL_VERSION } from "@modelcontextprotocol/client";
import { HubError } from "../../../core/kernel/hubError";
import { message } from "../../../protocol/message";
import { displayedAddress } from "../../http/client/displayedAddress";
import { metadataUnavailable } from "../signInError";
import { objectIn, type Read } from "./readMetadata";

export interface DocumentSearch<T> {
  readonly server: string;
  /** The addresses at which the document may lie, in order. */
  readonly places: readonly URL[];
  readonly read: (json: Readonly<Record<string, unknown>>) => Read<T>;
  /** Checks each address, and each redirect within a host (`guardedFetch`). */
  readonly fetch: FetchLike;
}

/** The document at the first place that has one that can be read. */
export interface DocumentFound<T> {
  readonly document: T | undefined;
  /** Why what lies at one of the places cannot be used: the end of a sentence, without a full stop. */
  readonly problem?: string | undefined;
  /** A place that could not be asked before the document was found: it may have another one. */
  readonly unavailable?: HubError | undefined;
}

const maxRedirects = 5;

/**
 * Looks for a document. A place that has none, has something else, or does not answer is passed over. Rejects with a `HubError`: at once
 * for an address that must not be asked, and at the end where none was found and a place could not be asked for now (`transport`, `timeout`).
 */
export async function findDocument<T>(search: DocumentSearch<T>): Promise<DocumentFound<T>> {
  let problem: string | undefined;
  let unavailable: HubError | undefined;
  for (const place of search.places) {
    const looked = await look(search, place);
    if ("document" in looked) return { document: looked.document, problem, unavailable };
    problem ??= looked.problem;
    unavailable ??= looked.unavailable;
  }
  if (unavailable) throw unavailable;
  return { document: undefined, problem };
}

type Looked<T> = { readonly document: T } | { readonly problem?: string; readonly unavailable?: HubError };

async function look<T>({ server, read, fetch }: DocumentSearch<T>, place: URL): Promise<Looked<T>> {
  const address = displayedAddress(place);
  try {
    const response = await followed(fetch, place);
    if (response.status >= 500 || response.status === 429)
      return { unavailable: metadataUnavailable(server, place, response.status) };
    if (!response.ok) return {};
    const body = await response.text();
    const json = objectIn(body);
    if (!json) return { problem: unreadable(address, body) };
    const found = read(json);
    if (!("lacks" in found)) return found;
    return { problem: message("signIn.documentLacks", '{address} lacks "{member}"', { address, member: found.lacks }) };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    if (error.code === "protocol") return { problem: error.message };
    // No answer: another place may give one.
    if (error.code === "transport" || error.code === "timeout") return { unavailable: error };
    throw error;
  }
}

/** A response after the redirects within its origin. */
async function followed(fetch: FetchLike, place: URL): Promise<Response> {
  const headers = { "mcp-protocol-version": LATEST_PROTOCOL_VERSION, accept: "application/json" };
  let at = place;
  for (let times = 0; ; times++) {
    const response = await fetch(at, { headers });
    const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (location === null || times >= maxRedirects || !URL.canParse(location, at.href)) return response;
    const to = new URL(location, at);
    if (to.origin !== at.origin) return response;
    at = to;
  }
}

const unreadable = (address: string, body: string): string =>
  /^\s*</.test(body)
    ? message("signIn.documentIsPage", "{address} is a web page instead of sign-in information", { address })
    : message("signIn.documentUnreadable", "{address} is not the sign-in information that belongs there (not JSON)", {
        address,
      });
