import type { Authorization } from "../../core/auth/authorization";
import type { AuthOf } from "../../core/config/schema/authConfig";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { inWords, withinTime } from "../../core/kernel/timeLimit";
import { HeldToken, type Obtained } from "../oauth/heldToken";
import type { ProcessSystem } from "../processes/processTree";
import { runProgram } from "../processes/runProgram";

export interface CommandOptions {
  readonly server: string;
  readonly config: Omit<AuthOf<"command">, "type">;
  readonly clock: Clock;
  readonly system: ProcessSystem;
  readonly env: () => Promise<Readonly<Record<string, string | undefined>>>;
}

/** A program that prints a token, or only has to succeed. It runs before the first request, and once more after a refusal. */
export function command(options: CommandOptions): Authorization {
  return new HeldToken({ clock: options.clock, when: "first", obtain: (signal) => run(options, signal) });
}

async function run({ server, config, clock, system, env }: CommandOptions, signal: AbortSignal): Promise<Obtained> {
  const { command: program, args = [], output = "token", timeoutSeconds = 60 } = config;
  const failed = (what: string) =>
    new HubError(
      "needs-auth",
      `The sign-in program of "${server}" ${what}. Run it in a terminal, or correct "auth" in the settings.`,
      {
        sent: "no",
      },
    );
  const limit = {
    clock,
    signal,
    idleMs: timeoutSeconds * 1000,
    what: `The sign-in program of "${server}"`,
    onTimeout: (ms: number) => failed(`took longer than ${inWords(ms)}`),
  };
  const environment = await env();
  const ended = await withinTime(limit, (within) =>
    runProgram({ command: program, args, env: environment, reads: output === "token" }, { clock, system }, within),
  );
  // What it printed is a secret, even where it failed: only how it ended is said.
  if (ended.kind === "not-started") throw failed(`could not be started (${ended.code})`);
  if (ended.kind === "failed") throw failed(`ended with ${ended.signal ?? `exit code ${ended.code}`}`);
  if (output === "none") return {};
  const token = ended.stdout.trim();
  if (token === "" || /\s/.test(token)) throw failed("printed something that is no token");
  return { token };
}
