import type { DoctorStep } from "../../core/auth/signIns";
import type { HttpPlan } from "../../core/config/plan/launchPlan";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { inWords, withinTime } from "../../core/kernel/timeLimit";
import { networkError } from "../http/client/networkError";
import { shownAddress } from "../http/client/shownAddress";
import { sessionlessPing } from "../http/sessionlessPing";
import type { Discovery } from "../oauth/discovery";
import type { OAuthAuthorization } from "../oauth/oauthAuthorization";
import type { SignInFailure } from "../oauth/signInError";
import { inDoctor } from "../oauth/signInError";
import type { Authorizations } from "./authorizations";

/** How long the server may take to answer the one request, in milliseconds; as long as one to a sign-in service may. */
const callMs = 20_000;

/**
 * Walks through what a sign-in needs, in its order, and says where the last one in this window failed: much shows only then. What comes
 * after a failure is not looked at, unless somebody is signed in from before. Changes nothing.
 */
export async function* diagnose(
  plan: HttpPlan,
  authorizations: Authorizations,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<DoctorStep> {
  const oauth = authorizations.oauth(plan);
  const method = plan.auth?.type ?? (oauth ? "oauth" : "a header of its own");
  yield { name: "Method", outcome: "ok", text: `The server's entry uses ${method}.` };
  if (!oauth) {
    yield await call(plan, authorizations, clock, signal);
    return;
  }
  let discovery: Discovery;
  try {
    discovery = await oauth.discoverAnew(signal);
  } catch (error) {
    yield { name: "Metadata", outcome: "failed", text: words(error) };
    for (const name of ["Registration", "Authorization", "Token", "Call"]) yield notLookedAt(name);
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
    const step: DoctorStep = isOver ? notLookedAt(name) : withLast(await look(), oauth.lastFailure);
    yield step;
    isOver ||= step.outcome === "failed" && oauth.account === undefined;
  }
}

const notLookedAt = (name: string): DoctorStep => ({ name, outcome: "skipped", text: "Not looked at." });

/** What the last sign-in met at a step counts more than what the metadata promises. */
const withLast = (step: DoctorStep, last: SignInFailure | undefined): DoctorStep =>
  last?.step === step.name
    ? { name: step.name, outcome: "failed", text: `The last sign-in stopped here. ${inDoctor(last.text)}` }
    : step;

function metadataStep(
  { url }: HttpPlan,
  { issuer, metadata, resourceMetadata, resource }: Discovery,
  last: SignInFailure | undefined,
): DoctorStep {
  const own = resourceMetadata ? "names" : "has no metadata of its own (RFC 9728), so its address stands for";
  const about = metadata ? "which has metadata" : "which has no metadata, so the default endpoints are used";
  const asked = resource === undefined ? "" : ` Tokens are asked for ${shownAddress(resource)}.`;
  // The last sign-in saw an older state of it.
  const before = last?.step === "Metadata" ? ` The last sign-in still stopped here: ${inDoctor(last.text)}` : "";
  return {
    name: "Metadata",
    outcome: "ok",
    text: `${shownAddress(url)} ${own} the sign-in service ${shownAddress(issuer)}, ${about}.${asked}${before}`,
  };
}

function registrationStep({ auth }: HttpPlan, { metadata, issuer }: Discovery): DoctorStep {
  const config = auth?.type === "oauth" ? auth : undefined;
  const name = "Registration";
  if (config?.clientId !== undefined)
    return { name, outcome: "ok", text: `The entry names the client ${config.clientId}.` };
  if (config?.clientMetadataUrl !== undefined && metadata?.client_id_metadata_document_supported)
    return { name, outcome: "ok", text: "The sign-in service reads the hub's metadata document (CIMD)." };
  if (!metadata || metadata.registration_endpoint)
    return { name, outcome: "ok", text: "The hub registers itself at the sign-in service." };
  return {
    name,
    outcome: "failed",
    text: `${new URL(issuer).host} lets no client register itself. Register one there, and write its "clientId" into "auth".`,
  };
}

function authorizationStep({ metadata }: Discovery): DoctorStep {
  const name = "Authorization";
  const methods = metadata?.code_challenge_methods_supported;
  if (methods && !methods.includes("S256"))
    return { name, outcome: "failed", text: "The sign-in service does not support PKCE with S256, which is required." };
  return {
    name,
    outcome: "ok",
    text: "The browser goes to the sign-in service with PKCE (S256), and comes back to the hub.",
  };
}

async function tokenStep(oauth: OAuthAuthorization, { url }: HttpPlan, signal: AbortSignal): Promise<DoctorStep> {
  const name = "Token";
  const { account } = oauth;
  if (!account) return { name, outcome: "failed", text: 'Nobody is signed in here. Run "MCP Hub: Sign In".' };
  try {
    const { headers } = await oauth.credentials({ method: "POST", url: new URL(url) }, signal);
    return headers.authorization === undefined
      ? { name, outcome: "failed", text: `The sign-in of ${account.name} has ended. Run "MCP Hub: Sign In".` }
      : { name, outcome: "ok", text: `${account.name} is signed in, and there is a token.` };
  } catch (error) {
    return { name, outcome: "failed", text: words(error) };
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
  const where = { server, address: shownAddress(plan.url) };
  const request = { method: "POST", url: new URL(plan.url) };
  const onTimeout = (ms: number) =>
    new HubError(
      "timeout",
      `"${server}" did not answer at ${where.address} within ${inWords(ms)}. See its log, or restart it.`,
    );
  const limit = { clock, signal, idleMs: callMs, what: `Calling "${server}"`, onTimeout };
  try {
    const { headers, url = request.url } = await authorizations.of(plan).credentials(request, signal);
    const sent = { ...plan.headers, ...headers };
    const { status } = await withinTime(limit, (within) =>
      sessionlessPing(authorizations.fetch(plan), url, sent, within),
    );
    // What the server thinks of a ping without a session is another matter: it let the request in.
    if (status !== 401 && status !== 403)
      return { name, outcome: "ok", text: `The server lets requests in (HTTP ${status}).` };
    const text = `The server refuses the credential (HTTP ${status}). Sign in again, or correct "auth" or "headers" in the settings.`;
    return { name, outcome: "failed", text };
  } catch (error) {
    return { name, outcome: "failed", text: words(error instanceof HubError ? error : networkError(where, error)) };
  }
}

const words = (error: unknown): string => (error instanceof HubError ? inDoctor(error.message) : String(error));
