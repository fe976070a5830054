import type { DoctorStep, SignInMethod } from "../../core/auth/signIns";
import { safeLine } from "../../core/kernel/redact";
import type { ServerId } from "../../protocol/hubEvent";
import { itemText, noticeText } from "../ui/plainText";

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

const marks = { ok: "✓", failed: "✗", skipped: "–" } as const;

/** What the Sign-in Doctor found, as a document. */
export function doctorText(server: string, steps: readonly DoctorStep[]): string {
  const failed = steps.find(({ outcome }) => outcome === "failed");
  const verdict = failed ? `It stops at **${failed.name.toLowerCase()}**.` : "Every step is good.";
  const lines = steps.map(({ name, outcome, text }) => `- ${marks[outcome]} **${name}**: ${safeLine(text, 1000)}`);
  return [`# Sign-in to ${safeLine(server, 80)}`, "", verdict, "", ...lines, ""].join("\n");
}
