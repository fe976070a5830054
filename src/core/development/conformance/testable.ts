import { message } from "../../../protocol/message";
import type { HttpPlan, LaunchPlan } from "../../config/plan/launchPlan";
import { HubError } from "../../kernel/hubError";

/** Why the suite cannot be run on a server; `undefined` where it can. */
export function untestable(plan: LaunchPlan, hasAccount: boolean): HubError | undefined {
  const why = plan.kind === "stdio" ? undefined : reason(plan, hasAccount);
  return why === undefined ? undefined : cannotTest(plan.server, why);
}

/** A server that turned out to require a sign-in. */
export const requiresSignIn = (server: string): HubError => cannotTest(server, cannotSignIn());

const cannotTest = (server: string, why: string): HubError =>
  new HubError(
    "unsupported",
    message("conformance.cannot", 'The conformance suite cannot test "{server}": {why}', { server, why }),
  );

const cannotSignIn = (): string =>
  message("conformance.signIn", "the suite cannot sign in. Run it on a copy of the server that needs no sign-in.");

function reason({ kind, url, headers, auth, tls, secrets = [] }: HttpPlan, hasAccount: boolean): string | undefined {
  if (kind !== "http")
    return message("conformance.otherTransport", "the suite only speaks Streamable HTTP, and the entry has {kind}.", {
      kind,
    });
  if (auth || hasAccount) return cannotSignIn();
  if (Object.keys(headers).length > 0)
    return message(
      "conformance.headers",
      "the suite cannot send the headers of the entry. Run it on a copy of the server that needs none.",
    );
  if (tls)
    return message(
      "conformance.tls",
      "the suite cannot use the certificates of the entry. Run it on a copy of the server at an http address.",
    );
  if (secrets.some((secret) => url.includes(secret)))
    return message(
      "conformance.secretAddress",
      "its address holds a secret, which other programs could read from the suite's command line.",
    );
  return undefined;
}
