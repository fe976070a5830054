import type { HubEvent, LogLevel, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { checkArguments } from "../catalog/checkArguments";
import type { Options } from "../config/schema/settings";
import type { Clock } from "../kernel/clock";
import { asHubError, HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import { withinTime } from "../kernel/timeLimit";
import { webAddress } from "../kernel/untrusted/webAddress";
import { asked } from "./asked";
import type { ClientFeatures, FormAnswer, FormAsk, UrlAsk } from "./clientFeatures";
import { notAnswered, type Question, type QuestionDesk } from "./questionDesk";
import { RefusedQuestions } from "./refusedQuestions";
import { relayPath } from "./relayPath";
import { ignoredPreferences, samplingProblem } from "./samplingRules";

export interface QuestionPathParts {
  readonly clientFeatures: ClientFeatures;
  readonly desk: QuestionDesk;
  readonly options: () => Pick<Options, "askLimitSeconds" | "samplingPerMinute">;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
}

/**
 * The path of everything that a server asks back: logged, at the question desk, within its limit, and checked. A question that nobody
 * answers in time is declined.
 */
export function questionPath({ clientFeatures, desk, options, clock, publish }: QuestionPathParts): ClientFeatures {
  const sampled = new PerMinute(clock);
  const refused = new RefusedQuestions(clock);
  const log = (server: ServerId, level: LogLevel, text: string) =>
    publish({ type: "server.log", server, level, from: "hub", text });
  const limitMs = () => options().askLimitSeconds * 1000;

  /** What cannot be answered is declined; only a cancel by the server itself rejects. */
  async function question<T>(
    kind: Question["kind"],
    ask: FormAsk | UrlAsk,
    signal: AbortSignal,
    declined: T,
    show: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { server } = ask;
    const text = safeLine(ask.message, 200);
    const what = message("questions.what", 'The question of "{server}" ({text})', { server, text });
    log(server, "info", message("questions.asks", "Asks: {text}", { text: safeLine(ask.message, 1000) }));
    try {
      refused.check(server);
      const question = { kind, server, signal, what, limitMs: limitMs() };
      const answer = await desk.ask(question, (shown) => asked({ publish, clock }, question, shown, show, isAccepted));
      refused.ended(server, isAccepted(answer));
      return answer;
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof HubError && error.code === "timeout") refused.ended(server, false);
      log(server, "warning", asHubError(error).message);
      return declined;
    }
  }

  return {
    can: clientFeatures.can,
    roots: (server) => clientFeatures.roots(server),
    onRootsChanged: (listener) => clientFeatures.onRootsChanged(listener),
    consent: (ask, signal) => clientFeatures.consent(ask, signal),

    fill: (ask, signal) =>
      question<FormAnswer>("form", ask, signal, { action: "decline" }, async (inner) =>
        checked(ask, await clientFeatures.fill(ask, inner)),
      ),

    visit: (ask, signal) =>
      question("url", ask, signal, "decline", async (inner) => clientFeatures.visit(checkedAddress(ask), inner)),

    relay: relayPath({ clock, publish, limitMs }),

    async sample(ask, signal) {
      const { server } = ask;
      const what = message("questions.samplingWhat", 'The request of "{server}" to a language model', { server });
      try {
        const { samplingPerMinute } = options();
        const problem = samplingProblem(ask);
        if (problem !== undefined)
          throw new HubError(
            "bad-arguments",
            message("questions.samplingProblem", "{what} was declined: {problem}.", { what, problem }),
          );
        if (!sampled.take(server, samplingPerMinute)) throw tooMany(server, samplingPerMinute);
        // One limit for the consent and for the model's answer.
        const limit = {
          clock,
          signal,
          idleMs: limitMs(),
          what,
          onTimeout: (ms: number) => notAnswered(what, ms),
        };
        const answer = await withinTime(limit, async (inner) => {
          const question = { kind: "sampling", server, signal: inner, what } as const;
          const consent = async () => {
            refused.check(server);
            const allowed = await desk.ask(question, (shown) =>
              asked({ publish, clock }, question, shown, (signal) => clientFeatures.consent(ask, signal), Boolean),
            );
            refused.ended(server, allowed);
            return allowed;
          };
          if (!(clientFeatures.hasConsent?.(ask) || (await consent())))
            throw new HubError("denied", message("questions.samplingDeclined", "{what} was declined.", { what }));
          return clientFeatures.sample(ask, inner);
        });
        const model = safeLine(answer.model, 80);
        const notes = [
          message("questions.sampled", "Asked the language model {model}.", { model }),
          ...ignoredPreferences(ask),
          ...(answer.notes ?? []),
        ];
        log(server, "info", notes.join(" "));
        return answer;
      } catch (error) {
        log(server, "warning", asHubError(error).message);
        throw error;
      }
    },
  };
}

const tooMany = (server: ServerId, perMinute: number) =>
  new HubError(
    "rate-limited",
    message(
      "questions.samplingTooOften",
      '"{server}" asked a language model more than {perMinute} times a minute, so its request was declined. See mcpHub.samplingPerMinute.',
      { server, perMinute },
    ),
  );

/** What a door gives must be what the server asked for. */
function checked(ask: FormAsk, answer: FormAnswer): FormAnswer {
  if (answer.action !== "accept") return answer;
  const check = checkArguments(ask.schema, answer.content);
  if (check.ok) return answer;
  const values = { server: ask.server, why: check.why };
  throw new HubError(
    "bad-arguments",
    message("questions.badAnswer", 'The answer for "{server}" does not fit its form: {why}.', values),
  );
}

/** The same question with the address that was checked: nothing but the web, since another scheme could start a program. */
function checkedAddress(ask: UrlAsk): UrlAsk {
  const address = webAddress(ask.url);
  if ("href" in address) return { ...ask, url: address.href };
  const values = { server: ask.server, problem: address.problem };
  throw new HubError(
    "protocol",
    message(
      "questions.badAddress",
      '"{server}" asks you to visit something that {problem}. Report it to the author of the server.',
      values,
    ),
  );
}

const minuteMs = 60_000;

/** Counts what happened in the last minute, by name. A name without an entry in the last minute is forgotten. */
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

const isAccepted = (answer: unknown): boolean =>
  answer === "accept" ||
  (typeof answer === "object" && answer !== null && "action" in answer && answer.action === "accept");
