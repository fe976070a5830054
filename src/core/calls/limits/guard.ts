import type { HubEvent, ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { Clock } from "../../kernel/clock";
import { healthAfter } from "../../kernel/errorTable";
import { HubError } from "../../kernel/hubError";
import { safeLine } from "../../kernel/redact";
import { inWords } from "../../kernel/timeLimit";
import { type CallOptionsOf, nameOf } from "../budget";
import type { CallOptions } from "../callOptions";
import { type Handler, type Layer, run, type ToolCall } from "../toolCall";
import type { BreakerEvent, BreakerOptions, BreakerState } from "./breaker";
import { Circuit, firstPass } from "./circuit";

export interface BreakerParts {
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
}

/** The circuits of one server: its own, and those of the tools that failed. */
interface Circuits {
  readonly server: Circuit;
  readonly tools: Map<string, Circuit>;
  /** Which tool the failures in a row are of; `undefined` where they are of several. */
  failing: string | undefined;
  /** The last failure, for the sentence that refuses a call. */
  reason: string;
}

/** How many tools of one server have a circuit; those that are closed make room. */
const toolLimit = 200;

/** All circuit breakers: what the guard of the call path works with, and what a command resets. */
export class Breakers {
  private readonly servers = new Map<ServerId, Circuits>();

  constructor(private readonly parts: BreakerParts) {}

  /** Closes the circuits of one server, or of all. */
  reset(server?: ServerId): void {
    const now = this.parts.clock.now();
    for (const [id, circuits] of this.servers) {
      if (server !== undefined && id !== server) continue;
      circuits.server.reset(now);
      for (const circuit of circuits.tools.values()) circuit.reset(now);
      circuits.tools.clear();
    }
  }

  /** The server is no longer part of the hub. */
  forget(server: ServerId): void {
    this.servers.delete(server);
  }

  /** Refuses a call whose circuit is open; otherwise returns a function that takes how the call ended. */
  enter(call: ToolCall, options: CallOptions): (error?: unknown) => void {
    const { clock } = this.parts;
    const circuits = this.servers.get(call.server);
    const passes = circuits ? passOf(circuits, call, options, clock.now()) : firstPasses;
    return (error) => {
      const health = error === undefined ? "works" : healthAfter(error);
      const failed = health === "fails" || health === "lost";
      const known = this.servers.get(call.server);
      if (!known && !failed) return; // nothing failed before, nothing did now
      const limits = limitsOf(options);
      const now = known ?? this.adopt(call.server);
      const circuit = now.tools.get(call.tool) ?? (failed ? this.adoptTool(now, call) : undefined);
      const event: BreakerEvent = {
        type: failed ? "failed" : health === "works" ? "succeeded" : "abandoned",
        at: clock.now(),
      };
      if (failed) {
        now.failing = now.server.state.failures === 0 || now.failing === call.tool ? call.tool : undefined;
        now.reason = safeLine(error instanceof Error ? error.message : String(error), 300);
      }
      circuit?.end(passes.tool, event, limits, health === "lost");
      now.server.end(passes.server, event, serverLimits(limits, now.failing), health === "lost");
    };
  }

  private adopt(server: ServerId): Circuits {
    const circuits: Circuits = { server: this.circuit(server), tools: new Map(), failing: undefined, reason: "" };
    this.servers.set(server, circuits);
    return circuits;
  }

  private adoptTool({ tools }: Circuits, { server, tool }: ToolCall): Circuit {
    if (tools.size >= toolLimit)
      for (const [name, circuit] of tools) if (circuit.state.kind === "closed") tools.delete(name);
    const circuit = this.circuit(server, tool);
    if (tools.size < toolLimit) tools.set(tool, circuit);
    return circuit;
  }

  private circuit(server: ServerId, tool?: string): Circuit {
    return new Circuit((state) =>
      this.parts.publish({
        type: "breaker.changed",
        server,
        ...(tool !== undefined && { tool: safeLine(tool) }),
        state: state.kind,
        ...(state.kind === "open" && { until: state.until }),
      }),
    );
  }
}

/** A server or a tool that failed again and again is left alone for a while; then one trial call finds out whether it is back. */
export const guard =
  (breakers: Breakers, optionsOf: CallOptionsOf): Layer =>
  (next) => {
    const guarded: Handler = (call) => {
      const options = optionsOf(call);
      if (options.breakerFailures === 0) return next(call);
      const ended = breakers.enter(call, options);
      return run(next, call).then(
        (result) => {
          ended();
          return result;
        },
        (error: unknown) => {
          ended(call.signal.aborted ? undefinedHealth : error);
          throw error;
        },
      );
    };
    return (call) => run(guarded, call);
  };

const firstPasses = { server: firstPass, tool: firstPass };

/** The passes of a call that its circuits let through; throws where one is open. */
function passOf(circuits: Circuits, call: ToolCall, options: CallOptions, now: number): typeof firstPasses {
  const tool = circuits.tools.get(call.tool);
  // Both are asked before either is passed: a trial that the other refuses would never end.
  for (const circuit of [circuits.server, tool])
    if (circuit && !circuit.lets(now)) throw refused(call, circuit === tool, circuit.state, circuits.reason, now);
  const limits = limitsOf(options);
  return {
    server: circuits.server.pass(now, serverLimits(limits, circuits.failing)),
    tool: tool?.pass(now, limits) ?? firstPass,
  };
}

/** Stands for an end that says nothing of the server: the caller gave up. */
const undefinedHealth = new HubError("cancelled", message("calls.abandoned", "The call was cancelled."));

const limitsOf = ({ breakerFailures, breakerCoolDownSeconds }: CallOptions): BreakerOptions => ({
  failures: breakerFailures,
  coolDownMs: breakerCoolDownSeconds * 1000,
});

/** Failures of a single tool open that tool's circuit, and say little of the server: its other tools go on. */
const serverLimits = (limits: BreakerOptions, failing: string | undefined): BreakerOptions =>
  failing === undefined ? limits : { ...limits, failures: Number.POSITIVE_INFINITY };

function refused(call: ToolCall, isTool: boolean, state: BreakerState, reason: string, now: number): HubError {
  const waitMs = state.kind === "open" ? Math.max(0, state.until - now) : undefined;
  const when =
    waitMs === undefined
      ? message(
          "calls.trialRuns",
          "A trial call is running. Call again when it has ended, or reset the circuit breaker.",
        )
      : message("calls.trialSoon", "One trial call may pass in {wait}. You can reset the circuit breaker.", {
          wait: inWords(waitMs),
        });
  const values = { call: nameOf(call), count: state.failures, reason, when };
  return new HubError(
    "circuit-open",
    isTool
      ? message(
          "calls.toolCircuitOpen",
          "{call} was not called. Failures of it in a row: {count} ({reason}) {when}",
          values,
        )
      : message(
          "calls.serverCircuitOpen",
          "{call} was not called. Failures of the server in a row: {count} ({reason}) {when}",
          values,
        ),
    { sent: "no", retryAfterMs: waitMs },
  );
}
