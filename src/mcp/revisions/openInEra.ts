import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from "@modelcontextprotocol/client";
import type { LaunchPlan } from "../../core/config/plan/launchPlan";
import type { Link } from "../../core/connection/link";
import type { RememberedEras } from "../../core/connection/rememberedEras";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { type Era, eraOf } from "../../protocol/era";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { isOlderServer } from "../http/httpRefusal";
import { chosenNegotiation, type Negotiation, negotiationFor } from "./negotiation";

/**
 * Opens a link in the era that its server speaks: as the settings say, else as is remembered, else by asking. Where the remembered era
 * no longer holds, the other one is tried at once, so that a server may change its era.
 */
export async function openInEra(
  plan: LaunchPlan,
  eras: RememberedEras,
  open: (negotiation: Negotiation, onRevisions: (revisions: readonly string[]) => void) => Promise<Link>,
  log: (text: string) => void,
  probeMs?: number,
): Promise<Link> {
  const chosen = chosenNegotiation(plan.protocol);
  if (chosen)
    return open(chosen, () => {}).catch((error: unknown) => {
      throw revisionMismatch(plan, error) ?? error;
    });
  const known = eras.of(plan);
  let era: Era | undefined;
  let namedModern = false;
  const onRevisions = (revisions: readonly string[]) => {
    namedModern ||= revisions.some((revision) => eraOf(revision) === "modern");
    // It was slow to start, and speaks the older era until it restarts.
    if (namedModern && era === "legacy") eras.learn(plan, { era: "modern" });
  };
  const link = await open(negotiationFor(known, probeMs), onRevisions).catch((error: unknown) => {
    const other = otherEra(error, known?.era, namedModern);
    if (!other) throw error;
    // A server that did not answer may only have been slow: its handshake will show.
    if (!isUnanswered(error)) eras.learn(plan, { era: other });
    return open(negotiationFor({ era: other }), onRevisions);
  });
  const { protocolVersion, version } = link.info;
  era = eraOf(protocolVersion);
  if (known && known.era !== era)
    log(
      message("link.eraChanged", '"{server}" now speaks revision {revision} of the protocol; before, it was {era}.', {
        server: plan.server,
        revision: protocolVersion,
        era: known.era,
      }),
    );
  if (era === "legacy" && namedModern) eras.learn(plan, { era: "modern" });
  // A new version of a server of the older era may speak the new one: it is asked the next time.
  else if (known?.era === "legacy" && era === "legacy" && known.version !== undefined && known.version !== version)
    eras.forget(plan);
  else eras.learn(plan, { era, version });
  return link;
}

/** The era to try instead, where a failure shows that the wrong one was tried. */
function otherEra(error: unknown, known: Era | undefined, namedModern: boolean): Era | undefined {
  if (!(error instanceof HubError)) return undefined;
  // The server refused the handshake.
  const refused = error.code === "server-error" || error.code === "protocol" || isOlderServer(error);
  if (known === "legacy") return refused ? "modern" : undefined;
  if (namedModern || supported(error.cause).some(isModern)) return "modern";
  // Some programs exit at any request before the handshake. A program that exits in any case is started one more time.
  return error.code === "exited" || (known === undefined && isUnanswered(error)) ? "legacy" : undefined;
}

/** Over HTTP, the SDK gives up where `server/discover` is not answered; on a pipe it goes on with the handshake by itself. */
const isUnanswered = (error: unknown): boolean =>
  error instanceof HubError && error.cause instanceof SdkError && error.cause.code === SdkErrorCode.RequestTimeout;

/** The error code of a refused revision; its data lists the supported ones (specification 2026-07-28, versioning). */
const unsupportedVersion = -32022;

const isModern = (revision: string): boolean => eraOf(revision) === "modern";

/** The revisions that a refusal names; over HTTP the error is in the body. */
function supported(cause: unknown): readonly string[] {
  const refusal = cause instanceof SdkHttpError ? inBody(cause.data.text) : cause;
  if (!(refusal instanceof ProtocolError) && !isObject(refusal)) return [];
  const { code, data } = refusal;
  if (code !== unsupportedVersion || !isObject(data) || !Array.isArray(data.supported)) return [];
  return data.supported.slice(0, 20).map((revision) => safeLine(String(revision), 20));
}

function inBody(text: unknown): unknown {
  try {
    const body: unknown = JSON.parse(String(text));
    return isObject(body) ? body.error : undefined;
  } catch {
    return undefined; // not every refusal is JSON
  }
}

/** The error where the settings ask for a revision that the server does not speak, and the server lists those that it does. */
function revisionMismatch({ server, protocol }: LaunchPlan, error: unknown): HubError | undefined {
  const named = error instanceof HubError ? supported(error.cause) : [];
  if (named.length === 0) return undefined;
  return new HubError(
    "protocol",
    message(
      "link.revisionMismatch",
      '"{server}" speaks revision {named} of the protocol, but the settings ask for {wanted}. Set "protocol" to "auto".',
      { server, named: named.join(", "), wanted: String(protocol) },
    ),
    { cause: error },
  );
}
