import type { ProtocolChoice } from "../../core/config/plan/launchPlan";
import type { EraVerdict } from "../../core/connection/rememberedEras";
import { eraOf, firstModernRevision } from "../../protocol/era";

/** How a link agrees on a revision with its server. */
export interface Negotiation {
  /** `legacy`: the handshake. `auto`: `server/discover` first, then the handshake where it is refused. A pin: that revision or none. */
  readonly mode: "legacy" | "auto" | { readonly pin: string };
  /** How long to wait for the answer to `server/discover`, in milliseconds; then the handshake follows over the same transport. */
  readonly probeTimeoutMs?: number;
  /** The only revisions that are accepted. */
  readonly revisions?: readonly string[];
  /** The revision that is offered in the handshake; the newest one with a handshake where it is missing. */
  readonly offers?: string;
  /**
   * How long a server on a pipe may be silent after a handshake that follows an unanswered `server/discover`, in milliseconds: some are
   * deaf from then on. Without it, the limit is that of the whole attempt.
   */
  readonly deafMs?: number;
}

/** Long enough for most programs to start. A server that is silent where it should refuse costs this once, and is remembered. */
const unknownMs = 5000;

/** A server that is known to answer may be slow to start. */
const knownMs = 60_000;

/** What the settings ask for; `undefined` for `auto`, which follows what is remembered about the server. */
export function chosenNegotiation(choice: ProtocolChoice | undefined): Negotiation | undefined {
  if (choice === undefined || choice === "auto") return undefined;
  if (choice === "legacy") return { mode: "legacy" };
  if (choice === "modern") return { mode: { pin: firstModernRevision }, probeTimeoutMs: knownMs };
  return eraOf(choice) === "modern"
    ? { mode: { pin: choice }, probeTimeoutMs: knownMs }
    : { mode: "legacy", revisions: [choice] };
}

/**
 * For a server about which this is remembered.
 *
 * @param probeMs - How long a server about which nothing is known may take to answer `server/discover`.
 */
export function negotiationFor(known: EraVerdict | undefined, probeMs = unknownMs): Negotiation {
  if (known?.era === "legacy") return { mode: "legacy", ...(known.offers !== undefined && { offers: known.offers }) };
  return { mode: "auto", probeTimeoutMs: known ? knownMs : probeMs };
}
