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

/**
 * Authorization by a program that prints a token, or only has to succeed. It runs before the first request, unless a check says that the
 * person is signed in, and again after a refusal, whatever a check would say.
 */
export function command(options: CommandOptions): Authorization {
  const obtain = async (signal: AbortSignal, refused: boolean) =>
    !refused && (await isSignedIn(options, signal)) ? {} : signIn(options, signal);
  return new CachedToken({
    clock: options.clock,
    when: "first",
    obtain: (signal, answer) => obtain(signal, answer !== undefined),
  });
}

/** Whether the check of an entry says that the person is signed in; `false` where it has none. */
async function isSignedIn(options: CommandOptions, signal: AbortSignal): Promise<boolean> {
  const { server, config } = options;
  if (!config.check) return false;
  const failed = (problem: string) =>
    new HubError(
      "needs-auth",
      message(
        "command.checkFailed",
        'The program that checks the sign-in of "{server}" {problem}. Run it in a terminal, or correct "auth.check" in the settings.',
        { server, problem },
      ),
      { sent: "no" },
    );
  const what = message("command.checking", 'The program that checks the sign-in of "{server}"', { server });
  const ended = await ran(options, { ...config.check, reads: false, what, failed }, signal);
  return ended.kind === "done";
}

async function signIn(options: CommandOptions, signal: AbortSignal): Promise<ObtainedToken> {
  const { server, config } = options;
  const { command: program, args, output = "token" } = config;
  const failed = (problem: string) =>
    new HubError(
      "needs-auth",
      message(
        "command.failed",
        'The sign-in program of "{server}" {problem}. Run it in a terminal, or correct "auth" in the settings.',
        { server, problem },
      ),
      { sent: "no" },
    );
  const what = message("command.running", 'The sign-in program of "{server}"', { server });
  const ended = await ran(options, { command: program, args, reads: output === "token", what, failed }, signal);
  // Its output is a secret, even where it failed: only its exit is reported.
  if (ended.kind === "failed")
    throw failed(
      ended.signal === null
        ? message("command.exitCode", "ended with exit code {code}", { code: String(ended.code) })
        : message("command.signal", "ended with {signal}", { signal: ended.signal }),
    );
  if (output === "none") return {};
  const token = ended.kind === "too-long" ? "" : ended.stdout.trim();
  if (token === "" || /\s/.test(token))
    throw failed(message("command.notAToken", "printed something that is not a token"));
  return { token };
}

interface Run {
  readonly command: string;
  readonly args?: readonly string[] | undefined;
  readonly reads: boolean;
  readonly what: string;
  readonly failed: (problem: string) => HubError;
}

/** Runs a program of the entry within its time; rejects where it does not start or does not end. */
async function ran(
  { config, clock, system, env }: CommandOptions,
  { command: program, args = [], reads, what, failed }: Run,
  signal: AbortSignal,
) {
  const limit = {
    clock,
    signal,
    idleMs: (config.timeoutSeconds ?? 60) * 1000,
    what,
    onTimeout: (ms: number) => failed(message("command.timeout", "took longer than {time}", { time: inWords(ms) })),
  };
  const environment = await env();
  const ended = await withinTime(limit, (within) =>
    runProgram({ command: program, args, env: environment, reads }, { clock, system }, within),
  );
  if (ended.kind === "not-started")
    throw failed(message("command.notStarted", "could not be started ({code})", { code: ended.code }));
  return ended;
}
