import { createHash } from "node:crypto";
import { canonicalText } from "../../../core/kernel/canonicalJson";
import type { Clock } from "../../../core/kernel/clock";
import type { Disposable } from "../../../core/kernel/disposable";
import { HubError } from "../../../core/kernel/hubError";
import { uniqueId } from "../../../core/kernel/uniqueId";
import type { ClientAnswers } from "../../../core/questions/clientAnswers";
import type { SupportedFeatures } from "../../../core/questions/clientFeatures";
import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import { type Json, RpcError, type RpcRequest, rpcCodes } from "../rpc";
import { RequestStates } from "./requestState";

/** How long a request waits for the answers of its client, in milliseconds, and how many requests wait at once. */
const limits = { waitMs: 10 * 60_000, held: 1000 } as const;

/** What became of a request: its result, or what its server asks first. */
type Step =
  | { readonly kind: "result"; readonly result: Json }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "asks" };

interface Question {
  readonly method: string;
  readonly params: Json;
  readonly answer: (result: Json) => void;
  readonly refuse: (error: unknown) => void;
}

/** A request whose server waits for the client, from one of its POSTs to the next. */
interface Held {
  readonly id: string;
  readonly client: string;
  readonly request: HeldRun["request"];
  readonly abort: AbortController;
  readonly questions: Map<string, Question>;
  /** Tells the POST that waits now. */
  step: (step: Step) => void;
  over: Disposable | undefined;
  asked: number;
}

/** Who makes a request, and how it is run. */
export interface HeldRun {
  readonly client: { readonly id: string; readonly name: string };
  readonly can: SupportedFeatures;
  readonly request: Pick<RpcRequest, "method" | "params">;
  /** Starts the request. `answers`: how its server reaches the client. */
  readonly start: (answers: ClientAnswers, signal: AbortSignal) => Promise<Json>;
  /** Aborts when the client has closed the POST. */
  readonly signal: AbortSignal;
}

/**
 * Requests of the revision without a handshake, whose server may ask the client: the question is the result of the POST, and the client
 * sends the request once more with the answers (specification 2026-07-28, multi round-trip requests). Meanwhile the request is held here.
 */
export class HeldRequests implements Disposable {
  private readonly held = new Map<string, Held>();
  private readonly states = new RequestStates();

  constructor(private readonly clock: Clock) {}

  get count(): number {
    return this.held.size;
  }

  /** Runs a request, or goes on with one, up to its result or to the next questions. */
  async run(run: HeldRun): Promise<Json> {
    const { requestState, inputResponses } = run.request.params;
    const held = requestState === undefined ? this.begin(run) : this.found(run, requestState);
    held.over?.dispose();
    const next = this.nextStep(held, run.signal);
    if (requestState !== undefined) this.answer(held, inputResponses);
    const step = await next;
    if (step.kind === "asks") return this.ask(held);
    this.held.delete(held.id);
    if (step.kind === "failed") throw step.error;
    return step.result;
  }

  dispose(): void {
    for (const held of this.held.values()) {
      held.over?.dispose();
      held.abort.abort();
    }
    this.held.clear();
  }

  private begin({ client, can, start, request }: HeldRun): Held {
    const held: Held = {
      id: uniqueId(),
      client: client.id,
      request,
      abort: new AbortController(),
      questions: new Map(),
      step: () => {},
      over: undefined,
      asked: 0,
    };
    const answers: ClientAnswers = {
      client: client.name,
      key: client.id,
      can,
      ask: (question, signal) => this.asked(held, question, signal),
    };
    this.held.set(held.id, held);
    start(answers, held.abort.signal).then(
      (result) => this.ended(held, { kind: "result", result }),
      (error: unknown) => this.ended(held, { kind: "failed", error }),
    );
    return held;
  }

  private found({ client, request }: HeldRun, state: unknown): Held {
    const read = typeof state === "string" ? this.states.read(state) : undefined;
    if (!read || read.client !== client.id || read.request !== digestOf(request))
      throw new RpcError(rpcCodes.invalidParams, "requestState is not the one that was given for this request.");
    const held = this.held.get(read.held);
    if (held && this.clock.now() < read.until) return held;
    throw new RpcError(
      rpcCodes.invalidParams,
      message(
        "gateway.stateExpired",
        "The answers came too late: the request has ended. Send it again without requestState.",
      ),
    );
  }

  /** Waits for what comes next. A client that closes the POST gives the request up. */
  private nextStep(held: Held, signal: AbortSignal): Promise<Step> {
    return new Promise((resolve) => {
      const gone = () => held.abort.abort();
      signal.addEventListener("abort", gone);
      held.step = (step) => {
        signal.removeEventListener("abort", gone);
        held.step = () => {};
        resolve(step);
      };
    });
  }

  private asked(held: Held, { method, params }: { method: string; params: Json }, signal: AbortSignal): Promise<Json> {
    return new Promise((resolve, reject) => {
      const key = `input-${++held.asked}`;
      const over = () => {
        signal.removeEventListener("abort", gone);
        held.questions.delete(key);
      };
      const gone = () => {
        over();
        reject(signal.reason);
      };
      signal.addEventListener("abort", gone);
      held.questions.set(key, {
        method,
        params,
        answer: (result) => {
          over();
          resolve(result);
        },
        refuse: (error) => {
          over();
          reject(error);
        },
      });
      // A server that asks several things at once asks them within the same turn.
      setImmediate(() => held.step({ kind: "asks" }));
    });
  }

  /** The answers of the client go to the questions; what is not answered is asked again. */
  private answer(held: Held, responses: unknown): void {
    const given = isObject(responses) ? responses : {};
    for (const [key, question] of [...held.questions]) {
      const response = Object.hasOwn(given, key) ? given[key] : undefined;
      if (isObject(response)) question.answer(response);
    }
    if (held.questions.size > 0) setImmediate(() => held.step({ kind: "asks" }));
  }

  private ask(held: Held): Json {
    const until = this.clock.now() + limits.waitMs;
    held.over = this.clock.after(limits.waitMs, () => this.giveUp(held), true);
    for (const [oldest] of this.held) if (this.held.size > limits.held) this.giveUp(this.held.get(oldest));
    const { id, client, request } = held;
    return {
      resultType: "input_required",
      inputRequests: Object.fromEntries(
        [...held.questions].map(([key, { method, params }]) => [key, { method, params }]),
      ),
      requestState: this.states.write({ held: id, client, request: digestOf(request), until }),
    };
  }

  private giveUp(held: Held | undefined): void {
    if (!held) return;
    this.held.delete(held.id);
    held.over?.dispose();
    const why = message("gateway.noAnswer", "The client did not answer in time.");
    for (const question of [...held.questions.values()]) question.refuse(new HubError("timeout", why));
    held.abort.abort();
  }

  private ended(held: Held, step: Step): void {
    held.over?.dispose();
    held.step(step);
    this.held.delete(held.id);
  }
}

/** What stays the same from one POST of a request to the next: progress tokens and traces do not. */
function digestOf({ method, params }: HeldRun["request"]): string {
  const { _meta: _, requestState: __, inputResponses: ___, ...own } = params;
  return createHash("sha256")
    .update(canonicalText({ method, params: own }))
    .digest("base64url");
}
