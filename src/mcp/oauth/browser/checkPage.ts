import type { FetchLike } from "@modelcontextprotocol/client";
import type { Redirect } from "../../../core/auth/redirect";
import type { HubError } from "../../../core/kernel/hubError";
import { safeLine } from "../../../core/kernel/redact";
import { message } from "../../../protocol/message";
import type { Client } from "../client";
import { signInFailed } from "../signInError";
import { pageRefusal } from "./authorizationPage";

export interface PageCheck {
  readonly server: string;
  readonly fetch: FetchLike;
  readonly redirectKind: "loopback" | "editor";
}

/** The authorization server no longer knows the registration. */
export class StaleClient extends Error {}

/** The authorization server does not accept the way back. */
export class RefusedRedirect extends Error {
  constructor(readonly failure: HubError) {
    super(failure.message);
  }
}

/**
 * Asks for the page as the browser will, where the service may refuse it: a page that only says so never redirects back, and the person would
 * wait for nothing. A registration that it no longer knows is made again before the person sees anything.
 */
export async function checkPage(
  { server, fetch, redirectKind }: PageCheck,
  { from, information }: Client,
  { uri }: Redirect,
  page: URL,
  mayBeStale: boolean,
): Promise<void> {
  if (!mayBeStale && from !== "settings") return; // it was registered just now
  const refusal = await pageRefusal(page, fetch);
  if (!refusal) return;
  if (mayBeStale) throw new StaleClient();
  const { status, words, about } = refusal;
  if (status !== 400) return; // the page may be another one for a browser
  if (about === "client")
    throw signInFailed(
      server,
      message(
        "signIn.clientRefused",
        'the sign-in service does not accept the client {client}: {words}. Correct "clientId" in its "auth"',
        { client: safeLine(information.client_id, 100), words },
      ),
    );
  throw new RefusedRedirect(
    signInFailed(
      server,
      redirectKind === "editor"
        ? message(
            "signIn.editorRedirectRefused",
            'the sign-in service does not accept the redirect address {uri}: {words}. Register it there, or set "redirect" in its "auth" to "loopback"',
            { uri: safeLine(uri, 200), words },
          )
        : message(
            "signIn.redirectRefused",
            'the sign-in service does not accept the redirect address {uri}: {words}. Register it there, or write the registered one into "redirectHost", "redirectPorts" and "redirectPath" of its "auth"',
            { uri, words },
          ),
    ),
  );
}
