import type { HubEvent, ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { Clock } from "../../kernel/clock";
import { healthAfter } from "../../kernel/errorTable";
import { HubError } from "../../kernel/hubError";
import { safeLine } from "../../kernel/redact";
import type { CallOptionsOf } from "../budget";
import type { CallOptions } from "../callOptions";
import { type Handler, type Layer, run, type ToolCall } from "../toolCall";
import type { BreakerEvent } from "./breaker";
import { Circuit, firstPass } from "./circuit";
import { limitsOf, serverLimits } from "./circuitLimits";
import { refused } from "./refusal";

/** Whether a server responds now; without it, only calls tell. */
export type Probe = (server: ServerId) => Promise<boolean>;

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
  /** When a call last went well, since the first that failed. */
  workedAt: number;
  /** Whether a call ever failed. */
  hasFailed: boolean;
  /** Whether the last probe found the server away. */
  isAway: boolean;
  /** The probe that is under way. */
  probing: Promise<boolean> | undefined;
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

  /**
   * Before an early trial a probe asks whether the server is there: a trial that can only fail is saved, and waits once more. The promise
   * settles when the call may go on to `enter`; `undefined` if it is not a trial.
   */
  beforeTrial({ server, tool }: ToolCall, options: CallOptions, probe: Probe | undefined): Promise<void> | undefined {
    const circuits = this.servers.get(server);
    if (!circuits || !probe) return undefined;
    const limits = limitsOf(options).tool;
    const open = [circuits.server, circuits.tools.get(tool)].filter(isOpen);
    const now = this.parts.clock.now();
    if (open.length === 0 || !open.every((circuit) => circuit?.isEarlyTrial(now, limits))) return undefined;
    return this.isThere(circuits, server, probe).then((isThere) => {
      if (isThere) return;
      const later = this.parts.clock.now();
      for (const circuit of open) if (circuit?.lets(later)) circuit.putOff(later, limits);
    });
  }

  /** Refuses a call whose circuit is open; otherwise returns a function that takes how the call ended. */
  enter(call: ToolCall, options: CallOptions, probe?: Probe): (error?: unknown) => void {
    const { clock } = this.parts;
    const circuits = this.servers.get(call.server);
    const passes = circuits ? passOf(circuits, call, options, clock.now()) : firstPasses;
    return (error) => {
      const health = error === undefined ? "works" : healthAfter(error);
      const failed = health === "fails" || health === "lost";
      const known = this.servers.get(call.server);
      const limits = limitsOf(options);
      // Nothing failed before, nothing did now, and nobody counts.
      const counts = limits.tool.windowMs !== undefined;
      if (!known && !failed && !counts) return;
      const now = known ?? this.adopt(call.server);
      const circuit = now.tools.get(call.tool) ?? (failed || counts ? this.adoptTool(now, call) : undefined);
      const event: BreakerEvent = {
        type: failed ? "failed" : health === "works" ? "succeeded" : "abandoned",
        at: clock.now(),
      };
      if (failed) {
        now.failing = now.server.state.failures === 0 || now.failing === call.tool ? call.tool : undefined;
        now.reason = safeLine(error instanceof Error ? error.message : String(error), 300);
      }
      now.hasFailed ||= failed;
      if (event.type === "succeeded" && now.hasFailed) now.workedAt = event.at;
      const wasOpen = isOpen(circuit);
      const isOutage = failed && circuit !== undefined && ofServer(error, circuit, now);
      circuit?.end(passes.tool, event, limits.tool, call.tool, health === "lost", isOutage);
      // Several tools failed: that is the server.
      now.server.end(passes.server, event, serverLimits(limits, now.failing), call.tool, health === "lost", true);
      if (probe && !wasOpen && !isOutage && circuit && isOpen(circuit))
        void this.isThere(now, call.server, probe).then((isThere) => {
          if (!isThere) circuit.putOff(this.parts.clock.now(), limits.tool);
        });
    };
  }

  /** Asks the server once, however many want to know. */
  private isThere(circuits: Circuits, server: ServerId, probe: Probe): Promise<boolean> {
    const told = (isThere: boolean) => {
      circuits.probing = undefined;
      circuits.isAway = !isThere;
      return isThere;
    };
    // A server that is no longer part of the hub: the call itself says so.
    circuits.probing ??= probe(server).then(told, () => told(true));
    return circuits.probing;
  }

  private adopt(server: ServerId): Circuits {
    const circuits: Circuits = {
      server: this.circuit(server),
      tools: new Map(),
      failing: undefined,
      reason: "",
      workedAt: Number.NEGATIVE_INFINITY,
      hasFailed: false,
      isAway: false,
      probing: undefined,
    };
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
  (breakers: Breakers, optionsOf: CallOptionsOf, probe?: Probe): Layer =>
  (next) => {
    const guarded: Handler = (call) => {
      const options = optionsOf(call);
      if (options.breakerFailures === 0) return next(call);
      const probed = breakers.beforeTrial(call, options, probe);
      return probed ? probed.then(() => passed(call, options)) : passed(call, options);
    };
    const passed = (call: ToolCall, options: CallOptions) => {
      const ended = breakers.enter(call, options, probe);
      return run(next, call).then(
        (result) => {
          ended();
          return result;
        },
        (error: unknown) => {
          ended(call.signal.aborted ? undefinedHealth() : error);
          throw error;
        },
      );
    };
    return (call) => run(guarded, call);
  };

const isOpen = (circuit: Circuit | undefined): boolean => circuit?.state.kind === "open";

/**
 * Whether the failure of a call is one of its server and not of its tool. A server that just answered another call is there, whatever one
 * of its tools says.
 */
const ofServer = (error: unknown, circuit: Circuit, { workedAt, isAway, server }: Circuits): boolean =>
  isAway ||
  server.state.kind !== "closed" ||
  (error instanceof HubError && error.outage === true && workedAt < circuit.since);

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
    tool: tool?.pass(now, limits.tool) ?? firstPass,
  };
}

/** Stands for an end that says nothing of the server: the caller gave up. */
const undefinedHealth = () => new HubError("cancelled", message("calls.abandoned", "The call was cancelled."));
