import type { StdioPlan } from "../../core/config/plan/launchPlan";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import { bubblewrap } from "./bubblewrap";
import type { BareProgram, SandboxedProgram } from "./sandboxedProgram";
import { seatbelt } from "./seatbelt";

/** What a sandbox needs to know of the system. */
export interface SandboxPorts {
  readonly platform: NodeJS.Platform;
  /** Whether a file is a program that may be run. */
  readonly isProgram: (file: string) => boolean;
}

/**
 * A program within the sandbox that its plan asks for. Rejects with `spawn-failed` where this system has none, so that it never runs
 * without, and with `bad-config` where the sandbox names what cannot be reached.
 */
export async function inSandbox(
  plan: StdioPlan,
  program: BareProgram,
  { platform, isProgram }: SandboxPorts,
): Promise<SandboxedProgram> {
  if (platform === "linux") return bubblewrap(plan, program, { isProgram });
  if (platform === "darwin") return seatbelt(plan, program, isProgram);
  throw new HubError(
    "spawn-failed",
    message(
      "sandbox.noSystem",
      '"{server}" did not start: its entry wants a sandbox, which the hub has on Linux and macOS, and not on this system. Remove "sandbox" from the entry to run the server without one.',
      { server: plan.server },
    ),
  );
}
