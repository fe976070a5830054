import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError, UnauthorizedError } from "@modelcontextprotocol/client";
import type { LaunchPlan } from "../../core/config/plan/launchPlan";
import { isLauncher } from "../../core/connection/launchers";
import type { Link } from "../../core/connection/link";
import type { EraVerdict, RememberedEras } from "../../core/connection/rememberedEras";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { type Era, eraOf } from "../../protocol/era";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { isOlderServer } from "../http/httpRefusal";
import { parseMessage } from "../wire/messageJson";
import { chosenNegotiation, type Negotiation, negotiationFor } from "./negotiation";
import { otherRevisions } from "./offeredRevision";

/** What the opening of a link tells of how its server answers. */
export interface OpeningWatch {
  /** The server named the revisions that it speaks, however late. */
  onRevisions(revisions: readonly string[]): void;
  /** The handshake is sent. */
  onHandshake(): void;
  /** The server sent its first message. */
  onHeard(): void;
}

export type OpenAs = (negotiation: Negotiation, watch: OpeningWatch) => Promise<Link>;

/**
 * Opens a link in the era that its server speaks: as the settings say, else as is remembered, else by asking. Where a server cannot take
 * the question, or the remembered era no longer holds, the other one is tried at once, on a new connection. What worked is remembered.
 */
export async function openInEra(
  plan: LaunchPlan,
  eras: RememberedEras,
  openAs: OpenAs,
  log: (text: string) => void,
  limits: EraLimits = {},
): Promise<Link> {
  const chosen = chosenNegotiation(plan.protocol);
  if (chosen)
    return openAs(chosen, unwatched).catch((error: unknown) => {
      throw revisionMismatch(plan, error) ?? error;
    });
  const known = eras.of(plan);
  const seen: Seen = { known, isPipe: plan.kind !== "http", handshook: false, heard: false, namedModern: false };
  let era: Era | undefined;
  const watch: OpeningWatch = {
    onRevisions: (revisions) => {
      seen.namedModern ||= revisions.some(isModern);
      // It was slow to start, and speaks the older era until it restarts.
      if (seen.namedModern && era === "legacy") eras.learn(plan, { era: "modern" });
    },
    onHandshake: () => {
      seen.handshook = true;
    },
    onHeard: () => {
      seen.heard = true;
    },
  };
  let { offers } = known ?? {};
  /** Opens it, and once more with another revision in the handshake where the server refuses the newest. */
  const open = async (negotiation: Negotiation): Promise<Link> => {
    try {
      return await openAs(negotiation, watch);
    } catch (error) {
      const isAboutRevision = seen.handshook && !namesModern(error, seen);
      for (const revision of isAboutRevision ? otherRevisions(error, negotiation.offers) : []) {
        const link = await openAs({ mode: "legacy", offers: revision }, watch).catch(() => undefined);
        offers = revision;
        if (link) return link;
      }
      offers = undefined;
      throw error;
    }
  };
  const link = await open(firstNegotiation(plan, known, limits)).catch(async (error: unknown) => {
    // Nothing was heard of it since it was asked, until the time was over: the next attempt does not ask.
    if (isTimeout(error) && seen.isPipe && seen.handshook && !seen.heard && !known) eras.learn(plan, { era: "legacy" });
    const other = otherEra(error, seen);
    if (!other) throw error;
    // Only what shows the era by itself is remembered before it has worked.
    if (seen.namedModern || codeOf(error) === "exited" || known?.era === "legacy") eras.learn(plan, { era: other });
    return open(negotiationFor({ era: other })).catch((second: unknown) => {
      if (other === "legacy" && namesModern(second, seen)) return open(negotiationFor({ era: "modern" }));
      // Of two refusals to let the hub in, the first one knows why.
      throw known?.era === "modern" || (isAboutAccess(error) && isAboutAccess(second)) ? error : second;
    });
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
  if (era === "legacy" && seen.namedModern) eras.learn(plan, { era: "modern" });
  // A new version of a server of the older era may speak the new one: it is asked the next time.
  else if (known?.era === "legacy" && era === "legacy" && known.version !== undefined && known.version !== version)
    eras.forget(plan);
  else eras.learn(plan, { era, version, ...(offers !== undefined && { offers }) });
  return link;
}

const unwatched: OpeningWatch = { onRevisions() {}, onHandshake() {}, onHeard() {} };

/** What was seen of a server while its era was not known for sure. */
interface Seen {
  readonly known: EraVerdict | undefined;
  /** The handshake follows an unanswered question over the same connection. */
  readonly isPipe: boolean;
  handshook: boolean;
  heard: boolean;
  namedModern: boolean;
}

/** How long a server about which nothing is known is waited for, in milliseconds; 5 seconds each unless given. */
export interface EraLimits {
  /** For the answer to the question which era it speaks. */
  readonly probeMs?: number | undefined;
  /** For anything at all, once the handshake has followed. A program that may fetch itself first gets all of its limit. */
  readonly deafMs?: number | undefined;
}

function firstNegotiation(
  plan: LaunchPlan,
  known: EraVerdict | undefined,
  { probeMs, deafMs = 5000 }: EraLimits,
): Negotiation {
  const negotiation = negotiationFor(known, probeMs);
  const mayFetch = plan.kind === "stdio" && isLauncher(plan.command);
  return known || mayFetch ? negotiation : { ...negotiation, deafMs };
}

const isAboutAccess = (error: unknown): boolean =>
  error instanceof HubError && (error.code === "needs-auth" || error.code === "forbidden");

const codeOf = (error: unknown) => (error instanceof HubError ? error.code : undefined);
const isTimeout = (error: unknown): boolean => codeOf(error) === "timeout";

/** The era to try instead, where a failure shows that the wrong one was tried, or that the server cannot be asked. */
function otherEra(error: unknown, seen: Seen): Era | undefined {
  if (!(error instanceof HubError)) return undefined;
  const { known, isPipe, handshook } = seen;
  const refused = error.code === "server-error" || error.code === "protocol";
  // The server refused the handshake.
  if (known?.era === "legacy") return refused || isOlderServer(error) ? "modern" : undefined;
  if (namesModern(error, seen)) return "modern";
  // Some programs exit at any request before the handshake. A program that exits in any case is started one more time.
  if (error.code === "exited" || (!known && isUnanswered(error))) return "legacy";
  // On a pipe, the question may have put the server in a state in which it refuses its handshake.
  if (handshook) return isPipe && refused ? "legacy" : undefined;
  return isRefusedQuestion(error) ? "legacy" : undefined;
}

/** Whether the server said, in its refusal or before, that it speaks a revision without a handshake. */
const namesModern = (error: unknown, { namedModern }: Seen): boolean =>
  namedModern || (error instanceof HubError && supported(error.cause).some(isModern));

/** Whether the question alone may be what the server refused: with a status, without an answer, or because a sign-in is missing. */
function isRefusedQuestion(error: HubError): boolean {
  const { cause } = error;
  if (isAboutAccess(error)) return cause instanceof UnauthorizedError || cause instanceof SdkHttpError;
  return cause instanceof SdkError && cause.code === SdkErrorCode.EraNegotiationFailed;
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
    const body: unknown = parseMessage(String(text));
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
