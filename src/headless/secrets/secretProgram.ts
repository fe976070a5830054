import type { SecretCommand } from "../../core/config/reading/secretSources";
import { neverAborted } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { SingleFlight } from "../../core/kernel/singleFlight";
import { inWords, withinTime } from "../../core/kernel/timeLimit";
import { message } from "../../protocol/message";

/** Runs a program to its end, without a shell and without input; ends it with everything that it has started when `signal` aborts. */
export type RunProgram = (
  command: string,
  args: readonly string[],
  signal: AbortSignal,
) => Promise<
  | { readonly kind: "done"; readonly stdout: string }
  | { readonly kind: "failed"; readonly code: number | null; readonly signal: string | null }
  /** It printed more than any secret has, and was ended. */
  | { readonly kind: "too-long" }
  | { readonly kind: "not-started"; readonly code: string }
>;

/** The longest secret, in characters. */
const limit = 64 * 1024;

/** How many values are kept at most. */
const most = 1000;

/** Asks a program for secrets, and keeps what it printed for a time. What it prints is never reported, also where it fails. */
export class SecretProgram {
  private readonly flights = new SingleFlight<string>();
  private readonly cache = new Map<string, { readonly value: string; readonly until: number }>();

  constructor(
    private readonly config: SecretCommand,
    private readonly run: RunProgram,
    private readonly clock: Clock,
  ) {}

  /** The secret of a name; `fresh`: the program is asked in any case. Rejects with a `HubError`. */
  async get(name: string, fresh = false): Promise<string> {
    const known = this.cache.get(name);
    if (known && !fresh && known.until > this.clock.now()) return known.value;
    const value = await this.flights.run(name, () => this.ask(name));
    this.cache.delete(name);
    this.cache.set(name, { value, until: this.clock.now() + this.config.cacheSeconds * 1000 });
    const [oldest] = this.cache.keys();
    if (this.cache.size > most && oldest !== undefined) this.cache.delete(oldest);
    return value;
  }

  private async ask(name: string): Promise<string> {
    const { command, args, timeoutSeconds } = this.config;
    const failed = (problem: string) =>
      new HubError(
        "transport",
        message(
          "secretCommand.failed",
          'The program "{command}" of "secretCommand" {problem} for the secret "{name}". Run it in a terminal, or correct the configuration.',
          { command, problem, name },
        ),
        { sent: "no" },
      );
    const limits = {
      clock: this.clock,
      signal: neverAborted,
      idleMs: timeoutSeconds * 1000,
      what: message("secretCommand.running", 'The program of "secretCommand"'),
      onTimeout: (ms: number) =>
        failed(message("secretCommand.timeout", "took longer than {time}", { time: inWords(ms) })),
    };
    const isNamed = args.some((one) => one.includes("{name}"));
    const filled = isNamed ? args.map((one) => one.replaceAll("{name}", name)) : [...args, name];
    const ended = await withinTime(limits, (signal) => this.run(command, filled, signal));
    if (ended.kind === "not-started")
      throw failed(message("secretCommand.notStarted", "could not be started ({code})", { code: ended.code }));
    if (ended.kind === "failed")
      throw failed(
        ended.signal === null
          ? message("secretCommand.exitCode", "ended with exit code {code}", { code: String(ended.code) })
          : message("secretCommand.signal", "ended with {signal}", { signal: ended.signal }),
      );
    if (ended.kind === "too-long" || ended.stdout.length > limit)
      throw failed(message("secretCommand.tooLong", "printed more than {limit} characters", { limit }));
    const value = ended.stdout.replace(/\r?\n$/, "");
    if (value === "") throw failed(message("secretCommand.empty", "printed nothing"));
    return value;
  }
}
