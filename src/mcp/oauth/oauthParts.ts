import type { CredentialStore } from "../../core/auth/credentialStore";
import type { OpenRedirect } from "../../core/auth/redirect";
import type { Refresher } from "../../core/auth/refresher";
import type { AuthOf } from "../../core/config/schema/authConfig";
import type { Clock } from "../../core/kernel/clock";
import type { HttpTarget, Network } from "../http/client/network";

/** What the person does on any device to sign in. Untrusted text, in one line each. */
export interface DeviceCode {
  /** The page to open, and the code to enter there. */
  readonly page: string;
  readonly code: string;
  /** The page that has the code already. */
  readonly complete?: string | undefined;
}

/** Everything that sign-ins need. */
export interface OAuthParts {
  readonly store: CredentialStore;
  readonly refresher: Refresher;
  readonly clock: Clock;
  /** The redirects from the browser, by their name in the settings. */
  readonly redirects: { readonly loopback: OpenRedirect; readonly editor?: OpenRedirect | undefined };
  /** The redirect to use unless the settings name one; to a port of this machine unless given. */
  readonly defaultRedirect?: "loopback" | "editor" | undefined;
  /** Opens a page for the person; missing where there is none. */
  readonly open?: ((url: string) => Promise<unknown>) | undefined;
  /** Shows the person a device code (RFC 8628); where it is given, sign-ins go by such codes, and no browser is needed here. */
  readonly showCode?: ((code: DeviceCode) => void) | undefined;
  /** Whether a sign-in may begin by itself when a server asks for it; otherwise only when the person starts it. */
  readonly automatic?: boolean | undefined;
  /** How servers are reached; without the person's settings unless given. */
  readonly network?: Network | undefined;
  readonly resolve?: ((hostname: string) => Promise<readonly string[]>) | undefined;
  /** How long the person may take in the browser, in milliseconds. */
  readonly limitMs: () => number;
}

/** The server of a sign-in, and its settings. */
export interface OAuthServer extends HttpTarget {
  readonly url: URL;
  readonly config: Omit<AuthOf<"oauth">, "type">;
}
