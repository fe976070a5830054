import type { DoctorStep, SignInMethod } from "../../core/auth/signIns";
import { escapeMarkdown } from "../../core/presentation/markdown";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { itemText, noticeText } from "../ui/plainText";

/** The title of the progress while the person signs in to a server. */
export const signInTitle = (server: ServerId, method: SignInMethod): string => noticeText(titleFor(server, method));

function titleFor(server: ServerId, method: SignInMethod): string {
  switch (method) {
    case "oauth":
      return message("signIn.inBrowser", "Signing in to {server}. Continue in the browser.", { server });
    case "editor":
      return message("signIn.inEditor", "Signing in to {server} with an account of the editor.", { server });
    case "command":
      return message("signIn.program", "Running the sign-in program of {server}.", { server });
    case "client-credentials":
    case "enterprise":
    case "workload":
      return message("signIn.newToken", "Getting a new token for {server}.", { server });
    case "bearer":
    case "api-key":
    case "basic":
    case "none":
      return message("signIn.reconnecting", "Reconnecting to {server} with the credential in its settings.", {
        server,
      });
  }
}

/** The text after a sign-in. `account` is the account that signed in; `undefined` if the method has none. */
export const signInDone = (server: ServerId, account: string | undefined): string =>
  account === undefined
    ? message("signIn.reconnected", "Reconnected to {server}", { server: itemText(server) })
    : message("signInCommand.done", "Signed in to {server} as {account}", {
        server: itemText(server),
        account: itemText(account),
      });

const marks = { ok: "✓", failed: "✗", skipped: "–" } as const;

/** The report of the Sign-in Doctor as Markdown. */
export function doctorText(server: string, steps: readonly DoctorStep[]): string {
  const failed = steps.find(({ outcome }) => outcome === "failed");
  const result = failed
    ? message("doctor.failed", "The sign-in fails at **{step}**.", { step: failed.name.toLowerCase() })
    : message("doctor.ok", "Every step succeeded.");
  const title = message("doctor.title", "Sign-in to {server}", { server });
  const lines = steps.map(
    ({ name, outcome, text }) => `- ${marks[outcome]} **${escapeMarkdown(name)}**: ${escapeMarkdown(text, 1000)}`,
  );
  return [`# ${escapeMarkdown(title)}`, "", result, "", ...lines, ""].join("\n");
}
