import type { HubEvent, LogLevel, ServerId } from "../../protocol/hubEvent";
import { checkArguments } from "../catalog/checkArguments";
import type { Options } from "../config/schema/settings";
import type { Clock } from "../kernel/clock";
import { asHubError, HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import { inWords, withinTime } from "../kernel/timeLimit";
import type { ClientFeatures, FormAnswer, FormAsk, UrlAsk } from "./clientFeatures";
import { ignoredPreferences, samplingProblem } from "./samplingRules";
import { Turns } from "./turns";

export interface QuestionPathParts {
  readonly clientFeatures: ClientFeatures;
  readonly options: () => Pick<Options, "askLimitSeconds" | "samplingPerMinute">;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
}

/**
 * The way of everything that a server asks back: told in its log, one question at a time, within its limit, and checked. A question
 * that nobody answers in time is declined.
 */
export function questionPath({ clientFeatures, options, clock, publish }: QuestionPathParts): ClientFeatures {
  const turns = new Turns();
  const sampled = new PerMinute(clock);
  const tell = (server: ServerId, level: LogLevel, text: string) =>
    publish({ type: "server.log", server, level, from: "hub", text });

  const inTime = <T>(what: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const onTimeout = (ms: number) =>
      new HubError(
        "timeout",
        `${what} was not answered within ${inWords(ms)}, so it was declined. Raise mcpHub.askLimitSeconds to have more time.`,
      );
    return withinTime({ clock, signal, idleMs: options().askLimitSeconds * 1000, what, onTimeout }, work);
  };

  /** What cannot be answered is declined; only a cancel of the server itself rejects. */
  async function question<T>(
    { server, message }: FormAsk | UrlAsk,
    signal: AbortSignal,
    declined: T,
    ask: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const what = `The question of "${server}" (${safeLine(message, 200)})`;
    tell(server, "info", `Asks: ${safeLine(message, 1000)}`);
    try {
      return await inTime(what, signal, (inner) => turns.take(what, inner, () => ask(inner)));
    } catch (error) {
      if (signal.aborted) throw error;
      tell(server, "warning", asHubError(error).message);
      return declined;
    }
  }

  return {
    can: clientFeatures.can,
    roots: (server) => clientFeatures.roots(server),
    onRootsChanged: (listener) => clientFeatures.onRootsChanged(listener),
    consent: (ask, signal) => clientFeatures.consent(ask, signal),

    fill: (ask, signal) =>
      question<FormAnswer>(ask, signal, { action: "decline" }, async (inner) =>
        checked(ask, await clientFeatures.fill(ask, inner)),
      ),

    visit: (ask, signal) =>
      question(ask, signal, "decline", async (inner) => {
        checkAddress(ask);
        return clientFeatures.visit(ask, inner);
      }),

    async sample(ask, signal) {
      const { server } = ask;
      const what = `The request of "${server}" to a language model`;
      try {
        const { samplingPerMinute } = options();
        const problem = samplingProblem(ask);
        if (problem !== undefined) throw new HubError("bad-arguments", `${what} was declined: ${problem}.`);
        if (!sampled.take(server, samplingPerMinute)) throw tooMany(server, samplingPerMinute);
        const answer = await inTime(what, signal, async (inner) => {
          const allowed = await turns.take(what, inner, () => clientFeatures.consent(ask, inner));
          if (!allowed) throw new HubError("denied", `${what} was declined.`);
          return clientFeatures.sample(ask, inner);
        });
        const told = [
          `Asked the language model ${safeLine(answer.model, 80)}.`,
          ...ignoredPreferences(ask),
          ...(answer.notes ?? []),
        ];
        tell(server, "info", told.join(" "));
        return answer;
      } catch (error) {
        tell(server, "warning", asHubError(error).message);
        throw error;
      }
    },
  };
}

const tooMany = (server: ServerId, perMinute: number) =>
  new HubError(
    "rate-limited",
    `"${server}" asked a language model more than ${perMinute} times a minute, so it was declined. See mcpHub.samplingPerMinute.`,
  );

/** What a door gives must be what the server asked for. */
function checked(ask: FormAsk, answer: FormAnswer): FormAnswer {
  if (answer.action !== "accept") return answer;
  const check = checkArguments(ask.schema, answer.content);
  if (check.ok) return answer;
  throw new HubError("bad-arguments", `The answer for "${ask.server}" does not fit its form: ${check.why}.`);
}

/** Nothing but the web: an address of another scheme could start a program. */
function checkAddress({ server, url }: UrlAsk): void {
  const scheme = URL.canParse(url) ? new URL(url).protocol : "";
  if (scheme !== "https:" && scheme !== "http:")
    throw new HubError("protocol", `"${server}" asks to visit what is no web address. Report it to its author.`);
}

const minuteMs = 60_000;

/** Counts what happened in the last minute, by name. A name that rests for a minute is forgotten. */
class PerMinute {
  private readonly times = new Map<string, readonly number[]>();

  constructor(private readonly clock: Pick<Clock, "now">) {}

  /** Whether one more may happen; if so, it has. */
  take(name: string, limit: number): boolean {
    const now = this.clock.now();
    for (const [other, times] of this.times) if (times.every((at) => now - at >= minuteMs)) this.times.delete(other);
    const recent = (this.times.get(name) ?? []).filter((at) => now - at < minuteMs);
    if (recent.length >= limit) return false;
    this.times.set(name, [...recent, now]);
    return true;
  }
}
