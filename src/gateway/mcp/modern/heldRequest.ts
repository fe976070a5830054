import type { Disposable } from "../../../core/kernel/disposable";
import { uniqueId } from "../../../core/kernel/uniqueId";
import type { Progress } from "../../../core/messages/toolResult";
import type { RelayedQuestion } from "../../../core/questions/clientAnswers";
import type { Json } from "../rpc";

/** What became of a request: its result, or what its server asks first. */
export type Step =
  | { readonly kind: "result"; readonly result: Json }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "asks" };

/** The POST that waits for what comes next. */
export interface Waiting {
  readonly step: (step: Step) => void;
  readonly onProgress?: (progress: Progress) => void;
}

/** The longest name of a question that is kept, in characters. */
const longestKey = 200;

interface Question {
  readonly method: string;
  readonly params: Json;
  readonly answer: (result: Json) => void;
  readonly refuse: (error: unknown) => void;
}

/** A request whose server waits for the client, from one of its POSTs to the next. */
export class HeldRequest {
  readonly id = uniqueId();
  readonly abort = new AbortController();
  /** Ends the wait for the client; missing while a POST waits. */
  over: Disposable | undefined;
  private readonly questions = new Map<string, Question>();
  private waiting: Waiting | undefined;
  private asked = 0;
  /** Answers that the client sent before it was asked, by the names that it expects. */
  private readonly early: Map<string, Json>;

  constructor(
    readonly client: string,
    /** Of method and params. */
    readonly digest: string,
    early: Readonly<Record<string, Json>> = {},
  ) {
    this.early = new Map(Object.entries(early));
  }

  /** Whether a POST waits, which would hear of a question. */
  readonly isAwaited = (): boolean => this.waiting !== undefined;

  /** A POST waits from now on. The one before it gets `instead`: a request has one answer. */
  wait(waiting: Waiting, instead: unknown): void {
    this.over?.dispose();
    this.over = undefined;
    this.step({ kind: "failed", error: instead });
    this.waiting = waiting;
  }

  /** Tells the POST that waits. */
  step(step: Step): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.step(step);
  }

  readonly progress = (progress: Progress): void => this.waiting?.onProgress?.(progress);

  /** The server asks; resolves with the answer of the client. */
  ask(asked: Omit<RelayedQuestion, "server">, signal: AbortSignal): Promise<Json> {
    const { method, params } = asked;
    const key = this.keyFor(asked);
    const early = this.early.get(key);
    if (early && this.early.delete(key)) return Promise.resolve(early);
    return new Promise((resolve, reject) => {
      const over = () => {
        signal.removeEventListener("abort", gone);
        this.questions.delete(key);
      };
      const gone = () => {
        over();
        reject(signal.reason);
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener("abort", gone);
      const answer = (result: Json) => {
        over();
        resolve(result);
      };
      const refuse = (error: unknown) => {
        over();
        reject(error);
      };
      this.questions.set(key, { method, params, answer, refuse });
      this.showQuestions();
    });
  }

  /** The answers of the client, by the keys of the questions. What is not answered is asked again. */
  answer(responses: Readonly<Record<string, Json | undefined>>): void {
    for (const [key, question] of [...this.questions]) {
      const response = Object.hasOwn(responses, key) ? responses[key] : undefined;
      if (response) question.answer(response);
    }
    if (this.questions.size > 0) this.showQuestions();
  }

  /** The questions as the client gets them. */
  inputRequests(): Json {
    return Object.fromEntries([...this.questions].map(([key, { method, params }]) => [key, { method, params }]));
  }

  /** Nobody will answer. */
  end(why: unknown): void {
    this.over?.dispose();
    for (const question of [...this.questions.values()]) question.refuse(why);
    this.abort.abort();
  }

  /** The name that the server gave the question, where that is free and can be one. */
  private keyFor({ key }: Pick<RelayedQuestion, "key">): string {
    const isFree = key !== undefined && key.length <= longestKey && !this.questions.has(key);
    return isFree ? key : `input-${++this.asked}`;
  }

  /** A server that asks several things at once asks them within the same turn. */
  private showQuestions(): void {
    setImmediate(() => {
      if (this.questions.size > 0) this.step({ kind: "asks" });
    });
  }
}
