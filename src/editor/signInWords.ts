import type { SignInMethod } from "../core/auth/signIns";
import type { ServerId } from "../protocol/hubEvent";
import { itemText, noticeText } from "./plainText";

const token = (server: ServerId) => `Getting a new token for ${server}.`;
const entry = (server: ServerId) => `Connecting to ${server} again, with the credential in its settings.`;

const doing: Readonly<Record<SignInMethod, (server: ServerId) => string>> = {
  oauth: (server) => `Signing in to ${server}. Go on in the browser.`,
  editor: (server) => `Signing in to ${server} through the editor.`,
  command: (server) => `Running the sign-in program of ${server}.`,
  "client-credentials": token,
  enterprise: token,
  workload: token,
  bearer: entry,
  "api-key": entry,
  basic: entry,
  none: entry,
};

/** What goes on while a server is signed in to. */
export const signInTitle = (server: ServerId, method: SignInMethod): string => noticeText(doing[method](server));

/** That it is done; `account`: who signed in, where that needs a person. */
export const signInDone = (server: ServerId, account: string | undefined): string =>
  account === undefined
    ? `Connected to ${itemText(server)} again`
    : `Signed in to ${itemText(server)} as ${itemText(account)}`;
