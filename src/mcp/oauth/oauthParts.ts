import type { CredentialStore } from "../../core/auth/credentialStore";
import type { OpenRedirect } from "../../core/auth/redirect";
import type { Refresher } from "../../core/auth/refresher";
import type { AuthOf } from "../../core/config/schema/authConfig";
import type { Clock } from "../../core/kernel/clock";
import type { Network, Reached } from "../http/client/network";

/** All that signing in works with. */
export interface OAuthParts {
  readonly store: CredentialStore;
  readonly refresher: Refresher;
  readonly clock: Clock;
  /** Ways back from the browser, by their name in the settings. */
  readonly redirects: { readonly loopback: OpenRedirect; readonly editor?: OpenRedirect | undefined };
  /** The way to take where the settings do not say; to a port of this machine unless given. */
  readonly usualWay?: "loopback" | "editor" | undefined;
  /** Opens a page for the person; missing where nobody is. */
  readonly open?: ((url: string) => Promise<unknown>) | undefined;
  /** Whether a sign-in may begin by itself when a server asks for it; otherwise only when the person starts it. */
  readonly unasked?: boolean | undefined;
  /** The way to servers; without the person's settings unless given. */
  readonly network?: Network | undefined;
  readonly resolve?: ((hostname: string) => Promise<readonly string[]>) | undefined;
  /** How long the person may take in the browser, in milliseconds. */
  readonly limitMs: () => number;
}

/** The server that is signed in to, and how. */
export interface OAuthServer extends Reached {
  readonly url: URL;
  readonly config: Omit<AuthOf<"oauth">, "type">;
}
