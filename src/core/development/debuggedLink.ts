import { debuggedProgram } from "../config/plan/debuggedProgram";
import type { DebugConfig } from "../config/schema/program/devConfig";
import type { OpenLink } from "../connection/link";
import type { Disposable } from "../kernel/disposable";

/** A way for a debugger to a program: a port of this machine that a debugger can connect to before the program waits at its own. */
export interface DebugRelay extends Disposable {
  readonly port: number;
  /** Where the program has to listen. */
  readonly programPort: number;
}

/** What is to be attached to. */
export interface DebugTarget {
  readonly server: string;
  readonly debug: DebugConfig;
  /** A port of 127.0.0.1 that accepts connections. */
  readonly port: number;
}

/** The debugger of the editor. */
export interface ServerDebugger {
  openRelay(): Promise<DebugRelay>;
  /** Attaches to a program. Says itself when that is not possible. */
  attach(target: DebugTarget): Promise<void>;
}

/** Starts programs whose entries say so with a debugger: each start has its own ports, and its own attempt to attach. */
export function debuggedLink(open: OpenLink, debuggers: ServerDebugger, report: (error: unknown) => void): OpenLink {
  return async (plan, events, signal, owner) => {
    if (plan.kind !== "stdio" || !plan.debug) return open(plan, events, signal, owner);
    const { server, debug } = plan;
    const relay = await debuggers.openRelay();
    try {
      signal.throwIfAborted();
      debuggers.attach({ server, debug, port: relay.port }).catch(report);
      const debugged = { ...plan, ...debuggedProgram(plan, debug, relay.programPort) };
      const link = await open(debugged, events, signal, owner);
      void link.closed.finally(() => relay.dispose());
      return link;
    } catch (error) {
      relay.dispose();
      throw error;
    }
  };
}
