import type { Caller } from "../../protocol/caller";
import type { QuestionKind, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { onAbort } from "../kernel/abortSignals";
import type { Clock } from "../kernel/clock";
import { abortError, HubError } from "../kernel/hubError";
import { inWords } from "../kernel/timeLimit";
import { PersonTime } from "./personTime";

/** Something that needs an answer from the person. */
export interface Question {
  readonly kind: QuestionKind;
  readonly server: ServerId;
  /** Whose request the question belongs to; missing where no request caused it. */
  readonly caller?: Caller;
  /** Aborts when the asker no longer waits: cancelled, timed out, disconnected. */
  readonly signal: AbortSignal;
  /** The question as the subject of a sentence, e.g. `The question of "files"`. */
  readonly what: string;
  /** How long the asker waits for the answer, the time in the queue included; without a limit where it is missing. */
  readonly limitMs?: number;
}

/** More questions than this are not open at the same time, the one on the screen included: nobody answers that many. */
const maxOpen = 20;

export interface QuestionDeskParts {
  readonly clock: Clock;
  /** Called with the number of open questions whenever it changes. */
  readonly onChange?: (open: number) => void;
}

/**
 * Where everything that needs an answer from the person waits its turn: one question at a time over all kinds, first come, first served.
 * A question whose asker is gone leaves at once, and the next one is shown.
 */
export class QuestionDesk {
  /** The open questions in order; the first one is on the screen. */
  private readonly open: OpenQuestion[] = [];
  /** What the questions of servers take of the person's time, for the requests that wait meanwhile. */
  readonly personTime: PersonTime;

  constructor(private readonly parts: QuestionDeskParts) {
    this.personTime = new PersonTime(parts.clock);
  }

  /**
   * Runs `show` when all questions before this one have ended, and gives its outcome. The signal that `show` gets aborts when the asker is
   * gone or the limit has passed: `show` must then take the question off the screen. Nobody waits for it to settle after that. Rejects
   * with `queue-full` while too many questions are open, with `timeout` at the limit, and with the reason of the asker's own end.
   */
  ask<T>(question: Question, show: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal, what, limitMs, kind, server } = question;
    if (signal.aborted) return Promise.reject(abortError(signal, what));
    if (this.open.length >= maxOpen) return Promise.reject(deskFull(what));

    return new Promise<T>((resolve, reject) => {
      const shown = new AbortController();
      const succeed = (answer: T) => this.leave(entry, () => resolve(answer));
      const fail = (error: unknown) => this.leave(entry, () => reject(error));
      /** The screen is cleared before the next question appears. */
      const takeBack = (error: HubError) =>
        this.leave(entry, () => {
          reject(error);
          shown.abort(error);
        });
      const entry: OpenQuestion = {
        isShown: false,
        // The approval of a call is the time of that call alone, which notes it itself; a server that may not run has no requests.
        ended: kind === "approval" || kind === "launch" ? undefined : this.personTime.ask(server, kind),
        show: () => void (async () => show(shown.signal))().then(succeed, fail),
        stopListening: onAbort(signal, () => takeBack(abortError(signal, what))),
        timer:
          limitMs === undefined
            ? undefined
            : this.parts.clock.after(limitMs, () => takeBack(notAnswered(what, limitMs))),
      };
      this.open.push(entry);
      this.parts.onChange?.(this.open.length);
      this.showFirst();
    });
  }

  /** Ends a question; only its first end counts. */
  private leave(entry: OpenQuestion, end: () => void): void {
    const at = this.open.indexOf(entry);
    if (at < 0) return;
    this.open.splice(at, 1);
    entry.stopListening();
    entry.timer?.dispose();
    entry.ended?.();
    end();
    this.parts.onChange?.(this.open.length);
    this.showFirst();
  }

  private showFirst(): void {
    const [first] = this.open;
    if (!first || first.isShown) return;
    first.isShown = true;
    first.show();
  }
}

interface OpenQuestion {
  isShown: boolean;
  readonly show: () => void;
  readonly ended: (() => void) | undefined;
  readonly stopListening: () => void;
  readonly timer: { dispose(): void } | undefined;
}

const deskFull = (what: string): HubError =>
  new HubError(
    "queue-full",
    message("questions.deskFull", "{what} was declined: too many questions are waiting already.", { what }),
    {
      sent: "no",
    },
  );

/** The failure of a question that reached its limit. */
export const notAnswered = (what: string, limitMs: number): HubError =>
  new HubError(
    "timeout",
    message(
      "questions.notAnswered",
      "{what} was not answered within {time}, so it was declined. Raise mcpHub.askLimitSeconds to allow more time.",
      { what, time: inWords(limitMs) },
    ),
  );
