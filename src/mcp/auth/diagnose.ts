import type { DoctorStep } from "../../core/auth/signIns";
import type { HttpPlan } from "../../core/config/plan/launchPlan";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { inWords, withinTime } from "../../core/kernel/timeLimit";
import { message } from "../../protocol/message";
import { displayedAddress } from "../http/client/displayedAddress";
import { networkError } from "../http/client/networkError";
import { sessionlessPing } from "../http/sessionlessPing";
import type { Discovery } from "../oauth/discovery";
import type { OAuthAuthorization } from "../oauth/oauthAuthorization";
import type { SignInFailure } from "../oauth/signInError";
import { doctorText } from "../oauth/signInError";
import type { Authorizations } from "./authorizations";

/** How long the server may take to answer the request, in milliseconds; the same as for a sign-in service. */
const callMs = 20_000;

/**
 * Checks the steps of a sign-in in their order, and shows target the last one in this window failed: much shows only then. The steps after a
 * failure are not checked, unless an account is signed in from before. Changes nothing.
 */
export async function* diagnose(
  plan: HttpPlan,
  authorizations: Authorizations,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<DoctorStep> {
  const oauth = authorizations.oauth(plan);
  const method = plan.auth?.type ?? (oauth ? "oauth" : message("doctor.ownHeader", "a header of its own"));
  yield {
    name: "Method",
    outcome: "ok",
    text: message("doctor.method", "The entry of the server uses {method}.", { method }),
  };
  if (!oauth) {
    yield await call(plan, authorizations, clock, signal);
    return;
  }
  let discovery: Discovery;
  try {
    discovery = await oauth.rediscover(signal);
  } catch (error) {
    yield { name: "Metadata", outcome: "failed", text: textOf(error) };
    for (const name of ["Registration", "Authorization", "Token", "Call"]) yield skipped(name);
    return;
  }
  yield metadataStep(plan, discovery, oauth.lastFailure);
  const looks: readonly [name: string, look: () => DoctorStep | Promise<DoctorStep>][] = [
    ["Registration", () => registrationStep(plan, discovery)],
    ["Authorization", () => authorizationStep(discovery)],
    ["Token", () => tokenStep(oauth, plan, signal)],
    ["Call", () => call(plan, authorizations, clock, signal)],
  ];
  let isOver = false;
  for (const [name, look] of looks) {
    const step: DoctorStep = isOver ? skipped(name) : withLast(await look(), oauth.lastFailure);
    yield step;
    isOver ||= step.outcome === "failed" && oauth.account === undefined;
  }
}

const skipped = (name: string): DoctorStep => ({
  name,
  outcome: "skipped",
  text: message("doctor.skipped", "Not checked."),
});

/** What the last sign-in met at a step counts more than what the metadata promises. */
const withLast = (step: DoctorStep, last: SignInFailure | undefined): DoctorStep =>
  last?.step === step.name
    ? {
        name: step.name,
        outcome: "failed",
        text: message("doctor.stoppedHere", "The last sign-in stopped here. {failure}", { failure: last.text }),
      }
    : step;

function metadataStep(
  { url }: HttpPlan,
  { issuer, metadata, resourceMetadata, resource }: Discovery,
  last: SignInFailure | undefined,
): DoctorStep {
  const [address, service] = [displayedAddress(url), displayedAddress(issuer)];
  const sentences = [
    resourceMetadata
      ? message("doctor.names", "{address} names the sign-in service {service}.", { address, service })
      : message(
          "doctor.ownService",
          "{address} has no metadata of its own (RFC 9728), so the sign-in service is at its address: {service}.",
          { address, service },
        ),
    metadata
      ? message("doctor.hasMetadata", "The service has metadata.")
      : message("doctor.noMetadata", "The service has no metadata, so the default endpoints are used."),
  ];
  if (resource !== undefined)
    sentences.push(
      message("doctor.resource", "Tokens are requested for {resource}.", { resource: displayedAddress(resource) }),
    );
  // The last sign-in saw an older state of it.
  if (last?.step === "Metadata")
    sentences.push(
      message("doctor.stillStopped", "The last sign-in still stopped here: {failure}", { failure: last.text }),
    );
  return { name: "Metadata", outcome: "ok", text: sentences.join(" ") };
}

function registrationStep({ auth }: HttpPlan, { metadata, issuer }: Discovery): DoctorStep {
  const config = auth?.type === "oauth" ? auth : undefined;
  const name = "Registration";
  if (config?.clientId !== undefined)
    return {
      name,
      outcome: "ok",
      text: message("doctor.clientInEntry", "The entry names the client {client}.", { client: config.clientId }),
    };
  if (config?.clientMetadataUrl !== undefined && metadata?.client_id_metadata_document_supported)
    return {
      name,
      outcome: "ok",
      text: message("doctor.clientDocument", "The sign-in service reads the metadata document of the hub (CIMD)."),
    };
  if (!metadata || metadata.registration_endpoint)
    return {
      name,
      outcome: "ok",
      text: message("doctor.registers", "The hub registers itself at the sign-in service."),
    };
  return {
    name,
    outcome: "failed",
    text: message(
      "doctor.noRegistration",
      '{host} does not let clients register themselves. Register one there, and write its "clientId" into "auth".',
      { host: new URL(issuer).host },
    ),
  };
}

function authorizationStep({ metadata }: Discovery): DoctorStep {
  const name = "Authorization";
  const methods = metadata?.code_challenge_methods_supported;
  if (methods && !methods.includes("S256"))
    return {
      name,
      outcome: "failed",
      text: message("doctor.noPkce", "The sign-in service does not support PKCE with S256, which is required."),
    };
  return {
    name,
    outcome: "ok",
    text: message("doctor.pkce", "The browser goes to the sign-in service with PKCE (S256), and returns to the hub."),
  };
}

async function tokenStep(oauth: OAuthAuthorization, { url }: HttpPlan, signal: AbortSignal): Promise<DoctorStep> {
  const name = "Token";
  const { account } = oauth;
  if (!account)
    return {
      name,
      outcome: "failed",
      text: message("doctor.notSignedIn", 'No account is signed in here. Run "MCP Hub: Sign In".'),
    };
  try {
    const { headers } = await oauth.credentials({ method: "POST", url: new URL(url) }, signal);
    return headers.authorization === undefined
      ? {
          name,
          outcome: "failed",
          text: message("doctor.ended", 'The sign-in of {account} has ended. Run "MCP Hub: Sign In".', {
            account: account.name,
          }),
        }
      : {
          name,
          outcome: "ok",
          text: message("doctor.signedIn", "{account} is signed in, and there is a token.", { account: account.name }),
        };
  } catch (error) {
    return { name, outcome: "failed", text: textOf(error) };
  }
}

async function call(
  plan: HttpPlan,
  authorizations: Authorizations,
  clock: Clock,
  signal: AbortSignal,
): Promise<DoctorStep> {
  const name = "Call";
  const { server } = plan;
  const target = { server, address: displayedAddress(plan.url) };
  const request = { method: "POST", url: new URL(plan.url) };
  const onTimeout = (ms: number) =>
    new HubError(
      "timeout",
      message("doctor.timeout", '"{server}" did not answer at {address} within {time}. See its log, or restart it.', {
        server,
        address: target.address,
        time: inWords(ms),
      }),
    );
  const limit = {
    clock,
    signal,
    idleMs: callMs,
    what: message("doctor.calling", 'Calling "{server}"', { server }),
    onTimeout,
  };
  try {
    const { headers, url = request.url } = await authorizations.of(plan).credentials(request, signal);
    const sent = { ...plan.headers, ...headers };
    const { status } = await withinTime(limit, (within) =>
      sessionlessPing(authorizations.fetch(plan), url, sent, within),
    );
    // The answer to a ping without a session does not matter: the server let the request in.
    if (status !== 401 && status !== 403)
      return {
        name,
        outcome: "ok",
        text: message("doctor.letsIn", "The server lets requests in (HTTP {status}).", { status }),
      };
    const text = message(
      "doctor.refused",
      'The server refuses the credential (HTTP {status}). Sign in again, or correct "auth" or "headers" in the settings.',
      { status },
    );
    return { name, outcome: "failed", text };
  } catch (error) {
    return { name, outcome: "failed", text: textOf(error instanceof HubError ? error : networkError(target, error)) };
  }
}

const textOf = (error: unknown): string => (error instanceof HubError ? doctorText(error) : String(error));
