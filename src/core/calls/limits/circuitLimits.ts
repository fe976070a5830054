import type { CallOptions } from "../callOptions";
import type { BreakerOptions } from "./breaker";

/** The limits of the circuits of a call. */
interface CircuitLimits {
  readonly tool: BreakerOptions;
  readonly server: BreakerOptions;
  /** Of the server, while all failures in a row are of one tool: they open that tool's circuit, and say little of the others. */
  readonly serverOfOneTool: BreakerOptions;
}

/** Options are values that are replaced as a whole, and this is asked for with every call. */
const knownLimits = new WeakMap<CallOptions, CircuitLimits>();

/** What the settings say of the circuits of a call. */
export function limitsOf(options: CallOptions): CircuitLimits {
  const known = knownLimits.get(options);
  if (known) return known;
  const tool: BreakerOptions = {
    failures: options.breakerFailures,
    coolDownMs: options.breakerCoolDownSeconds * 1000,
    ...(options.breakerFailurePercent > 0 && {
      percent: options.breakerFailurePercent,
      leastCalls: options.breakerLeastCalls,
      windowMs: options.breakerWindowSeconds * 1000,
    }),
  };
  const server = { ...tool, leastTools: 2 };
  const limits = { tool, server, serverOfOneTool: { ...server, failures: Number.POSITIVE_INFINITY } };
  knownLimits.set(options, limits);
  return limits;
}

/** Of the circuit of the server. `failing`: the tool that all failures in a row are of; `undefined`: of several. */
export const serverLimits = (limits: CircuitLimits, failing: string | undefined): BreakerOptions =>
  failing === undefined ? limits.server : limits.serverOfOneTool;
