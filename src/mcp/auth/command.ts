import type { Authorization } from "../../core/auth/authorization";
import type { AuthOf } from "../../core/config/schema/authConfig";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { inWords, withinTime } from "../../core/kernel/timeLimit";
import { message } from "../../protocol/message";
import { CachedToken, type ObtainedToken } from "../oauth/cachedToken";
import type { ProcessSystem } from "../processes/processTree";
import { runProgram } from "../processes/runProgram";

export interface CommandOptions {
  readonly server: string;
  readonly config: Omit<AuthOf<"command">, "type">;
  readonly clock: Clock;
  readonly system: ProcessSystem;
  readonly env: () => Promise<Readonly<Record<string, string | undefined>>>;
}

/** Authorization by a program that prints a token, or only has to succeed. It runs before the first request, and again after a refusal. */
export function command(options: CommandOptions): Authorization {
  return new CachedToken({ clock: options.clock, when: "first", obtain: (signal) => run(options, signal) });
}

async function run(
  { server, config, clock, system, env }: CommandOptions,
  signal: AbortSignal,
): Promise<ObtainedToken> {
  const { command: program, args = [], output = "token", timeoutSeconds = 60 } = config;
  const failed = (problem: string) =>
    new HubError(
      "needs-auth",
      message(
        "command.failed",
        'The sign-in program of "{server}" {problem}. Run it in a terminal, or correct "auth" in the settings.',
        { server, problem },
      ),
      {
        sent: "no",
      },
    );
  const limit = {
    clock,
    signal,
    idleMs: timeoutSeconds * 1000,
    what: message("command.running", 'The sign-in program of "{server}"', { server }),
    onTimeout: (ms: number) => failed(message("command.timeout", "took longer than {time}", { time: inWords(ms) })),
  };
  const environment = await env();
  const ended = await withinTime(limit, (within) =>
    runProgram({ command: program, args, env: environment, reads: output === "token" }, { clock, system }, within),
  );
  // Its output is a secret, even where it failed: only its exit is reported.
  if (ended.kind === "not-started")
    throw failed(message("command.notStarted", "could not be started ({code})", { code: ended.code }));
  if (ended.kind === "failed")
    throw failed(
      ended.signal === null
        ? message("command.exitCode", "ended with exit code {code}", { code: String(ended.code) })
        : message("command.signal", "ended with {signal}", { signal: ended.signal }),
    );
  if (output === "none") return {};
  const token = ended.stdout.trim();
  if (token === "" || /\s/.test(token))
    throw failed(message("command.notAToken", "printed something that is not a token"));
  return { token };
}
